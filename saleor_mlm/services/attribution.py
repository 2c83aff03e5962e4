"""Attribution: whose sale an order is.

One decision is made for an order, from the claims and the policy as they were when it was placed,
and it is never changed. The rule itself is `engine/attribution.py`; here its facts are gathered,
and what it decided is written down with every claim that lost.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from ..adapters import clock
from ..adapters.orders import Order
from ..engine import attribution as rules
from ..engine.attribution import Claim, Decision, GuestIdentity, PastSale, Policy, Sale, Source
from ..models import Attribution, Correction, Distributor
from . import claims, genealogy, owners, settings, vouchers

METADATA_KEY = "mlm.ref"
CODE_LENGTH_MAX = 64


def decide(order: Order, claimed_code: str, only: str = "") -> Attribution:
    """The attribution of an order: made at the first reading, the same for ever after.

    `claimed_code` is the code in the order's metadata as a hook saw it, `only` the one kind of
    claim to look at, empty for all.
    """
    made = Attribution.objects.filter(order_id=order.id).first()
    if made:
        return made
    policy = settings.rules(order.channel_id, order.created_at).policy
    sale = sale_of(order, claimed_code, policy)
    looked_at = [claim for claim in sale.claims if only in ("", claim.source)]
    decision = rules.decide(replace(sale, claims=looked_at), policy)
    Attribution.objects.bulk_create([_row(order, policy, decision)], ignore_conflicts=True)
    return Attribution.objects.get(order_id=order.id)


def sale_of(order: Order, claimed_code: str, policy: Policy) -> Sale:
    """An order with everything that speaks for anybody, as of when it was placed."""
    buyer = _buyer(order)
    speaking = [
        _own_purchase(order, buyer),
        customer_of_record(order.user_id, order.created_at, policy),
        _voucher(order),
        *claims.of_checkout(order.checkout_token),
        _metadata(order, claimed_code),
    ]
    found = _of_those_kept([claim for claim in speaking if claim], order.created_at)
    return Sale(
        ordered_at=order.created_at,
        claims=found,
        buyer=buyer.id if buyer else None,
        by_email=order.by_email,
        in_force=_in_force(found, order.created_at),
    )


def _buyer(order: Order) -> Distributor | None:
    """Whose account it was when the order was placed; of a duplicate, the one who was kept."""
    owner = owners.whose_account(order.user_id, order.created_at)
    if owner is None:
        return None
    kept = owners.kept_at([owner.id], order.created_at)[owner.id]
    return owner if kept == owner.id else Distributor.objects.get(id=kept)


def _of_those_kept(found: list[Claim], at: datetime) -> list[Claim]:
    """Claims for a duplicate are claims for the one who goes on for it."""
    kept = owners.kept_at({claim.distributor for claim in found}, at)
    return [replace(claim, distributor=kept[claim.distributor]) for claim in found]


def _own_purchase(order: Order, buyer: Distributor | None) -> Claim | None:
    if buyer is None or genealogy.status_at(buyer, order.created_at) not in genealogy.EARNING:
        return None
    return Claim(Source.OWN_PURCHASE, buyer.id, order.created_at)


def customer_of_record(user_id: int | None, at: datetime, policy: Policy) -> Claim | None:
    """Whose customer somebody was at an instant, also where protection had ended by then."""
    if user_id is None:
        return None
    rows = Attribution.objects.filter(
        customer_user_id=user_id, order_created_at__lte=at, distributor__isnull=False
    )
    past = [
        PastSale(row.order_created_at, row.distributor_id, Source(row.source), row.claimed_id)
        for row in rows.order_by("order_created_at", "order_id")
    ]
    moves = Correction.objects.filter(customer_user_id=user_id, made_at__lte=at).order_by("id")
    past += [PastSale(row.made_at, row.distributor_id, Source.STAFF) for row in moves]
    return rules.customer_of_record(_by_those_kept(past, at), policy, at)


def _by_those_kept(past: list[PastSale], at: datetime) -> list[PastSale]:
    """Sales of a duplicate made customers of the one who goes on for it."""
    named = {who for sale in past for who in (sale.distributor, sale.claimed) if who is not None}
    kept = owners.kept_at(named, at)
    return [
        replace(
            sale,
            distributor=kept.get(sale.distributor or 0),
            claimed=kept.get(sale.claimed or 0),
        )
        for sale in past
    ]


def _voucher(order: Order) -> Claim | None:
    owned = vouchers.owner_at(order.voucher_code, order.created_at) if order.voucher_code else None
    return Claim(Source.VOUCHER, owned[0].id, owned[1]) if owned else None


def _metadata(order: Order, claimed_code: str) -> Claim | None:
    """The code in the order's metadata as the hook saw it: edits since then count for nothing."""
    code = claimed_code or order.metadata.get(METADATA_KEY, "")
    distributor = genealogy.by_code(str(code)[:CODE_LENGTH_MAX])
    return Claim(Source.METADATA, distributor.id, order.created_at) if distributor else None


def _in_force(found: list[Claim], ordered_at: datetime) -> dict[int, int | None]:
    """For each claimed person the nearest at or above who had not ended by the order.

    A claim may bear a later instant than the order where two pods' clocks differ.
    """
    nearest: dict[int, int | None] = {}
    for person in Distributor.objects.filter(id__in={claim.distributor for claim in found}):
        instants = [claim.at for claim in found if claim.distributor == person.id]
        active = genealogy.active_from(person, max(ordered_at, *instants))
        nearest[person.id] = active.id if active else None
    return nearest


def _row(order: Order, policy: Policy, decision: Decision) -> Attribution:
    winner = decision.winner
    rolled_up = winner is not None and decision.why in (
        rules.Why.ROLLED_UP,
        rules.Why.ENDED_TO_HOUSE,
    )
    only_email = order.by_email and policy.guest_identity == GuestIdentity.ORDER_ONLY
    return Attribution(
        order_id=order.id,
        distributor_id=decision.credited,
        own=decision.own,
        source=winner.source if winner and decision.credited else "",
        claimed_id=winner.distributor if winner and rolled_up else None,
        attached_at=winner.at if winner else order.created_at,
        decided_at=clock.now(),
        order_number=order.number,
        order_created_at=order.created_at,
        customer_user_id=None if only_email else order.user_id,
        channel_id=order.channel_id,
        explanation=_explanation(policy, decision),
    )


def _explanation(policy: Policy, decision: Decision) -> dict[str, Any]:
    return {
        "why": decision.why,
        "policy": settings.policy_texts(policy),
        "claims": [
            {
                "source": judged.claim.source,
                "distributor": judged.claim.distributor,
                "at": judged.claim.at.isoformat(),
                "verdict": judged.verdict,
            }
            for judged in decision.judged
        ],
    }
