"""Volumes as a distributor would be told them."""

from .quantities import rate_text, volume_text
from .schema import Plan
from .volumes import (
    BlocksVolume,
    CreditsVolume,
    EarningsVolume,
    HeadsVolume,
    LegLimit,
    LegsVolume,
    SalesVolume,
    SumVolume,
    TeamVolume,
    Volume,
    WindowVolume,
)
from .wording import MEASURES, counted, names, quoted, which_sales, whose_orders

_TAKEN = {"sum": "the sum of", "best": "the greatest", "lowest": "the least"}
_OF_WHAT = {"own-total": "the sum of these legs", "counted": "what counts in the end"}


def volume_sentence(plan: Plan, name: str) -> str:
    """What a volume is."""
    return f"Your {quoted(name)} is {_said(plan.volumes[name])}."


def _said(volume: Volume) -> str:
    match volume:
        case SalesVolume():
            return _sales(volume)
        case TeamVolume():
            return _team(volume)
        case LegsVolume():
            return _legs(volume)
        case WindowVolume():
            return _window(volume)
        case EarningsVolume():
            return f"what {names(volume.bonuses)} paid you in earlier runs within the period"
        case _:
            return _of_others(volume)


def _of_others(volume: Volume) -> str:
    match volume:
        case HeadsVolume():
            return f"1 when you pass {quoted(volume.test)}, else 0"
        case CreditsVolume():
            rows = [
                f"{volume_text(row.credit_e4)} when you pass {quoted(row.test)}"
                for row in volume.rows
            ]
            return f"{', else '.join(rows)}, else 0"
        case BlocksVolume():
            size = volume_text(volume.size_e4)
            return f"how many times {size} is in {quoted(volume.of)} as a whole"
        case SumVolume():
            less = f" less {names(volume.minus)}" if volume.minus else ""
            return " plus ".join(map(quoted, volume.plus)) + less
    raise AssertionError(volume)


def _sales(volume: SalesVolume) -> str:
    when = "paid in the period"
    if volume.days is not None:
        when = f"paid in the {counted(volume.days, 'day')} that end with the period"
    if volume.since_enrolment_days is not None:
        when = f"paid in your first {counted(volume.since_enrolment_days, 'day')}"
    what = f"{whose_orders(volume.sales)}{which_sales(volume.sales)}"
    return f"the {MEASURES[volume.measure]} of {what}, {when}"


def _team(volume: TeamVolume) -> str:
    himself = "you and " if volume.himself == "included" else ""
    depth = f", {counted(volume.levels, 'level')} down" if volume.levels is not None else ""
    whom = f"{himself}everyone below you in the {volume.tree} tree"
    text = f"the sum of {quoted(volume.of)} over {whom}{depth}"
    if volume.counted is not None:
        test = quoted(volume.counted)
        text += (
            f" (who does not pass {test} has no level: that number goes to the next above who does)"
        )
    if volume.stops_at is not None:
        kept = "themselves counted" if volume.stop_counts == "yes" else "themselves not counted"
        text += f", down to whoever passes {quoted(volume.stops_at)}, {kept}"
    return text


def _legs(volume: LegsVolume) -> str:
    text = f"the sum of {quoted(volume.of)} over your legs in the {volume.tree} tree"
    if volume.without_largest:
        text += f", without the {_largest(volume.without_largest)}"
    if volume.only_largest is not None:
        text += f", of these only the {_largest(volume.only_largest)}"
    return text + (_limit(volume.limit) if volume.limit is not None else "")


def _largest(legs: int) -> str:
    return "largest leg" if legs == 1 else f"{legs} largest legs"


def _limit(limit: LegLimit) -> str:
    whole = _OF_WHAT.get(limit.of) or volume_text(limit.requirement_e4 or 0)
    return f", at most {rate_text(limit.share)} of {whole} from any one leg"


def _window(volume: WindowVolume) -> str:
    within = f" of the same period of {quoted(volume.within)}" if volume.within else ""
    return f"{_TAKEN[volume.take]} {quoted(volume.of)} in {_periods(volume)}{within}"


def _periods(volume: WindowVolume) -> str:
    end = "with this one"
    if volume.skip:
        end = f"{counted(volume.skip, 'period')} before this one"
    if volume.periods == "all":
        return f"all periods that end {end}"
    if volume.periods == 1:
        return "this period" if volume.skip == 0 else f"the period {end}"
    return f"the {volume.periods} periods that end {end}"
