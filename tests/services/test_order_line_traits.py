"""What an order line was when it was first recorded: never looked at again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from saleor.account.models import Address
from saleor.order.models import Order, OrderLine
from saleor.product.models import Category, Product, ProductType, ProductVariant

from saleor_mlm.models import OrderLineTraits, SaleLine
from saleor_mlm.services import sales

from .conftest import NOVEMBER
from .placed import Placed

PAID = NOVEMBER + timedelta(days=10)

pytestmark = pytest.mark.django_db


@pytest.fixture
def green(people):
    """A variant of a product in Green Tea, which is in Tea, which is in Pantry."""
    parent = None
    for slug in ("pantry", "tea", "green-tea"):
        parent = Category.objects.create(name=slug, slug=slug, parent=parent)
    kind = ProductType.objects.create(name="Goods", slug="goods", kind="normal")
    product = Product.objects.create(name="Sencha", slug="s", category=parent, product_type=kind)
    return ProductVariant.objects.create(sku="S", product=product)


@pytest.fixture
def place(channel, green):
    """A paid order of Carol's customer with one line of Sencha."""

    def place(shipping="", billing="", units=(1,)):
        order = Placed(channel, PAID, units, code="CAROL").pay(PAID)
        Order.objects.filter(id=order.id).update(
            shipping_address=address(shipping), billing_address=address(billing)
        )
        OrderLine.objects.filter(order_id=order.id).update(variant=green)
        return order

    return place


def address(country):
    return Address.objects.create(country=country) if country else None


def traits():
    return list(OrderLineTraits.objects.values_list("country", "categories"))


@pytest.mark.parametrize(
    ("shipping", "billing", "country"),
    [("DE", "AT", "DE"), ("", "AT", "AT"), ("", "", "")],
    ids=["to the parcel", "to the bill", "to nowhere"],
)
def test_an_order_goes_to_a_country(place, shipping, billing, country):
    sales.reconcile(place(shipping, billing).id)

    assert traits() == [(country, ["green-tea", "tea", "pantry"])]


def test_what_is_recorded_stays_whatever_the_shop_does_next(place, green):
    # given
    order = place("DE")
    sales.reconcile(order.id)

    # when: the address is corrected, a category renamed, the product moved, and the order sent
    Address.objects.update(country="FR")
    Category.objects.filter(slug="tea").update(slug="teas")
    Product.objects.update(category=Category.objects.get(slug="pantry"))
    order.send(PAID + timedelta(days=1))
    sales.reconcile(order.id)

    # then
    assert SaleLine.objects.filter(order_id=order.id).count() == 2
    assert traits() == [("DE", ["green-tea", "tea", "pantry"])]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        OrderLineTraits.objects.update(country="FR")


def test_a_line_added_later_is_what_it_is_then(place, green):
    order = place("DE")
    sales.reconcile(order.id)
    Product.objects.update(category=Category.objects.get(slug="pantry"))
    order._line(2)
    OrderLine.objects.filter(order_id=order.id).update(variant=green)

    sales.reconcile(order.id)

    assert traits() == [("DE", ["green-tea", "tea", "pantry"]), ("DE", ["pantry"])]


def test_a_product_that_is_gone_has_no_category(place, green):
    order = place("DE")
    OrderLine.objects.filter(order_id=order.id).update(
        variant=None, product_variant_id="UHJvZHVjdFZhcmlhbnQ6OTk5OTk5"
    )

    sales.reconcile(order.id)

    assert traits() == [("DE", [])]


def test_a_line_that_an_older_release_recorded_stays_unknown(place, company, people):
    """So that a run that counted it gives the same when it is calculated again."""
    order = place("DE")
    line_id = OrderLine.objects.get(order_id=order.id).id
    e4 = {"qv_e4": 10_0000, "cv_e4": 10_0000}
    company.row(people["Carol"], order.id, line_id, "paid", PAID, "USD", **e4)

    order.send(PAID + timedelta(days=1))
    sales.reconcile(order.id)

    assert SaleLine.objects.filter(order_id=order.id).count() == 2
    assert traits() == []


def test_it_costs_a_reading_one_statement_once(place):
    order = place("DE", units=(1, 2, 3))
    statements = []

    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            sales.reconcile(order.id)
        statements.append([row["sql"] for row in asked if "orderlinetraits" in row["sql"]])

    assert [len(found) for found in statements] == [1, 0]
