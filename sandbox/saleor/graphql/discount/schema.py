# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

from graphql_relay import from_global_id

from ...channel.models import Channel
from ...discount.models import Voucher, VoucherChannelListing, VoucherCode
from ..core.context import ChannelContext
from ..core.mutations import fail, get_node
from ..core.sdl import load, resolves

types = load("discount")
DiscountMutations = types["Mutation"]
FIELDS = (
    "type name start_date end_date discount_value_type min_checkout_items_quantity "
    "apply_once_per_order apply_once_per_customer only_for_staff single_use usage_limit"
).split()


@resolves("Voucher.used")
def used(root: ChannelContext, _info: Any) -> int:
    return sum(code.used for code in root.node.codes.all())


@resolves("Mutation.voucherCreate")
def voucher_create(_root: Any, _info: Any, input: dict[str, Any]) -> Any:
    codes = input.get("add_codes") or ([input["code"]] if input.get("code") else [])
    taken = VoucherCode.objects.filter(code__in=codes).values_list("code", flat=True)
    if taken:
        raise fail("codes", "Promo code already exists.", "already_exists", voucher_codes=taken)
    made = Voucher.objects.create(
        **{name: input[name] for name in FIELDS if input.get(name) is not None}
    )
    for name in ("products", "variants", "categories"):
        if input.get(name):
            getattr(made, name).set([from_global_id(key)[1] for key in input[name]])
    VoucherCode.objects.bulk_create(VoucherCode(voucher=made, code=code) for code in codes)
    return {"voucher": ChannelContext(made, None)}


@resolves("Mutation.voucherChannelListingUpdate")
def voucher_channel_listing_update(_root: Any, _info: Any, id: str, input: dict[str, Any]) -> Any:
    found = get_node(Voucher, id)
    for row in input.get("add_channels") or []:
        channel = get_node(Channel, row["channel_id"], "addChannels")
        if row.get("discount_value") is None:
            raise fail("discountValue", "Discount value is required.", "required")
        VoucherChannelListing.objects.update_or_create(
            voucher=found,
            channel=channel,
            defaults={
                "discount_value": row["discount_value"],
                "min_spent_amount": row.get("min_amount_spent"),
                "currency": channel.currency_code,
            },
        )
    removed = [from_global_id(key)[1] for key in input.get("remove_channels") or []]
    found.channel_listings.filter(channel_id__in=removed).delete()
    return {"voucher": ChannelContext(found, None)}
