"""What a plugin relies on in its host, beside the hooks."""

import logging
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from mlm_recorder.store import Store, StoreError
from saleor.account.models import User
from saleor.celeryconf import app
from saleor.channel.models import Channel
from saleor.core.db.connection import allow_writer
from saleor.graphql.query_cost_map import COST_MAP
from saleor.order.models import Order
from saleor.plugins.base_plugin import BasePlugin
from saleor.plugins.manager import get_plugins_manager
from saleor.plugins.models import PluginConfiguration

HEARD: list[tuple[str, str | None]] = []


class GlobalPlugin(BasePlugin):
    PLUGIN_ID = "test.global"
    DEFAULT_ACTIVE = True
    CONFIGURATION_PER_CHANNEL = False
    CONFIG_STRUCTURE = {
        "secret": {"type": "Secret", "help_text": "", "label": "Secret"},
        "on": {"type": "Boolean", "help_text": "", "label": "On"},
    }
    DEFAULT_CONFIGURATION = [{"name": "secret", "value": None}, {"name": "on", "value": False}]

    def customer_created(self, customer: Any, previous_value: Any = None, **kwargs: Any) -> None:
        HEARD.append(("global", None))

    def order_created(self, order: Any, previous_value: Any) -> None:
        """Lacks **kwargs: Saleor's keywords do not fit."""

    def order_updated(self, order: Any, **kwargs: Any) -> None:
        raise RuntimeError("a plugin's fault")


class ChannelPlugin(GlobalPlugin):
    PLUGIN_ID = "test.channel"
    CONFIGURATION_PER_CHANNEL = True

    def customer_created(self, customer: Any, previous_value: Any = None, **kwargs: Any) -> None:
        HEARD.append(("channel", self.channel.slug if self.channel else None))


@pytest.fixture
def plugins(settings: Any) -> None:
    HEARD.clear()
    settings.PLUGINS = [f"{__name__}.ChannelPlugin", f"{__name__}.GlobalPlugin"]


@pytest.fixture
def order(seeded: None) -> Order:
    channel = Channel.objects.get(slug="us")
    return Order.objects.create(channel=channel, currency="USD", lines_count=0, origin="checkout")


def test_channelless_hooks_reach_global_plugins_only(seeded: None, plugins: None) -> None:
    manager = get_plugins_manager(allow_replica=False)

    manager.customer_created(User(email="a@example.com"))

    assert HEARD == [("global", None)]


def test_channelless_hooks_reach_channels_loaded_before(seeded: None, plugins: None) -> None:
    manager = get_plugins_manager(allow_replica=False)
    manager.get_plugins("us")

    manager.customer_created(User(email="a@example.com"))

    assert HEARD == [("global", None), ("channel", "us")]


def test_hook_without_kwargs_fails(order: Order, plugins: None) -> None:
    manager = get_plugins_manager(allow_replica=False)

    with pytest.raises(TypeError, match="unexpected keyword argument 'webhooks'"):
        manager.order_created(order)


def test_exception_of_a_plugin_goes_up(order: Order, plugins: None) -> None:
    manager = get_plugins_manager(allow_replica=False)

    with pytest.raises(RuntimeError, match="a plugin's fault"):
        manager.order_updated(order)


def test_plugin_update_stores_and_masks(store: Store, plugins: None) -> None:
    answer = store.app(
        "mutation M($input: PluginUpdateInput!) { pluginUpdate("
        'id: "test.global", input: $input) { errors { code } plugin { globalConfiguration {'
        " active configuration { name value type } } } } }",
        input={
            "active": False,
            "configuration": [
                {"name": "secret", "value": "abcdefgh"},
                {"name": "on", "value": "true"},
                {"name": "unknown", "value": "x"},
            ],
        },
    )

    assert answer["plugin"]["globalConfiguration"] == {
        "active": False,
        "configuration": [
            {"name": "secret", "value": "****efgh", "type": "SECRET"},
            {"name": "on", "value": "True", "type": "BOOLEAN"},
        ],
    }
    stored = PluginConfiguration.objects.get().configuration
    assert [(item["name"], item["value"]) for item in stored] == [
        ("secret", "abcdefgh"),
        ("on", True),
    ]


def test_what_is_missing_says_so(store: Store) -> None:
    query = {"query": "{ pages(first: 1) { totalCount } }"}

    answer = store.raw(query)

    (error,) = answer["errors"]
    assert error["message"] == 'Cannot query field "pages" on type "Query".'
    assert error["extensions"]["exception"]["code"] == "NotInSandbox"


def test_unknown_part_of_an_operation_says_so(store: Store) -> None:
    order_id = store.place({"SKU-01": 1})

    with pytest.raises(StoreError, match="A return with a refund"):
        store.app(
            "mutation M($order: ID!, $input: OrderReturnProductsInput!) { "
            "orderFulfillmentReturnProducts(order: $order, input: $input) { errors { code } } }",
            order=order_id,
            input={"refund": True},
        )


def test_permission_is_needed(store: Store) -> None:
    answer = store.raw({"query": "{ orders(first: 1) { totalCount } }"})

    (error,) = answer["errors"]
    assert error["message"] == (
        "To access this path, you need one of the following permissions: MANAGE_ORDERS"
    )
    assert error["extensions"]["exception"]["code"] == "PermissionDenied"


def test_costly_query_is_refused(
    store: Store, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GRAPHQL_QUERY_MAX_COMPLEXITY = 99
    monkeypatch.setitem(COST_MAP["Query"], "shop", {"complexity": 1})
    page = '{ products(first: 100, channel: "us") { totalCount } }'

    assert store.raw({"query": page})["errors"][0]["message"] == (
        "The query exceeds the maximum cost of 99. Actual cost is 100"
    )
    assert store.raw({"query": "{ shop { name } }"})["extensions"]["cost"] == {
        "requestedQueryCost": 1,
        "maximumAvailable": 99,
    }


def test_cost_of_an_unknown_field_spoils_every_query(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COST_MAP["Query"], "nothing", {"complexity": 1})

    message = store.raw({"query": "{ shop { name } }"})["errors"][0]["message"]

    assert "contains a field nothing not defined by the Query type" in message


def test_page_needs_a_size(store: Store) -> None:
    for query, message in (
        ("{ categories { edges { cursor } } }", "You must provide a `first` or `last` value"),
        ("{ categories(first: 101) { totalCount } }", "exceeds the `first` limit of 100"),
    ):
        assert message in store.raw({"query": query})["errors"][0]["message"]


def test_pages_follow_their_cursors(store: Store) -> None:
    query = """query Q($after: String) { products(first: 8, after: $after, channel: "us") {
      edges { node { slug } } pageInfo { hasNextPage endCursor } } }"""
    slugs, after = [], None
    for _ in range(3):
        page = store.call(query, {"after": after})
        slugs += [edge["node"]["slug"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]

    assert not page["pageInfo"]["hasNextPage"]
    assert slugs == [f"product-{number:02}" for number in range(1, 21)]


def test_token_of_another_length_is_no_app(store: Store) -> None:
    with pytest.raises(StoreError, match="AUTHENTICATED_APP"):
        store.call("{ app { name } }", token="scenarios-app-token")


def test_replica_takes_no_writes() -> None:
    target = django_settings.DATABASES["replica"]
    options = {name.lower(): target[name] for name in ("HOST", "PORT", "USER", "PASSWORD")}

    with (
        psycopg.connect(dbname=django_settings.DATABASES["default"]["NAME"], **options) as writer,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
        psycopg.connect(
            dbname=writer.info.dbname, **options, options=target["OPTIONS"]["options"]
        ) as replica,
    ):
        replica.execute("update site_sitesettings set description = ''")


@app.task
def count_users_unsafely() -> int:
    return User.objects.count()


@app.task
@allow_writer()
def count_users() -> int:
    return User.objects.count()


def test_task_that_uses_the_writer_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="saleor.core.db.connection"):
        count_users.delay()
        assert "The writer was used" not in caplog.text
        count_users_unsafely.delay()

    assert "The writer was used outside allow_writer" in caplog.text


def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_seed_is_repeatable(seeded: None) -> None:
    call_command("seed_store", verbosity=0)

    assert Channel.objects.count() == 3
