"""Run worked cases through `calculate`, and say where the result differs from the statement."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from ..amounts import decimal_text
from ..missed import missed
from ..plans import Plan
from ..plans.quantities import volume_text
from ..result import Reason, Result
from .runs import PlanOn, results
from .schema import Case, CaseFile, Run

type Statement = dict[tuple[str, str, str], Fraction]
"""Amounts by person, bonus and currency; the empty bonus is all of them."""


def differences(case: Case, plan_on: PlanOn, file: CaseFile) -> list[str]:
    """One sentence per difference; none, if the case holds."""
    found = []
    pairs = zip(case.runs, results(case, plan_on, file.currencies, file.period), strict=True)
    for number, (run, result) in enumerate(pairs, start=1):
        sentences = [text for check in CHECKS for text in check(case, run, result)]
        found += [f"{case.name}, run {number}: {sentence}" for sentence in sentences]
    return found


def _pay_differences(case: Case, run: Run, result: Result) -> Iterator[str]:
    """A person's pay is looked at as closely as the case states it: by bonus, or as a whole."""
    stated = {
        (name, bonus, code): amount
        for name, pay in run.pays.items()
        for bonus, moneys in pay.items()
        for amount, code in moneys
    }
    by_bonus = {name for name, bonus, _ in stated if bonus}
    actual = _statement(case, result, by_bonus)
    text = _text(result)
    for name, bonus, code in sorted(stated.keys() | actual.keys()):
        here, there = (sums.get((name, bonus, code), Fraction()) for sums in (actual, stated))
        if here != there:
            by = f" by {bonus}" if bonus else ""
            yield f"{name} is paid {text(here, code)}{by}; the case says {text(there, code)}"


def _statement(case: Case, result: Result, by_bonus: set[str]) -> Statement:
    people, bonuses, totals = list(case.people), list(result.plan.bonuses), result.totals
    sums: Statement = {}
    for row in range(len(totals)):
        money = result.snapshot.currencies[totals.currency[row]]
        name = people[totals.payee[row]]
        key = (name, bonuses[totals.bonus[row]] if name in by_bonus else "", money.code)
        amount = Fraction(int(totals.amount_minor[row]), 10**money.exponent)
        sums[key] = sums.get(key, Fraction()) + amount
    return sums


def _text(result: Result) -> Callable[[Fraction, str], str]:
    exponents = {currency.code: currency.exponent for currency in result.snapshot.currencies}
    return lambda amount, code: f"{decimal_text(amount, exponents[code])} {code}"


def _volume_differences(case: Case, run: Run, result: Result) -> Iterator[str]:
    for volume, numbers in run.volumes.items():
        if volume not in result.standing.volumes:
            yield f"the run needs no volume {volume}"
            continue
        actual_e4 = _by_person(case, result.standing.volumes[volume])
        for name, e4 in numbers.items():
            if actual_e4[name] != e4:
                text = f"{name} has {volume_text(actual_e4[name])} of {volume}"
                yield f"{text}; the case says {volume_text(e4)}"


def _test_differences(case: Case, run: Run, result: Result) -> Iterator[str]:
    for test, outcomes in run.tests.items():
        if test not in result.standing.tests:
            yield f"the run needs no test {test}"
            continue
        actual = _by_person(case, result.standing.tests[test])
        for name, outcome in outcomes.items():
            if actual[name] != (outcome == "yes"):
                yield f"{name} {'passes' if actual[name] else 'fails'} {test}"


def _rank_differences(case: Case, run: Run, result: Result) -> Iterator[str]:
    standing = result.standing
    for word, stated, column in (
        ("rank", run.ranks, standing.paid_as),
        ("title", run.titles, standing.title),
    ):
        actual = _by_person(case, column)
        for name, rank in stated.items():
            if (here := _rank(result.plan, actual[name])) != rank:
                yield f"{name} has the {word} {here}; the case says {rank}"


def _rank(plan: Plan, place: int) -> str:
    return plan.ranks.ladder[place].key if plan.ranks and place >= 0 else "none"


def _skip_differences(case: Case, run: Run, result: Result) -> Iterator[str]:
    people = list(case.people)
    for name, reason in run.passed_over.items():
        if Reason[reason.upper()] not in missed(result, people.index(name)).reason:
            yield f"{name} was not passed over as {reason}"


def _by_person(case: Case, column: object) -> Mapping[str, int]:
    return dict(zip(case.people, column.tolist(), strict=True))  # type: ignore[attr-defined]


CHECKS = (
    _pay_differences,
    _volume_differences,
    _test_differences,
    _rank_differences,
    _skip_differences,
)
