"""The checks bite: one wrong fact each, and the complaint that it has to raise."""

from pathlib import Path

import pytest

import contract
from contract import Digest, checks, documents, reads, schemas, source, uses
from contract.saleor_facts import of_attribute, of_hook, of_import, of_value
from saleor_mlm.plugin import MlmPlugin

Digests = dict[str, Digest]


@pytest.mark.parametrize(
    ("name", "fact", "complaint"),
    [
        ("Order.status", "OrderStatus", "Order.status: OrderStatus! here, OrderStatus in Saleor"),
        ("OrderStatus.DRAFT", None, "OrderStatus.DRAFT: value here, None in Saleor"),
        ("Query.order(id)", "ID!", "Query.order(id): ID here, ID! in Saleor"),
        ("AddressInput.fax", "String!", "AddressInput.fax: missing here, and must be given"),
        (
            "CheckoutLineInput.forceNewLine",
            "Boolean = true",
            "CheckoutLineInput.forceNewLine: Boolean = false here, Boolean = true in Saleor",
        ),
    ],
)
def test_sandbox_that_differs(digests: Digests, name: str, fact: str, complaint: str) -> None:
    digests["3.23"]["graphql"][name] = fact

    assert complaint in checks.sandbox_differs(digests["3.23"])


@pytest.mark.parametrize(
    ("name", "fact", "complaint"),
    [
        (
            "Mutation.orderFulfill(order)",
            None,
            'Unknown argument "order" on field "orderFulfill" of type "Mutation".',
        ),
        ("OrderFulfillInput.reason", "String!", "OrderFulfillInput.reason must be given"),
    ],
)
def test_document_that_does_not_fit(
    digests: Digests, name: str, fact: str | None, complaint: str
) -> None:
    digests["3.22"]["graphql"][name] = fact

    found = checks.misfits(digests)

    assert complaint in found["3.22 tests/scenarios/store.py:FULFILL"]
    assert not any(place.endswith("store.py:FULFILL") for place in found if place[:4] != "3.22")


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("graphql", "Order.status"),
        ("imports", "saleor.core.db.connection.allow_writer"),
        ("members", "saleor.order.OrderStatus.EXPIRED"),
        ("hooks", "order_refunded"),
        ("attributes", "saleor.order.models.Order.total_charged_amount"),
        ("values", "saleor.order.models.OrderEvent.type = payment_refunded"),
        ("columns", "order_orderevent.date"),
    ],
)
def test_name_that_has_no_row_or_is_gone(digests: Digests, section: str, name: str) -> None:
    digests["3.24"][section][name] = None
    assert name in checks.unsettled(digests, section)

    del digests["3.24"][section][name]
    assert checks.without_a_row(digests) == [f"3.24 {section}: {name}"]


@pytest.mark.parametrize(
    ("hook", "call"),
    [
        ("order_created", "call(order, requestor, webhooks=)"),
        ("save_plugin_configuration", "method(plugin_configuration, cleaned_data, user)"),
        ("order_created", None),
    ],
)
def test_call_that_our_hook_would_not_take(digests: Digests, hook: str, call: str | None) -> None:
    digests["3.21"]["hooks"][hook] = call

    assert checks.refused_calls(MlmPlugin, digests)[0].startswith(f"3.21 {hook}: ")


def test_a_schema_has_the_rows_that_it_was_built_from(digests: Digests) -> None:
    rows = {name: fact for name, fact in digests["3.22"]["graphql"].items() if fact}

    assert schemas.rows(schemas.sdl_of(rows)).items() >= rows.items()
    assert schemas.schema_of(rows).get_type("Order")


def test_a_new_use_is_seen() -> None:
    text = """
from saleor.order.models import Order
from saleor.payment import gateway
from saleor.plugins.base_plugin import BasePlugin

class Plugin(BasePlugin):
    def order_expired(self, order, previous_value=None, **kwargs): ...

def late(order: Order | None):
    rows = Order.objects.filter(user__email="x").order_by("-expired_at")
    for row in rows:
        yield row.tax_error, gateway, order.number, row.status == "held"
    anything.filter(paid=anyone.email)
    sql("SELECT o.number FROM order_order o JOIN account_user u ON u.email = o.user_email")
"""
    file = "saleor_mlm/adapters/x.py"

    found = uses.of_module(text, contract.ROOT / file, contract.ROOT)

    assert {"saleor.payment.gateway", "saleor.order.models.Order"} <= found.imports
    assert found.hooks == {"order_expired"}
    paths = {name.removeprefix(f"{reads.ORDER}.") for name in found.attributes}
    assert paths == {"user__email", "expired_at", "tax_error", "number", "status"}
    assert found.values == {f"{reads.ORDER}.status = held"}
    assert found.columns == {"order_order.number", "account_user.email", "order_order.user_email"}
    assert found.unknown == {f"{file}: anything.filter", f"{file}: anyone.email"}


def test_a_document_of_the_theme_that_older_stores_refuse(
    digests: Digests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "storefront_theme/src/graphql"
    folder.mkdir(parents=True)
    (folder / "a.graphql").write_text("query Late($id: ID!) { checkout(id: $id) { ...Parts } }")
    (folder / "b.graphql").write_text("fragment Parts on Checkout { delivery { id } }")
    monkeypatch.setattr(checks, "WRITTEN", lambda: documents.collect(tmp_path))

    assert checks.misfits(digests).keys() == {
        f"{version} storefront_theme/src/graphql/a.graphql:Late" for version in ("3.21", "3.22")
    }


def test_facts_are_read_through_imports_and_bases() -> None:
    files = {
        "saleor/order/models.py": "from .base import Named\nclass Order(Named):\n"
        " user = models.ForeignKey('account.User', null=True)\n",
        "saleor/order/base.py": "class Named:\n metadata = JSONField(null=True)\n",
        "saleor/account/models.py": "class User: email = models.EmailField()\n",
        "saleor/order/__init__.py": "from .actions import pay as settle\n"
        "class Kind: PAID = 'paid'\n",
        "saleor/order/actions.py": "def pay(order, *, amount, user=None, **rest): ...\n",
        "saleor/plugins/base_plugin.py": "class BasePlugin:\n order_paid: Callable\n",
        "saleor/plugins/manager.py": "class PluginsManager:\n def order_paid(self, order):\n"
        "  self.__run_method_on_plugins('order_paid', None, order, webhooks=1, channel_slug='')\n",
    }
    tree = source.Source(files.get)

    assert of_import(tree, "saleor.order.settle") == "function(order, *, amount, user=, **rest)"
    assert of_import(tree, "saleor.order.refund") is None
    assert of_attribute(tree, "saleor.order.models.Order.metadata") == "JSONField null"
    assert of_attribute(tree, "saleor.order.models.Order.user__email__iexact") == "EmailField"
    assert of_attribute(tree, "saleor.order.models.Order.user_id") == "id of ForeignKey null"
    assert of_value(tree, "saleor.order.models.Order.kind = paid") == "Kind.PAID"
    assert of_value(tree, "saleor.order.models.Order.kind = lost") is None
    assert of_hook(tree, "order_paid") == "call(order, webhooks=)"
    assert of_hook(tree, "order_lost") is None


def test_a_document_that_cannot_be_read_is_told() -> None:
    assert documents.looks_like_document(f"mutation {{ {documents.UNKNOWN} }}")
    assert documents.looks_like_document("{ shop { name } }")
    assert not documents.looks_like_document('{"shop": 1}')
