"""The truth table of docs/attribution.md, on the use cases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from saleor.channel.models import Channel
from saleor.checkout.models import Checkout

from saleor_mlm.adapters.orders import Order
from saleor_mlm.models import Activation, Distributor
from saleor_mlm.services import attribution, claims, enrolment, settings, vouchers

from ..scenarios.truth_table import Row, rows
from .conftest import NOVEMBER

BUYER = 77


class World:
    """One row's people, checkout and orders, on one clock."""

    def __init__(self, row: Row, company, time) -> None:
        self.row, self.time = row, time
        self.channel = Channel.objects.create(
            name="US", slug="us", currency_code="USD", default_country="US", is_active=True
        )
        Activation.objects.create(id=1, counts_from=NOVEMBER, sweep_watermark=NOVEMBER)
        with time.at(NOVEMBER):
            settings.update_channel("us", row.policy, "test")
        enroller = None
        for number, name in enumerate(("Alice", "Bob", "Carol", "Dora"), start=1):
            enroller = company.join(name, enroller if name != "Dora" else None)
            Distributor.objects.filter(id=enroller.id).update(user_id=number)
        self.token, self.checkout = None, self.new_checkout()
        self.voucher_code, self.order_metadata = None, {}

    def new_checkout(self):
        return Checkout.objects.create(channel=self.channel, currency="USD").pk

    def take(self, step) -> object:
        with self.time.at(NOVEMBER + timedelta(days=1 + step.day, hours=step.day)):
            return getattr(self, step.verb)(step.who.upper())

    def link(self, code) -> None:
        _, self.token = claims.visit(code, "us", self.token)
        claims.attach(self.checkout, None, self.token)

    def code(self, code) -> None:
        claims.attach(self.checkout, code, None)

    def voucher(self, code) -> None:
        self.voucher_code = "SPRING"
        vouchers.assign("Spring", code, "test")

    def metadata(self, code) -> None:
        self.order_metadata = {"mlm.ref": code}

    def end(self, code) -> None:
        enrolment.end(code, "left", "test")

    def sale(self, code) -> None:
        checkout = self.new_checkout()
        if code != "NOBODY":
            claims.attach(checkout, code, None)
        self.decided(user_id=BUYER, checkout_token=checkout)

    def order(self, _) -> object:
        name = self.row.buyer.removeprefix("e-mail of ")
        known = Distributor.objects.filter(display_name=name).first()
        user_id = known.user_id if known else BUYER if name == "customer" else None
        return self.decided(
            user_id=user_id,
            by_email=name != self.row.buyer,
            checkout_token=self.checkout,
            voucher_code=self.voucher_code,
            metadata=self.order_metadata,
        )

    def decided(self, **values):
        """An order placed now and read two weeks later, under whatever rules then."""
        order = Order(
            **{
                "id": uuid4(),
                "number": "1001",
                "created_at": self.time(),
                "channel_id": self.channel.id,
                "currency": "USD",
                "voucher_code": None,
                "metadata": {},
                "is_sale": True,
                "paid_at": None,
                "cancelled_at": None,
                "known_at": self.time(),
            }
            | values
        )
        self.time.now += timedelta(days=14)
        return attribution.decide(order, "")


@pytest.mark.django_db
@pytest.mark.parametrize("row", rows(), ids=str)
def test_truth(row, company, time):
    # given
    world = World(row, company, time)

    # when
    *before, last = row.steps
    for step in before:
        world.take(step)
    made = world.take(last)

    # then
    names = {person.id: person.display_name for person in Distributor.objects.all()}
    why = made.explanation
    lost = [
        f"{claim['source'].upper()} {names[claim['distributor']]} {claim['verdict'].upper()}"
        for claim in why["claims"]
        if claim["verdict"] != "won"
    ]
    assert names.get(made.distributor_id, "nobody") == row.sale
    assert (made.source or why["why"]).upper() == row.by
    assert sorted(lost) == sorted(row.lost)
    assert row.policy.items() <= why["policy"].items()
