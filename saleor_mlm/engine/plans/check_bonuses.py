"""Checks of bonuses: keys that belong together, and what cannot be combined."""

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
    SaleBonus,
    SameVolume,
    WalkBonus,
)
from .check_standing import filter_findings
from .problems import Finding, Path
from .rates import LevelRates, tables
from .schema import Plan


def bonus_findings(plan: Plan) -> Iterator[Finding]:
    """What is wrong with single bonuses, and with those that share volume."""
    for name, bonus in plan.bonuses.items():
        path: Path = ("bonuses", name)
        if isinstance(bonus, SaleBonus):
            yield from filter_findings(bonus.sales, (*path, "sales"))
        if isinstance(bonus, WalkBonus):
            yield from _pays_nobody(bonus, path)
        if isinstance(bonus, LevelBonus):
            yield from _of_level(bonus, path)
        if isinstance(bonus, FastStartBonus):
            yield from _of_fast_start(plan, name, bonus, path)
        yield from _of_kind(plan, bonus, path)


def _of_kind(plan: Plan, bonus: Bonus, path: Path) -> Iterator[Finding]:
    match bonus:
        case DifferentialBonus() if bonus.ties is not None and bonus.base is Base.UNITS:
            message = "an override on ties is a percentage, and a percentage of pieces is no money"
            expected = "no `ties`, or `base: cv`, `price` or `margin`"
            yield Finding((*path, "ties", "rate"), message, expected, "rate-base")
        case BreakawayBonus():
            yield from _of_breakaway(bonus, path)
        case GenerationBonus():
            yield from _of_boundary(plan, bonus.boundary, (*path, "boundary"))
        case InfinityBonus():
            yield from _of_boundary(plan, bonus.stop, (*path, "stop"))
        case RetailBonus():
            yield from _of_retail(bonus, path)
        case RankAdvancementBonus():
            yield from _of_advancement(plan, bonus, path)


def _pays_nobody(bonus: WalkBonus, path: Path) -> Iterator[Finding]:
    excluded = {
        "own_orders": bonus.own_orders is First.EXCLUDED,
        "customer_orders": bonus.customer_orders is First.EXCLUDED,
    }
    buyers = bonus.sales.buyers
    own_only = buyers is not None and set(buyers) == {"self"}
    none_own = buyers is not None and "self" not in buyers
    if (excluded["own_orders"] or none_own) and (excluded["customer_orders"] or own_only):
        key = next(key for key, out in excluded.items() if out)
        yield Finding(
            (*path, key), "no order is left to pay on", "own or customers'", "pays-nobody"
        )


def _of_level(bonus: LevelBonus, path: Path) -> Iterator[Finding]:
    if bonus.compression is Compression.VOLUME and bonus.payee is None:
        message = "volume moves to the nearest person who passes `payee`"
        yield Finding((*path, "compression"), message, "`payee`, a test", "goes-with")


def _of_fast_start(plan: Plan, name: str, bonus: FastStartBonus, path: Path) -> Iterator[Finding]:
    if (bonus.window.days is None) == (bonus.window.calendar_months is None):
        message = "how long somebody is new must be said one way"
        yield Finding((*path, "window"), message, "`days` or `calendar_months`", "one-of")
    named = [same.bonus for same in bonus.same_volume]
    for number, same in enumerate(bonus.same_volume):
        place = (*path, "same_volume", number)
        if named.index(same.bonus) != number:
            message = f"`{same.bonus}` stands here twice"
            yield Finding((*place, "bonus"), message, "each bonus once", "name-twice")
        yield from _of_same_volume(plan, name, same, place)


def _of_same_volume(plan: Plan, name: str, same: SameVolume, path: Path) -> Iterator[Finding]:
    order = list(plan.bonuses)
    first, other = plan.bonuses[name], plan.bonuses[same.bonus]
    wrong = None
    if order.index(same.bonus) <= order.index(name):
        wrong = f"`{same.bonus}` is calculated before it", "a bonus that stands later in the plan"
    elif not isinstance(other, SaleBonus) or not isinstance(first, SaleBonus):
        wrong = f"`{same.bonus}` does not pay on sales", "a bonus on sales"
    elif other.base is not first.base:
        wrong = f"`{same.bonus}` pays on another base, {other.base}", f"`base: {first.base}`"
    elif (other.every or plan.period) != (first.every or plan.period):
        wrong = f"`{same.bonus}` is worked out for other periods", "the same `every`"
    if wrong is not None:
        yield Finding((*path, "bonus"), *wrong, "same-volume")
    if same.pays >= 1:
        message = "the other bonus would pay no less"
        yield Finding((*path, "pays"), message, "less than 100 %", "same-volume")


def _of_breakaway(bonus: BreakawayBonus, path: Path) -> Iterator[Finding]:
    if bonus.guarantee is None:
        return
    counts = {len(table.rows) for table in tables(bonus.rates) if isinstance(table, LevelRates)}
    if counts - {1}:
        message = f"a guarantee cannot be passed on over {max(counts)} generations"
        yield Finding((*path, "guarantee"), message, "rates for one generation", "guarantee")
    if not bonus.guarantee.amount.value:
        place = (*path, "guarantee", "amount")
        yield Finding(place, "it guarantees nothing", "more than 0", "number-range")


def _of_boundary(plan: Plan, boundary: Boundary, path: Path) -> Iterator[Finding]:
    if (boundary.test is None) == (boundary.own is None):
        yield Finding(path, "who it is must be said one way", "`test` or `own`", "one-of")
    if boundary.own is not None and plan.ranks is None:
        message = f"`own: {boundary.own}` needs ranks, and the plan has none"
        yield Finding((*path, "own"), message, "`ranks`", "no-ranks")


def _of_retail(bonus: RetailBonus, path: Path) -> Iterator[Finding]:
    if bonus.base is Base.UNITS:
        yield _percentage_of_pieces((*path, "base"))
    if (bonus.by == "volume") != (bonus.volume is not None):
        message = "`volume` names what `by: volume` looks up"
        yield Finding((*path, "volume"), message, "both or neither", "goes-with")
    for number, tier in enumerate(bonus.tiers):
        if bonus.by == "volume" and tier.applies == "above":
            message = "another volume has no part that lies in a bracket"
            place = (*path, "tiers", number, "applies")
            yield Finding(place, message, "`whole`, or `by: base`", "tiers")


def _percentage_of_pieces(path: Path) -> Finding:
    message = "a percentage of pieces is no money"
    return Finding(path, message, "`base: cv`, `price` or `margin`", "rate-base")


def _of_advancement(plan: Plan, bonus: RankAdvancementBonus, path: Path) -> Iterator[Finding]:
    if bonus.pays == "first-time" and bonus.jumped is None:
        message = "what is paid for ranks jumped over is not said"
        yield Finding((*path, "jumped"), message, "`each` or `highest`", "missing-key")
    if bonus.pays == "every-period":
        for key in ("held", "jumped", "instalments"):
            if key in bonus.model_fields_set:
                message = f"`{key}` says nothing where every period is paid"
                yield Finding((*path, key), message, "`pays: first-time`", "goes-with")
    if plan.ranks is None or (plan.ranks.every or plan.period) == (bonus.every or plan.period):
        return
    message = "ranks are worked out for other periods than this bonus"
    yield Finding((*path, "every"), message, "the same `every`", "every")
