"""Enrollers: named by a code, found by a visitor, or chosen by a rule for those who name none."""

from django.db.models import F, Max, Q, QuerySet

from ..models import Distributor, SponsorTurn
from ..models.genealogy import DistributorStatus
from . import genealogy, locks, visibility
from .errors import MlmError
from .sponsor_rules import SponsorRule

LETTERS_MIN = 3
FOUND_MAX = 20
TURNS = "sponsors"


def named(code: str) -> Distributor:
    """Who can enrol people, by any code or handle."""
    found = genealogy.by_code(code)
    if found is None:
        raise MlmError("CODE_UNKNOWN", f"There is no distributor {code}.", "enrollerCode")
    if found.status != DistributorStatus.ACTIVE:
        message = f"{found.code} cannot enrol: the agreement is {found.status}."
        raise MlmError("CODE_ENDED", message, "enrollerCode")
    return found


def search(text: str, first: int) -> list[Distributor]:
    """Active distributors by their code or handle, or by the beginning of the name they show.

    Fewer than three letters find nobody: the list of everyone cannot be read off.
    """
    wanted = " ".join(text.split())
    if len(wanted) < LETTERS_MIN or "\x00" in wanted:
        return []
    limit = max(0, min(first, FOUND_MAX))
    exact = genealogy.by_code(wanted)
    known = [exact] if exact and exact.status == DistributorStatus.ACTIVE else []
    rows = _active().filter(display_name__istartswith=wanted).order_by("display_name", "id")
    if not visibility.policy().full_names:
        rows = rows.filter(id__in=visibility.shown_by_name())
    others = [row for row in rows[:limit] if row != exact]
    return [*known, *others][:limit]


def by_rule(rule: SponsorRule, country: str) -> tuple[Distributor, str]:
    """Who enrols somebody that names nobody, and how that came, for the log.

    A turn is taken in the caller's transaction: the lock makes turns a sequence without gaps or
    repeats, and one enrolment waits for the other.
    """
    if rule not in (SponsorRule.REFUSE, SponsorRule.HOUSE):
        locks.take(TURNS)
    turn = _next(rule, country)
    if turn is None:
        return house(rule, country), f"enroller by the rule {rule.name}"
    last = SponsorTurn.objects.aggregate(last=Max("last_turn"))["last"] or 0
    turn.last_turn = last + 1
    turn.save(update_fields=["last_turn"])
    return turn.distributor, f"enroller by the rule {rule.name}, turn {turn.last_turn}"


def check_rule(rule: SponsorRule, country: str) -> None:
    """Refuse somebody who names nobody and for whom the rule has nobody."""
    if _next(rule, country) is None:
        house(rule, country)


def house(rule: SponsorRule, country: str) -> Distributor:
    """The house account of the country, else the eldest."""
    if rule == SponsorRule.REFUSE:
        raise MlmError("REQUIRED", "Name the distributor who enrols you.", "enrollerCode")
    houses: list[Distributor] = []
    if rule in (SponsorRule.HOUSE, SponsorRule.NEAREST):
        houses = list(_active().filter(house=True).order_by("id"))
    if not houses:
        message = "Nobody takes new distributors at the moment; name the one who enrols you."
        raise MlmError("NO_SPONSOR", message, "enrollerCode")
    near = [row for row in houses if country and row.country == country]
    return (near or houses)[0]


def take_turns(
    distributor: Distributor, *, opted_in: bool | None = None, listed: bool | None = None
) -> SponsorTurn:
    """Let a distributor take turns, or no longer; whoever comes new waits for the others."""
    row, _ = SponsorTurn.objects.get_or_create(distributor=distributor)
    wishes = {"opted_in": opted_in, "listed": listed}
    changed = [name for name, wish in wishes.items() if wish is not None]
    for name in changed:
        setattr(row, name, wishes[name])
    row.save(update_fields=changed)
    return row


def turn_of(distributor: Distributor) -> SponsorTurn:
    """Whether a distributor takes turns."""
    row = SponsorTurn.objects.filter(distributor=distributor).first()
    return row or SponsorTurn(distributor=distributor)


def _next(rule: SponsorRule, country: str) -> SponsorTurn | None:
    """Of those who take turns by the rule, the one whose turn is longest ago."""
    if rule == SponsorRule.OPTED_IN:
        taking = Q(opted_in=True)
    elif rule == SponsorRule.LISTED:
        taking = Q(listed=True)
    elif rule == SponsorRule.NEAREST and country:
        taking = (Q(opted_in=True) | Q(listed=True)) & Q(distributor__country=country)
    else:
        return None
    rows = SponsorTurn.objects.filter(
        taking, distributor__status=DistributorStatus.ACTIVE, distributor__house=False
    )
    eldest = F("last_turn").asc(nulls_first=True)
    return rows.select_related("distributor").order_by(eldest, "distributor_id").first()


def _active() -> "QuerySet[Distributor]":
    return Distributor.objects.filter(status=DistributorStatus.ACTIVE)
