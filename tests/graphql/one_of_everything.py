"""A company in which there is one of everything that GraphQL tells of."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import graphene
from saleor.account.models import User
from saleor.channel.models import Channel
from saleor.checkout.models import Checkout
from saleor.order.models import Order

from saleor_mlm.models import (
    Agreement,
    AgreementAcceptance,
    Attribution,
    Backfill,
    CheckoutClaim,
    Correction,
    Distributor,
    EnrollerRequest,
    Event,
    Invitation,
    PersonChoice,
    PlacementTree,
    Position,
    SaleLine,
    SettingChange,
    StatusChange,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from saleor_mlm.services import plans, runs

PLAN = """
plan: ranks
name: Ranks
time_zone: UTC
period: month
rounding: half-even
volumes:
  personal: {kind: sales, measure: qv}
tests:
  active: {kind: volume, volume: personal, at_least: "10.00"}
  busy: {kind: volume, volume: personal, at_least: "1000.00"}
ranks:
  cumulative: yes
  title: {demotion: never}
  ladder:
    - {rank: silver, name: Silver, requires: [active]}
    - {rank: gold, name: Gold, requires: [busy]}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    payee: active
    compression: skip-inactive
    rates: {by: level, rows: [10 %, 5 %]}
"""
EXPLAINED = {
    "why": "credited",
    "claims": [],
    "policy": {"rollUp": "ENROLLER"},
}


class OneOfEverything:
    """Ids of what stands around Bob, by the names that docs/rights.md gives them."""

    def __init__(self, people: dict[str, Distributor], start: datetime) -> None:
        self.people, self.start = people, start
        self.bob, self.at = people["Bob"], start + timedelta(days=1)
        plans.publish(PLAN, start.date(), "test")
        Distributor.objects.filter(id=self.bob.id).update(handle="bob", country="DE")
        order = self._sold(self.bob)
        self._sold(people["Carol"])
        checkout = self._checkout()
        correction = self._corrected()
        endpoint, delivery = self._endpoint()
        PersonChoice.objects.create(distributor=self.bob, contact_shown=True, changed_at=self.at)
        self._placed()
        self._enrolled()
        self._kept()
        runs.estimate()
        self.ids = {
            "order": graphene.Node.to_global_id("Order", order),
            "checkout": graphene.Node.to_global_id("Checkout", checkout),
            "bob": graphene.Node.to_global_id("MlmDistributor", self.bob.id),
            "carol": graphene.Node.to_global_id("MlmDistributor", people["Carol"].id),
            "user": graphene.Node.to_global_id("User", self.bob.user_id),
            "correction": graphene.Node.to_global_id("MlmCorrection", correction),
            "endpoint": graphene.Node.to_global_id("MlmWebhookEndpoint", endpoint),
            "delivery": graphene.Node.to_global_id("MlmWebhookDelivery", delivery),
        }

    def _sold(self, seller: Distributor) -> UUID:
        placed = Order.objects.create(
            channel=Channel.objects.get(slug="us"),
            currency="USD",
            lines_count=0,
            origin="checkout",
            status="unfulfilled",
        )
        Attribution.objects.create(
            order_id=placed.pk,
            distributor=seller,
            source="link",
            attached_at=self.at,
            decided_at=self.at,
            order_number=str(placed.number),
            order_created_at=self.at,
            channel_id=placed.channel_id,
            explanation=EXPLAINED
            | {
                "claims": [
                    {
                        "distributor": seller.id,
                        "source": "link",
                        "at": self.at.isoformat(),
                        "verdict": "won",
                    }
                ]
            },
        )
        line = uuid4()
        self._line(placed, line, seller, 1, "paid", qv_e4=200_000, cv_e4=200_000)
        self._line(placed, line, seller, 2, "fulfilled:1", earned_e4=200_000)
        found: UUID = placed.pk
        return found

    def _line(
        self, placed: Order, line: UUID, seller: Distributor, seq: int, fact: str, **e4: int
    ) -> None:
        SaleLine.objects.create(
            order_id=placed.pk,
            order_line_id=line,
            seq=seq,
            fact=fact,
            kind=fact.split(":")[0],
            at=self.at,
            volume_at=self.at,
            release_at=self.at + timedelta(days=14) if "earned_e4" in e4 else None,
            distributor=seller,
            own=False,
            channel_id=placed.channel_id,
            currency="USD",
            net_minor=0,
            recorded_at=self.at,
            **{"qv_e4": 0, "cv_e4": 0, "earned_e4": 0, **e4},
        )

    def _checkout(self) -> UUID:
        checkout = Checkout.objects.create(channel=Channel.objects.get(slug="us"), currency="USD")
        CheckoutClaim.objects.create(
            checkout_token=checkout.pk,
            distributor=self.bob,
            clicked_at=self.at,
            attached_at=self.at,
        )
        found: UUID = checkout.pk
        return found

    def _corrected(self) -> int:
        row = Correction.objects.create(
            kind="customer_move",
            customer_user_id=User.objects.get_or_create(email="customer@example.com")[0].pk,
            distributor=self.bob,
            source="staff",
            before_distributor=self.people["Dora"],
            before_source="link",
            reason="asked",
            actor="user:1",
            made_at=self.at,
        )
        return int(row.pk)

    def _endpoint(self) -> tuple[int, int]:
        endpoint = WebhookEndpoint.objects.create(
            url="https://example.com/hook",
            kinds=["sale.attributed"],
            secret="whsec_x",
            created_at=self.at,
            created_by="user:1",
        )
        event = Event.objects.create(
            kind="sale.attributed", fact="x", subject="x", payload="{}", at=self.at
        )
        delivery = WebhookDelivery.objects.create(
            event=event, endpoint=endpoint, due_at=self.at, give_up_at=self.at, attempts=1
        )
        WebhookAttempt.objects.create(
            delivery=delivery, number=1, at=self.at, duration_ms=3, fault="refused"
        )
        return int(endpoint.pk), int(delivery.pk)

    def _placed(self) -> None:
        tree = PlacementTree.objects.create(name="binary", width=2, created_at=self.start)
        above = None
        for name in ("Alice", "Bob", "Carol"):
            above = Position.objects.create(
                tree=tree,
                distributor=self.people[name],
                state="placed",
                parent=above,
                slot=1 if above else None,
                created_at=self.start,
            )

        Position.objects.create(
            tree=tree,
            distributor=self.people["Carol"],
            number=2,
            state="held",
            created_at=self.start,
            held_until=self.start + timedelta(days=30),
        )

    def _enrolled(self) -> None:
        """An agreement and Bob's consent to it; his invitation; a wish that he be Dora's."""
        channel_id = Channel.objects.get(slug="us").pk
        agreement = Agreement.objects.create(
            channel_id=channel_id,
            version="1",
            text="Words",
            digest="x",
            effective_at=self.start,
            actor="user:1",
        )
        AgreementAcceptance.objects.create(
            distributor=self.bob,
            channel_id=channel_id,
            agreement=agreement,
            accepted_at=self.at,
            runs_from=self.at,
            actor="user:1",
        )
        Invitation.objects.create(
            enroller=self.bob,
            channel_id=channel_id,
            email="eve@example.com",
            seed=uuid4(),
            token_digest="x",
            invited_at=self.at,
            expires_at=self.at + timedelta(days=14),
        )
        EnrollerRequest.objects.create(
            distributor=self.bob,
            old_enroller=self.people["Alice"],
            new_enroller=self.people["Dora"],
            needs=["person"],
            state="waiting",
            reason="asked",
            requested_by="user:1",
            requested_at=self.at,
        )

    def _kept(self) -> None:
        """What staff did: a backfill, a setting; and a status with its history."""
        Backfill.objects.create(
            token="x",
            channel_id=Channel.objects.get(slug="us").pk,
            starts_at=self.start - timedelta(days=30),
            ends_at=self.start,
            claim="voucher",
            counted_in="2026-11",
            reason="asked",
            actor="user:1",
            made_at=self.at,
        )
        SettingChange.objects.create(
            name="holdDays", before="14", after="15", at=self.at, actor="user:1"
        )
        StatusChange.objects.create(
            distributor=self.people["Dora"],
            status="suspended",
            effective_at=self.at,
            recorded_at=self.at,
        )
