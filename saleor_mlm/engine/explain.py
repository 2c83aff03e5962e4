"""A result in sentences: why this amount, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .amounts import amount_text, decimal_text
from .columns import AnyArray, Bool, Int32
from .genealogy import nearest
from .plans.quantities import rate_text, volume_text
from .result import CommissionLines, Result, UnpaidLevels
from .rounding import ROUNDINGS
from .skips import Reason, ended_at_sale
from .volumes import measured_e4

ENDED = "no agreement was in force when the sale was paid"


@dataclass(frozen=True)
class Names:
    """What the caller calls the persons and order lines of the snapshot, by index."""

    persons: Sequence[str]
    order_lines: Sequence[str]


def explain_line(result: Result, row: int, names: Names) -> list[str]:
    """Commission line `row`: how its amount came about, then who was passed over for it."""
    line = result.lines.take(np.array([row]))
    payee, order_line = names.persons[line.payee[0]], names.order_lines[line.order_line[0]]
    calculation = _reversal(result, line) if line.reverses[0] >= 0 else _payment(result, line)
    return [f"{payee}, {order_line}, {calculation}.", *_skips(result, line, names)]


def explain_unpaid(result: Result, row: int, names: Names) -> list[str]:
    """Unpaid level `row`: why nobody was paid it."""
    level = result.unpaid.take(np.array([row]))
    head = f"{names.order_lines[level.order_line[0]]}, level {level.paid_level[0]}: paid to nobody"
    if level.reason[0] == Reason.ROOT:
        top = f"{head}, nor is any level after it, since the top of the tree is reached."
        return [top, *_skips(result, level, names)]
    person = int(level.person[0])
    lost = f"{names.persons[person]} uses it up: {_shortfall(result, level, person)}"
    return [f"{head}, {lost}.", *_skips(result, level, names)]


def explain_person(result: Result, person: int, names: Names) -> list[str]:
    """All the result says of one person: tests, totals, lines, and what passed him by.

    Raises nothing for a person without lines: that is an answer too.
    """
    rows = np.flatnonzero(result.lines.payee == person)
    sentences = [*_tests(result, person, names), *_totals(result, rows, names.persons[person])]
    for row in rows:
        sentences += explain_line(result, int(row), names)
    return sentences + _passed_by(result, person, names)


def _payment(result: Result, line: CommissionLines) -> str:
    place = f"level {line.paid_level[0]}"
    if line.level[0] != line.paid_level[0]:
        place += f" ({line.level[0]} steps up the tree)"
    return f"{place}: {_share(line)}, {_rounding(result, line, sign=1)}"


def _reversal(result: Result, line: CommissionLines) -> str:
    return f"refund: {_share(line)} taken back, {_rounding(result, line, sign=-1)}"


def _share(line: CommissionLines) -> str:
    """Rate and base; the part of the order line too, unless it begins at its foot."""
    lower, upper = int(line.base_from_e4[0]), int(line.base_to_e4[0])
    share = f"{rate_text(_rate(line))} of {volume_text(upper - lower)} CV"
    if lower == 0:
        return share
    return f"{share} (earned from {volume_text(lower)} to {volume_text(upper)})"


def _rounding(result: Result, line: CommissionLines, sign: int) -> str:
    """The exact value and what it was rounded to; two of them where the interval has a lower end,
    since the amount is the difference of two rounded values."""
    currency = result.snapshot.currencies[line.currency[0]]
    rounding, rate = ROUNDINGS[line.rounding[0]], _rate(line) / 10**4
    amount = f"{amount_text(int(line.amount_minor[0]), currency.exponent)} {currency.code}"
    ends = [rate * int(line.base_to_e4[0]), rate * int(line.base_from_e4[0])][::sign]
    if line.base_from_e4[0] == 0:
        exact = decimal_text(sign * max(ends), decimals_min=4)
        return f"rounded {rounding} from {exact} to {amount}"
    first, second = (decimal_text(end, decimals_min=4) for end in ends)
    return f"{first} less {second}, each rounded {rounding}: {amount}"


def _rate(line: CommissionLines) -> Fraction:
    return Fraction(int(line.rate_num[0]), int(line.rate_den[0]))


def _skips(result: Result, row: CommissionLines | UnpaidLevels, names: Names) -> list[str]:
    skipped = result.skips(row).persons
    sentences = []
    for person, reason in zip(skipped.person.tolist(), skipped.reason.tolist(), strict=True):
        ended = reason == Reason.ENDED
        why = ENDED if ended else _shortfall(result, row, person)
        sentences.append(f"{names.persons[person]} was passed over: {why}.")
    return sentences


def _shortfall(result: Result, row: CommissionLines | UnpaidLevels, person: int) -> str:
    """Needed and actual of the test that the row's bonus asks for."""
    bonus = list(result.plan.bonuses.values())[row.bonus[0]]
    assert bonus.active is not None
    actual, needed = _measured(result, bonus.active, person)
    return f"{actual} of {needed} {result.plan.tests[bonus.active].volume} volume needed"


def _measured(result: Result, test_name: str, person: int) -> tuple[str, str]:
    test = result.plan.tests[test_name]
    measured = measured_e4(test, result.personal_qv_e4, result.personal_cv_e4)
    return volume_text(int(measured[person])), volume_text(test.at_least_e4)


def _tests(result: Result, person: int, names: Names) -> list[str]:
    sentences = []
    for name, flags in result.active.items():
        actual, needed = _measured(result, name, person)
        verdict = "is" if flags[person] else "is not"
        head = f"{names.persons[person]} {verdict} “{name}”"
        sentences.append(f"{head}: {actual} of {needed} personal volume needed.")
    return sentences


def _totals(result: Result, rows: AnyArray, name: str) -> list[str]:
    lines = result.lines.take(rows)
    if not len(lines):
        return [f"{name} is paid nothing."]
    sentences = []
    for index in np.unique(lines.currency):
        currency = result.snapshot.currencies[index]
        amounts = lines.amount_minor[lines.currency == index]
        total = amount_text(int(amounts.sum()), currency.exponent)
        sentences.append(f"{name}: {total} {currency.code}, the sum of {len(amounts)} line(s).")
    return sentences


def _passed_by(result: Result, person: int, names: Names) -> list[str]:
    """The levels that went to somebody further up, or to nobody, because of this person."""
    below = _with_all_below(result.snapshot.network.parent, person)
    sentences = []
    for table in (result.lines, result.unpaid):
        until = table.payee if isinstance(table, CommissionLines) else table.person
        rows = table.take(below[table.walk_from] & ~below[until])
        persons = np.full(len(rows), person, dtype=np.int32)
        ended = ended_at_sale(result.snapshot, rows.order_line, persons)
        sentences += [
            _missed(rows.take(np.array([row])), names.persons[person], ended[row], names)
            for row in range(len(rows))
        ]
    for row in np.flatnonzero(result.unpaid.person == person):
        sentences += explain_unpaid(result, int(row), names)
    return sentences


def _with_all_below(parent: Int32, person: int) -> Bool:
    """bool[person + 1]: the person and all below; the last entry, which is that of -1, is false."""
    himself = np.arange(len(parent)) == person
    return np.append(nearest(parent, himself) == person, False)


def _missed(row: CommissionLines | UnpaidLevels, person: str, ended: bool, names: Names) -> str:
    payee = names.persons[row.payee[0]] if isinstance(row, CommissionLines) else "nobody"
    place = f"{names.order_lines[row.order_line[0]]}, level {row.paid_level[0]}"
    why = f" ({ENDED})" if ended else ""
    return f"{place}: {person} was passed over{why}, and it went to {payee}."
