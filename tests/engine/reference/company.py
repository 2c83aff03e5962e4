"""Small companies for the twin: people, sales and plans in few words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from typing import Any

import yaml

from saleor_mlm.engine.plans import load_plan
from saleor_mlm.engine.reference import calculate
from saleor_mlm.engine.reference.inputs import OrderLine, Person, Run, SaleRow
from saleor_mlm.engine.reference.outputs import Pay

HEAD = """
plan: company
name: A company
time_zone: UTC
period: month
rounding: half-even
trees: [enroller, placement]
words:
  classes: [retail, preferred, distributor]
  order_kinds: [first, regular, autoship]
  product_lines: [skincare, nutrition]
"""
ANY_BONUS = """
bonuses:
  margin: {kind: retail, base: cv, by: base, tiers: [{from: "0", rate: 0 %, applies: whole}]}
"""
MONTH = "2026-10"


def at(day: str) -> dt.datetime:
    """Noon of a day."""
    return dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")


def person(name: str, above: str | None = None, **facts: Any) -> Person:
    """Somebody who enrolled at New Year. `placement`: left out, it is the enroller."""
    placement = facts.pop("placement", above)
    joined = at(facts.pop("joined", "2026-01-01"))
    parents = {"enroller": above, "placement": placement}
    return Person(name, joined, {k: v for k, v in parents.items() if v != "outside"}, **facts)


def line_of(*names: str) -> tuple[Person, ...]:
    """One below the other, the top first."""
    above: Iterable[str | None] = (None, *names)
    return tuple(person(name, up) for name, up in zip(names, above, strict=False))


@dataclass(frozen=True)
class Sale:
    """An order line and its first row."""

    line: OrderLine
    row: SaleRow


NUMBERS = count(1)


def sale(place: str, cv: str | int = 0, qv: str | int | None = None, **facts: Any) -> Sale:
    """A paid and sent order of one's own; `customer="eva"` for one of a customer."""
    day, earlier = facts.pop("day", "2026-10-10"), facts.pop("earlier", False)
    customer = facts.pop("customer", None)
    number = f"{next(NUMBERS):06}"
    measures = {"cv": cv, "qv": cv if qv is None else qv, **facts.pop("measures", {})}
    exact = {name: Fraction(value) for name, value in measures.items()}
    facts = {"key": number, "order": number, "currency": "USD", "sold_at": at(day), **facts}
    facts = {"own": customer is None, "buyer": customer or place, **facts}
    line = OrderLine(place=place, **facts)
    earned = {name: number for name, number in exact.items() if name != "qv"}
    return Sale(line, SaleRow(line.key, 1, at(day), not earlier, exact, {} if earlier else earned))


def then(sold: Sale, cv: int, seq: int = 2, day: str = "2026-10-12") -> SaleRow:
    """A later change to a sale."""
    change = {"cv": Fraction(cv)}
    return SaleRow(sold.line.key, seq, at(day), True, {**change, "qv": Fraction(cv)}, change)


def run_of(plan: str, people: Iterable[Person], sales: Iterable[Sale] = (), **facts: Any) -> Run:
    """A run of October; `plan` without its head, with `plan_period` and `plan_rounding` in it."""
    head = HEAD.replace("period: month", f"period: {facts.pop('plan_period', 'month')}")
    head = head.replace("half-even", facts.pop("plan_rounding", "half-even"))
    sales = tuple(sales)
    rows = (*(sold.row for sold in sales), *facts.pop("rows", ()))
    text = head + plan + ("" if "bonuses:" in plan else ANY_BONUS)
    known = {"plan": load_plan(text), "every": "month", "period": MONTH}
    lines = tuple(sold.line for sold in sales)
    return Run(**{**known, **facts}, people=tuple(people), order_lines=lines, rows=rows)


def worked_out(
    plan: str, people: Iterable[Person], sales: Iterable[Sale] = (), **facts: Any
) -> Pay:
    """What such a run gives."""
    return calculate(run_of(plan, people, sales, **facts))


def volumes(
    plan: str, people: Iterable[Person], sales: Iterable[Sale] = (), **facts: Any
) -> dict[str, dict[str, str]]:
    """All volumes of a plan without bonuses, as decimals."""
    names = yaml.safe_load(plan)["volumes"]
    bonuses = (f"  by-{name}: {{<base>, by: volume, volume: {name}, <tiers>}}" for name in names)
    result = worked_out(plan + _bonuses(bonuses), people, sales, **facts)
    return {
        name: {who: f"{float(value):g}" for who, value in result.volumes[name].items()}
        for name in names
    }


def passing(
    plan: str, people: Iterable[Person], sales: Iterable[Sale] = (), **facts: Any
) -> dict[str, str]:
    """Who passes the tests of a plan without bonuses, as names in a row."""
    names = yaml.safe_load(plan)["tests"]
    bonuses = (f"  by-{name}: {{<base>, by: base, payee: {name}, <tiers>}}" for name in names)
    result = worked_out(plan + _bonuses(bonuses), people, sales, **facts)
    return {
        name: " ".join(who for who, passes in result.tests[name].items() if passes)
        for name in names
    }


def _bonuses(bonuses: Iterable[str]) -> str:
    text = "\n".join(["", "bonuses:", *bonuses, ""])
    tiers = 'tiers: [{from: "0", rate: 0 %, applies: whole}]'
    return text.replace("<base>", "kind: retail, base: cv").replace("<tiers>", tiers)


def paid(result: Pay) -> dict[str, int]:
    """The sum of each payee's commission lines, in cents."""
    sums: dict[str, int] = {}
    for line in result.commissions:
        sums[line.payee] = sums.get(line.payee, 0) + line.amount_minor
    return sums


def absent(who: Person, start: str, end: str | None) -> Person:
    """Somebody without an agreement for a while."""
    return replace(who, absences=((at(start), at(end) if end else None),))
