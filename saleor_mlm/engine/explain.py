"""A result in sentences: why this amount, and why not."""

from collections.abc import Iterator

import numpy as np

from .line_words import LineWords
from .missed_words import MissedWords
from .plans.bonuses import BreakawayBonus, RankAdvancementBonus
from .plans.dependencies import works_out_ranks
from .rank_amount_words import RankAmountWords
from .result import CommissionLines, Part, PersonLines, Result
from .telling import Names, Telling

__all__ = ["Names", "explain_line", "explain_person"]


def explain_line(result: Result, lines: CommissionLines, row: int, names: Names) -> list[str]:
    """How the amount of one of some lines came about, then who was passed over for it."""
    return LineWords(Telling(result, names), lines.take(np.array([row]))).sentences()


def explain_person(result: Result, person: int, names: Names) -> list[str]:
    """All the result says of one person: rank, totals, every line, and what he is not paid.

    A person without lines is an answer too.
    """
    telling, lines = Telling(result, names), result.lines_to(person)
    sentences = [*_rank(telling, person), *_granted(telling, person), *_totals(telling, person)]
    for row in range(len(lines)):
        sentences += LineWords(telling, lines.take(np.array([row]))).sentences()
    sentences += _without_order(telling, person)
    sentences += RankAmountWords(telling, person).sentences()
    sentences += MissedWords(telling, person).sentences()
    return [*sentences, *_next_rank(telling, person)]


def _rank(telling: Telling, person: int) -> Iterator[str]:
    if telling.plan.ranks is None:
        return
    standing, decides = telling.result.standing, _decides_ranks(telling)
    qualified = [("qualified as", standing.qualified)] if decides else []
    kinds = [("paid as", standing.paid_as), *qualified, ("title", standing.title)]
    said = (f"{word} {telling.rank(int(ranks[person]))}" for word, ranks in kinds)
    as_left = "" if decides else " (as the last run that decided ranks left it)"
    yield f"{telling.person(person)}: {', '.join(said)}{as_left}."


def _granted(telling: Telling, person: int) -> Iterator[str]:
    """The tests that an exception decides for him."""
    rows, tests = telling.result.snapshot.exceptions, list(telling.plan.tests)
    for row in np.flatnonzero(rows.person == person).tolist():
        outcome = "passes" if rows.passes[row] else "fails"
        test = tests[int(rows.test[row])]
        yield f"{telling.person(person)} {outcome} “{test}” by an exception that was granted."


def _decides_ranks(telling: Telling) -> bool:
    return works_out_ranks(telling.plan, str(telling.result.snapshot.period.kind))


def _next_rank(telling: Telling, person: int) -> Iterator[str]:
    """What is missing for the next rank."""
    standing, ranks = telling.result.standing, telling.plan.ranks
    next_rank = int(standing.qualified[person]) + 1
    if ranks is None or not _decides_ranks(telling) or next_rank >= len(ranks.ladder):
        return
    rank = ranks.ladder[next_rank]
    asked = [test for test in rank.requires if test in standing.tests]
    missing = "; ".join(filter(None, (telling.conditions(test, person) for test in asked)))
    if missing:
        yield f"{telling.person(person)} does not qualify for {rank.name}: {missing}."


def _totals(telling: Telling, person: int) -> list[str]:
    totals, name = telling.result.totals, telling.person(person)
    rows = totals.take(np.flatnonzero(totals.payee == person))
    if not len(rows):
        return [f"{name} is paid nothing."]
    columns = (rows.bonus.tolist(), rows.currency.tolist(), rows.amount_minor.tolist())
    return [
        f"{name}, {telling.bonus_name(bonus)}: {telling.amount(currency, amount)}."
        for bonus, currency, amount in zip(*columns, strict=True)
    ]


def _without_order(telling: Telling, person: int) -> Iterator[str]:
    """Amounts that belong to no order."""
    lines = telling.result.person_lines
    rows = lines.take(np.flatnonzero(lines.payee == person))
    for row in range(len(rows)):
        amount = telling.amount(int(rows.currency[row]), int(rows.amount_minor[row]))
        what = _part(telling, Part(rows.part[row]), rows.take(np.array([row])))
        head = f"{telling.person(person)}, {telling.bonus_name(int(rows.bonus[row]))}"
        yield f"{head}, {what}: {amount}."


def _part(telling: Telling, part: Part, row: PersonLines) -> str:
    bonus = list(telling.plan.bonuses.values())[int(row.bonus[0])]
    if isinstance(bonus, RankAdvancementBonus):
        rank = telling.rank(int(row.rank[0]))
        parts = f", instalment {row.number[0]} of {bonus.instalments}"
        return rank + (parts if bonus.instalments > 1 else "")
    assert isinstance(bonus, BreakawayBonus)
    assert bonus.guarantee is not None
    other, least = telling.person(row.other[0]), bonus.guarantee.amount
    if part is Part.GUARANTEE_GIVEN:
        return f"passed on to {other}, whom the own group pays less than {least}"
    return f"passed on by {other}, whose group pays less than {least}"
