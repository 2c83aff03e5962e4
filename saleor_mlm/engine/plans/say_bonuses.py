"""Bonuses as a distributor would be told them."""

from collections.abc import Iterator

from .bonuses import (
    Base,
    Bonus,
    Boundary,
    BreakawayBonus,
    Compression,
    DifferentialBonus,
    FastStartBonus,
    First,
    GenerationBonus,
    InfinityBonus,
    LevelBonus,
    RankAdvancementBonus,
    RetailBonus,
    RetailTier,
    SaleBonus,
    WalkBonus,
)
from .problems import Path
from .quantities import rate_text, volume_text
from .say_rates import rates_text, single_rate
from .say_tests import rank_name
from .schema import Plan
from .volumes import Measure, SaleFilter
from .wording import MEASURES, counted, listed, quoted, which_sales

_FIRST = {
    First.HIMSELF: "begins with you",
    First.ABOVE: "begins with whoever is above you",
    First.EXCLUDED: "does not count",
}
_PASSED_OVER = "is passed over, and the next above is looked at instead"
_INACTIVE = {
    Compression.NONE: "is paid nothing, and what the rates say for that place is paid to nobody",
    Compression.SKIP_INACTIVE: _PASSED_OVER,
    Compression.DYNAMIC: _PASSED_OVER,
}


def bonus_sentences(plan: Plan, name: str, bonus: Bonus) -> Iterator[str]:
    """What a bonus pays, to whom and on what."""
    path: Path = ("bonuses", name)
    every = bonus.every or plan.period
    head = f"{quoted(name)} (every {every}) "
    if isinstance(bonus, RankAdvancementBonus):
        yield from _advancement(plan, head, bonus)
        return
    yield head + _pays(plan, bonus, path)
    if isinstance(bonus, WalkBonus):
        yield from _walk(bonus)
    yield from _particulars(plan, bonus, path)
    yield from _conditions(bonus)


def _pays(plan: Plan, bonus: SaleBonus, path: Path) -> str:
    """Its first sentence after the name."""
    base = f"pays on {_sales(bonus)}"
    match bonus:
        case RetailBonus():
            return f"pays you on {_sales(bonus)} at you{_tiers(plan, bonus, path)}."
        case FastStartBonus():
            return f"{base} at somebody who is new{_newness(bonus)}: {_rates(plan, bonus, path)}."
        case DifferentialBonus():
            rates = _rates(plan, bonus, path)
            rest = "everyone above is paid what his rate has over the highest below him"
            return f"{base}; {rest}: {rates}."
        case InfinityBonus():
            first = bonus.from_level
            start = f" from step {first} on" if first > 1 else ""
            return f"{base}, to everyone above{start} up to a stop: {_rates(plan, bonus, path)}."
        case _:
            return f"{base}: {_rates(plan, bonus, path)}."


def _rates(plan: Plan, bonus: SaleBonus, path: Path) -> str:
    rates = getattr(bonus, "rates")  # noqa: B009
    return rates_text(plan, rates, (*path, "rates"))


def _sales(bonus: SaleBonus) -> str:
    return f"the {MEASURES[Measure(bonus.base)]} of {_which(bonus.sales)}"


def _which(sales: SaleFilter) -> str:
    """All sales, or those that a filter lets through, whoever hears it."""
    if sales.buyers is None:
        return f"every sale{which_sales(sales)}"
    classes = [klass for klass in sales.buyers if klass != "self"]
    whose = ["distributors' own orders"] if "self" in sales.buyers else []
    whose += [f"orders of {listed(classes)} customers"] if classes else []
    return listed(whose) + which_sales(sales)


def _walk(bonus: WalkBonus) -> Iterator[str]:
    own, customers = _FIRST[bonus.own_orders], _FIRST[bonus.customer_orders]
    yield (
        f"It climbs the {bonus.tree} tree: an order of your own customer {customers}, your own "
        f"order {own}."
    )


def _conditions(bonus: SaleBonus) -> Iterator[str]:
    if bonus.source is not None:
        yield f"Sales at people who do not pass {quoted(bonus.source)} pay nobody."
    compression = getattr(bonus, "compression", None)
    if bonus.payee is not None:
        what = _INACTIVE.get(compression, "is not paid") if compression else "is not paid"
        if compression is Compression.VOLUME:
            what = "is paid nothing, and his own sales move to the nearest above who passes"
        yield f"Whoever does not pass {quoted(bonus.payee)} {what}."
    if compression is Compression.DYNAMIC:
        yield "Whoever has no rate for a level is passed over too, until somebody is paid it."


def _newness(bonus: FastStartBonus) -> str:
    window = bonus.window
    if window.days is not None:
        return f" (the first {counted(window.days, 'day')}, the day of enrolment being the first)"
    months = counted(window.calendar_months or 0, "calendar month")
    return f" (the first {months}, the month of enrolment being the first)"


def _particulars(plan: Plan, bonus: SaleBonus, path: Path) -> Iterator[str]:
    match bonus:
        case FastStartBonus():
            yield from _fast_start(bonus)
        case DifferentialBonus() if bonus.ties is not None:
            rate = single_rate(plan, bonus.ties.rate, (*path, "ties", "rate"))
            most = "1 person" if bonus.ties.people == 1 else f"{bonus.ties.people} people"
            yield f"Whose rate equals the highest so far is paid {rate}, {most} at most."
        case BreakawayBonus():
            yield from _breakaway(bonus)
        case GenerationBonus():
            yield from _generations(plan, bonus, path)
        case InfinityBonus():
            kept = "still pay" if bonus.stop_person == "included" else "pay no further"
            yield f"A stop is {_boundary(bonus.stop)}; his own sales {kept}."
            if bonus.stop.own is not None:
                yield f"Only whoever {_paid(bonus.stop)} is paid."
        case LevelBonus():
            yield "Each level is whoever is above the one before."


def _fast_start(bonus: FastStartBonus) -> Iterator[str]:
    if bonus.limit_e4 is not None:
        limit = volume_text(bonus.limit_e4)
        each = "" if bonus.base is Base.UNITS else " in each currency"
        rest = "the rest falls to the other bonuses"
        yield f"At most {limit} of one new person counts{each}; {rest}."
    for same in bonus.same_volume:
        left = f"{rate_text(same.pays)} of its rates" if same.pays else "nothing"
        yield f"On what counts here {quoted(same.bonus)} pays {left}."


def _breakaway(bonus: BreakawayBonus) -> Iterator[str]:
    leader = quoted(bonus.leader)
    yield (
        f"A leader is whoever passes {leader}; a leader's group is he and everyone below, without "
        "the groups of leaders further down. Generation 1 is the next leader above, and so on."
    )
    if bonus.guarantee is not None:
        yield (
            f"A leader whose group pays the leader above less than {bonus.guarantee.amount} makes "
            "up for it out of what this bonus pays him from below."
        )


def _generations(plan: Plan, bonus: GenerationBonus, path: Path) -> Iterator[str]:
    whose = "start the next one" if bonus.boundary_person == "next" else "still belong to it"
    yield f"A generation ends at {_boundary(bonus.boundary)}; his own sales {whose}."
    yield f"Only whoever {_paid(bonus.boundary)} is paid."
    if bonus.own_group is not None:
        own = rates_text(plan, bonus.own_group, (*path, "own_group"))
        yield f"On your own group, up to the first of them, you are paid {own}."
    if bonus.empty == "skipped":
        yield "A generation without sales uses no number."


def _boundary(boundary: Boundary) -> str:
    if boundary.test is not None:
        return f"whoever passes {quoted(boundary.test)}"
    what = "paid-as rank" if boundary.own == "rank" else "career title"
    return f"whoever has your own {what} or a higher one"


def _paid(boundary: Boundary) -> str:
    if boundary.test is not None:
        return f"passes {quoted(boundary.test)}"
    return "has a paid-as rank" if boundary.own == "rank" else "has a career title"


def _tiers(plan: Plan, bonus: RetailBonus, path: Path) -> str:
    by = f"your {quoted(bonus.volume)}" if bonus.volume else "these sales"
    rates = [
        f"{single_rate(plan, tier.rate, (*path, 'tiers', number, 'rate'))} {_reach(tier)}"
        for number, tier in enumerate(bonus.tiers)
    ]
    if len(rates) == 1:
        return f": {single_rate(plan, bonus.tiers[0].rate, (*path, 'tiers', 0, 'rate'))}"
    return f", by the bracket that {by} reach: {', '.join(rates)}"


def _reach(tier: RetailTier) -> str:
    lower = volume_text(tier.at_least_e4)
    return f"on all from {lower}" if tier.applies == "whole" else f"on what is above {lower}"


def _advancement(plan: Plan, head: str, bonus: RankAdvancementBonus) -> Iterator[str]:
    amounts = listed(
        f"{amount} for {rank_name(plan, key)}" for key, amount in bonus.amounts.items()
    )
    if bonus.pays == "every-period":
        yield f"{head}pays by the rank as which you are paid, in every period: {amounts}."
    else:
        held = f" in {bonus.held} periods in a row" if bonus.held > 1 else ""
        yield f"{head}pays once for a rank, when you were paid as it or higher{held}: {amounts}."
        jumped = "each of them" if bonus.jumped == "each" else "the highest only"
        yield f"If you jump over ranks you are paid for {jumped}."
        if bonus.instalments > 1:
            parts = f"{bonus.instalments} equal parts, one now and one in each later period"
            yield f"It is paid in {parts} in which you are paid as that rank or higher."
    fails = "" if bonus.payee is None else f"does not pass {quoted(bonus.payee)} or "
    yield f"Whoever {fails}has no agreement when the period ends is paid nothing in it."
