"""The company in the store of a walk: the same on every host, laid once in a seeded store."""

from typing import Any

from django.contrib.sites.models import Site
from django.core.cache import cache
from mlm_recorder.store import APP_TOKEN, ERRORS, Store

DISTRIBUTORS = {"ANN": None, "BEN": "ANN", "CAT": "BEN"}
EMAILS = {code: f"{code.lower()}@example.com" for code in DISTRIBUTORS}
ENTIRE = {"type": "ENTIRE_ORDER"}
# code: value in us, value in jp, the rest of the voucher
VOUCHERS: dict[str, tuple[float, float, dict[str, Any]]] = {
    "TENTH": (10, 10, ENTIRE),
    "SEVENTH": (14.3, 14.3, ENTIRE),
    "TWELVE": (12, 1200, ENTIRE | {"discountValueType": "FIXED"}),
    "ALL": (100, 100, ENTIRE),
    "CHEAPEST": (40, 40, ENTIRE | {"applyOncePerOrder": True}),
    "DELIVERY": (33, 33, {"type": "SHIPPING"}),
    "ONE-PRODUCT": (10, 10, {"type": "SPECIFIC_PRODUCT", "products": ["product-02"]}),
    "ONCE": (20, 20, ENTIRE | {"applyOncePerCustomer": True}),
    "OF-BEN": (5, 5, ENTIRE),
}
FIXED_VOLUMES = {"SKU-02": "30.5", "SKU-05": "3.333"}
# How the shop treats orders as usual; a walk's `shop` says what is otherwise.
CHANNEL = {"automatically_confirm_all_new_orders": True, "allow_unpaid_orders": False}
SITE = {"fulfillment_auto_approve": True, "fulfillment_allow_unpaid": False}


class Counter(Store):
    """The store across the counter: its view is called in this process."""

    def __init__(self) -> None:
        super().__init__("")
        from django.test import Client

        self.client = Client(raise_request_exception=True)

    def _http(self, method: str, path: str, body: bytes | None = None, token: str = "") -> bytes:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.client.generic(
            method, path, body or b"", content_type="application/json", headers=headers
        )
        return answer.content


def lay(store: Counter, payment_app_url: str) -> None:
    from saleor.webhook.models import Webhook

    Webhook.objects.update(target_url=payment_app_url)
    _token()
    _vouchers(store)
    _company(store)


def _token() -> None:
    """Keep the app's token by the cheap hash of these settings."""
    from saleor.app.models import App, AppToken

    app = App.objects.get(identifier="scenarios")
    app.tokens.all().delete()
    AppToken.objects.create(app=app, name="scenarios", auth_token=APP_TOKEN)


def switch(**switches: bool) -> None:
    """Set how the shop treats orders: what is not named is as usual."""
    from saleor.channel.models import Channel
    from saleor.site.models import SiteSettings

    Channel.objects.update(**{key: switches.get(key, usual) for key, usual in CHANNEL.items()})
    SiteSettings.objects.update(**{key: switches.get(key, usual) for key, usual in SITE.items()})
    Site.objects.clear_cache()
    cache.clear()


def _vouchers(store: Counter) -> None:
    channels = {row["slug"]: row["id"] for row in store.app("{ channels { id slug } }")}
    for code, (us, jp, more) in VOUCHERS.items():
        products = [_product(store, slug) for slug in more.get("products", [])]
        data = {"addCodes": [code], "discountValueType": "PERCENTAGE", **more}
        if products:
            data["products"] = products
        voucher_id = store.app(
            "mutation ($input: VoucherInput!) { voucherCreate(input: $input) "
            f"{{ voucher {{ id }} {ERRORS} }} }}",
            input=data,
        )["voucher"]["id"]
        listings = [
            {"channelId": channels["us"], "discountValue": us},
            {"channelId": channels["jp"], "discountValue": jp},
        ]
        store.app(
            "mutation ($id: ID!, $input: VoucherChannelListingInput!) "
            f"{{ voucherChannelListingUpdate(id: $id, input: $input) {{ {ERRORS} }} }}",
            id=voucher_id,
            input={"addChannels": listings},
        )


def _product(store: Counter, slug: str) -> str:
    return store.call(f'{{ product(slug: "{slug}", channel: "us") {{ id }} }}')["id"]


def _company(store: Counter) -> None:
    configuration = [
        {"name": name, "value": value}
        for name, value in (
            ("Days until pay is released", "14"),
            ("CV percent", "80"),
            ("QV percent", "100"),
        )
    ]
    store.app(
        'mutation ($input: PluginUpdateInput!) { pluginUpdate(id: "mlm.network", input: $input) '
        f"{{ {ERRORS} }} }}",
        input={"active": True, "configuration": configuration},
    )
    for code, enroller in DISTRIBUTORS.items():
        _enroll(store, code, enroller)
    for channel in ("us", "jp"):
        rows = [
            {"variant": store.variant(sku, channel), "channel": channel, "cv": cv, "qv": cv}
            for sku, cv in FIXED_VOLUMES.items()
        ]
        store.app(
            "mutation ($input: [MlmVolumeInput!]!) { mlmVolumesSet(input: $input) "
            f"{{ {ERRORS} }} }}",
            input=rows,
        )
    store.app(
        'mutation { mlmVoucherAssign(voucherCode: "OF-BEN", distributorCode: "BEN") '
        f"{{ {ERRORS} }} }}"
    )


def _enroll(store: Counter, code: str, enroller: str | None) -> None:
    user = store.app(
        "mutation ($input: UserCreateInput!) { customerCreate(input: $input) "
        f"{{ user {{ id }} {ERRORS} }} }}",
        input={"email": EMAILS[code], "firstName": code.title()},
    )["user"]["id"]
    store.app(
        "mutation ($input: MlmDistributorEnrollInput!) { mlmDistributorEnroll(input: $input) "
        f"{{ {ERRORS} }} }}",
        input={
            "user": user,
            "displayName": code.title(),
            "code": code,
            "enrollerCode": enroller,
        },
    )
