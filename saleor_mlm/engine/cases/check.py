"""Run worked cases through `calculate`, and say where the result differs from the statement."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np

from ..amounts import decimal_text
from ..calculate import calculate
from ..carry import earned_after_e4, standing_after
from ..columns import AnyArray
from ..periods import period_from_key
from ..plans import Plan
from ..plans.quantities import volume_text
from ..result import Result
from ..skips import Reason
from ..snapshot import Absences, Currency, Network, Posted, SaleLines, Snapshot
from .schema import Case, Run

type Statement = dict[tuple[str, str], Fraction]

INT64 = np.iinfo(np.int64)


def differences(case: Case, plan: Plan, currencies: Mapping[str, int]) -> list[str]:
    """One sentence per difference; none, if the case holds."""
    found = []
    pairs = zip(case.runs, _results(case, plan, currencies), strict=True)
    for number, (run, result) in enumerate(pairs, start=1):
        sentences = [
            *_pay_differences(case, run, result),
            *_volume_differences(case, run, result),
            *_skip_differences(case, run, result),
        ]
        found += [f"{case.name}, run {number}: {sentence}" for sentence in sentences]
    return found


def _results(case: Case, plan: Plan, currencies: Mapping[str, int]) -> Iterator[Result]:
    order_lines = list(dict.fromkeys(sale.line for run in case.runs for sale in run.sales))
    earned_e4, posted = np.zeros(len(order_lines), dtype=np.int64), Posted.empty()
    for run in case.runs:
        snapshot = Snapshot(
            network=_network(case),
            absences=_absences(case, plan.zone),
            currencies=tuple(Currency(*item) for item in currencies.items()),
            sale_lines=_sale_lines(case, run, order_lines, list(currencies), plan.zone),
            earned_before_e4=earned_e4,
            posted=posted,
        )
        result = calculate(snapshot, plan)
        yield result
        refs = np.arange(int((result.lines.reverses < 0).sum())) + posted.ref.max(initial=-1) + 1
        earned_e4, posted = earned_after_e4(snapshot), standing_after(result, refs)


def _network(case: Case) -> Network:
    index = {name: number for number, name in enumerate(case.people)} | {"nobody": -1}
    parents = [index[enroller] for enroller in case.people.values()]
    return Network(_ints(parents).astype(np.int32))


def _absences(case: Case, zone: ZoneInfo) -> Absences:
    """Before somebody enrolled, and from where the agreement ended to where it was reinstated."""
    names = list(case.people)
    before = [(name, INT64.min, _starts_at_us(day, zone)) for name, day in case.enrolled.items()]
    after = [(name, _starts_at_us(day, zone), INT64.max) for name, day in case.ended.items()]
    back_us = {name: _starts_at_us(day, zone) for name, day in case.reinstated.items()}
    rows = [*before, *((name, from_us, back_us.get(name, last)) for name, from_us, last in after)]
    return Absences(
        person=_ints(names.index(name) for name, _, _ in rows),
        from_us=_ints(from_us for _, from_us, _ in rows),
        until_us=_ints(until_us for _, _, until_us in rows),
    )


def _starts_at_us(day: str, zone: ZoneInfo) -> int:
    epoch = dt.datetime.fromtimestamp(0, dt.UTC)
    return (period_from_key(day, zone).starts_at - epoch) // dt.timedelta(microseconds=1)


def _sale_lines(
    case: Case, run: Run, order_lines: list[str], codes: list[str], zone: ZoneInfo
) -> SaleLines:
    people = list(case.people)
    rows = run.sales
    sold_at_us = {line: _starts_at_us(day, zone) for line, day in case.paid_on.items()}
    return SaleLines(
        order_line=_ints(order_lines.index(sale.line) for sale in rows),
        seq=np.arange(len(rows)),
        place=_ints(people.index(sale.place) for sale in rows),
        own=np.array([sale.bought_by is not None for sale in rows], dtype=np.bool_),
        currency=_ints(codes.index(sale.currency) for sale in rows),
        sold_at_us=_ints(sold_at_us.get(sale.line, 0) for sale in rows),
        qv_e4=_ints(sale.qv for sale in rows),
        cv_e4=_ints(sale.cv for sale in rows),
        earned_e4=_ints(sale.earned for sale in rows),
    )


def _ints(values: Iterable[int]) -> AnyArray:
    return np.array(list(values), dtype=np.int64)


def _pay_differences(case: Case, run: Run, result: Result) -> list[str]:
    stated: Statement = {
        (name, code): amount for name, moneys in run.pays.items() for amount, code in moneys
    }
    actual = _statement(case, result)
    return [
        f"{name} is paid {_text(result, actual, name, code)}; "
        f"the case says {_text(result, stated, name, code)}"
        for name, code in sorted(stated.keys() | actual.keys())
        if stated.get((name, code), 0) != actual.get((name, code), 0)
    ]


def _statement(case: Case, result: Result) -> Statement:
    people, lines = list(case.people), result.lines
    sums: Statement = {}
    for payee, currency, amount_minor in zip(
        lines.payee.tolist(), lines.currency.tolist(), lines.amount_minor.tolist(), strict=True
    ):
        money = result.snapshot.currencies[currency]
        key = (people[payee], money.code)
        sums[key] = sums.get(key, Fraction()) + Fraction(amount_minor, 10**money.exponent)
    return sums


def _text(result: Result, statement: Statement, name: str, code: str) -> str:
    exponents = {currency.code: currency.exponent for currency in result.snapshot.currencies}
    return f"{decimal_text(statement.get((name, code), Fraction()), exponents[code])} {code}"


def _volume_differences(case: Case, run: Run, result: Result) -> list[str]:
    actual_e4 = dict(zip(case.people, result.personal_qv_e4.tolist(), strict=True))
    return [
        f"{name} has {volume_text(actual_e4[name])} personal QV; the case says {volume_text(e4)}"
        for name, e4 in run.volumes.items()
        if actual_e4[name] != e4
    ]


def _skip_differences(case: Case, run: Run, result: Result) -> list[str]:
    people = list(case.people)
    passed = set()
    for table in (result.lines, result.unpaid):
        skipped = result.skips(table).persons
        passed |= {
            (people[person], Reason(reason).name.lower())
            for person, reason in zip(skipped.person, skipped.reason, strict=True)
        }
    return [
        f"{name} was not passed over as {reason}"
        for name, reason in run.passed_over.items()
        if (name, reason) not in passed
    ]
