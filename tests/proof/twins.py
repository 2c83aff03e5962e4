"""What the slow twin makes of a snapshot, and both results in a form that can be compared."""

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from saleor_mlm.engine.past import PAID_AS
from saleor_mlm.engine.plans import Plan
from saleor_mlm.engine.plans.dependencies import works_out_ranks
from saleor_mlm.engine.reference import inputs, outputs
from saleor_mlm.engine.reference.calculate import calculate as twin_calculate
from saleor_mlm.engine.result import Part, Reason, Result
from saleor_mlm.engine.rounding import ROUNDINGS
from saleor_mlm.engine.snapshot import BASES, OUTSIDE, ROOT, PastPeriod, Snapshot

type Rows = list[tuple[Any, ...]]
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
RANKS = ("qualified", "paid_as", "title")
ALWAYS = dt.datetime.min.replace(tzinfo=dt.UTC)


def differences(result: Result, pay: outputs.Pay) -> Iterator[str]:
    """One sentence for each part of a result that is not what the twin says."""
    for name, ours, twins in (
        *_standing(result, pay),
        ("lines", line_rows(result), twin_line_rows(pay)),
        ("unpaid", unpaid_rows(result), twin_unpaid_rows(pay)),
        ("person lines", person_rows(result), twin_person_rows(pay)),
        ("totals", total_rows(result), twin_total_rows(pay)),
        ("state", _state(result, pay), _twin_state(pay.state)),
        ("past", _past(result), _twin_past(pay.period, result)),
    ):
        if ours != twins:
            yield f"{name}: {_first_difference(ours, twins)}"


def _first_difference(ours: Any, twins: Any) -> str:
    if isinstance(ours, dict):
        keys = [key for key in {**ours, **twins} if ours.get(key) != twins.get(key)]
        return "; ".join(f"{k}: engine {ours.get(k)}, twin {twins.get(k)}" for k in keys[:3])
    only_ours = [row for row in ours if row not in twins]
    only_twins = [row for row in twins if row not in ours]
    return f"only the engine {only_ours[:3]}; only the twin {only_twins[:3]}"


# What the twin is told


def twin_of(snapshot: Snapshot, plan: Plan) -> outputs.Pay:
    """What the twin makes of a snapshot."""
    return twin_calculate(told(snapshot, plan))


def told(snapshot: Snapshot, plan: Plan) -> inputs.Run:
    """A snapshot by names, in whole units."""
    return inputs.Run(
        plan=plan,
        every=str(snapshot.period.kind),
        period=snapshot.period.key,
        people=tuple(_people(snapshot)),
        order_lines=tuple(_order_lines(snapshot)),
        rows=tuple(_rows(snapshot)),
        earned_before={
            (str(base), _line(line)): Fraction(value, 10**4)
            for base, column in snapshot.earned_before.items()
            for line, value in enumerate(column.tolist())
        },
        posted=tuple(_posted(snapshot, plan)),
        exceptions=tuple(
            inputs.TestException(list(plan.tests)[test], _person(person), passes)
            for test, person, passes in _table(snapshot.exceptions)
        ),
        earlier_pay=tuple(
            inputs.EarlierPay(
                list(plan.bonuses)[bonus], _person(who), _code(snapshot, money), minor
            )
            for bonus, who, money, minor in _table(snapshot.earlier_pay)
        ),
        past=(
            *(_twin_past_of(past, str(snapshot.period.kind)) for past in snapshot.past),
            *_ranks_left(snapshot, plan),
        ),
        state={name: _by_person(column) for name, column in snapshot.state.items()},
        exponents={currency.code: currency.exponent for currency in snapshot.currencies},
    )


def _person(index: int) -> str:
    return f"p{index:06}"


def _line(index: int) -> str:
    return f"l{index:06}"


def _code(snapshot: Snapshot, index: int) -> str:
    return snapshot.currencies[index].code


def _instant(us: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=us)


def _word(words: tuple[str, ...], index: int) -> str | None:
    return words[index] if index >= 0 else None


def _table(table: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of columns."""
    columns = [getattr(table, name).tolist() for name in type(table).__dataclass_fields__]
    return zip(*columns, strict=True)


def _by_person(column: Any) -> dict[str, Any]:
    return {_person(index): value for index, value in enumerate(column.tolist())}


def _volume(column: Any) -> dict[str, Fraction]:
    return {_person(index): Fraction(value, 10**4) for index, value in enumerate(column.tolist())}


def _people(snapshot: Snapshot) -> Iterator[inputs.Person]:
    words = snapshot.words
    absences: dict[int, list[tuple[dt.datetime, dt.datetime | None]]] = {}
    for person, from_us, until_us in _table(snapshot.absences):
        since = ALWAYS if from_us == -(2**63) else _instant(from_us)
        until = None if until_us == 2**63 - 1 else _instant(until_us)
        absences.setdefault(person, []).append((since, until))
    parents = {name: tree.parent.tolist() for name, tree in snapshot.trees.items()}
    for person, (joined_us, country, klass, household) in enumerate(_table(snapshot.persons)):
        yield inputs.Person(
            name=_person(person),
            joined=_instant(joined_us),
            parents={
                name: None if parent[person] == ROOT else _person(parent[person])
                for name, parent in parents.items()
                if parent[person] != OUTSIDE
            },
            country=_word(words.countries, country),
            klass=_word(words.classes, klass),
            household=str(household) if household >= 0 else None,
            absences=tuple(absences.get(person, ())),
        )


def _order_lines(snapshot: Snapshot) -> Iterator[inputs.OrderLine]:
    rows, words = snapshot.order_lines, snapshot.words
    for line in range(len(rows)):
        buyer, order, household = (
            int(column[line]) for column in (rows.buyer, rows.order, rows.household)
        )
        yield inputs.OrderLine(
            key=_line(line),
            place=_person(rows.place[line]),
            own=bool(rows.own[line]),
            currency=_code(snapshot, rows.currency[line]),
            sold_at=_instant(int(rows.sold_at_us[line])),
            buyer=f"b{buyer}" if buyer >= 0 else None,
            order=f"o{order}" if order >= 0 else None,
            buyer_class=_word(words.classes, rows.buyer_class[line]),
            household=str(household) if household >= 0 else None,
            order_kind=_word(words.order_kinds, rows.order_kind[line]),
            product_line=_word(words.product_lines, rows.product_line[line]),
            country=_word(words.countries, rows.country[line]),
        )


def _rows(snapshot: Snapshot) -> Iterator[inputs.SaleRow]:
    measures = {str(name): column.tolist() for name, column in snapshot.measures.items()}
    earned = {str(name): column.tolist() for name, column in snapshot.earned.items()}
    for row, (line, seq, at_us, claimed) in enumerate(_table(snapshot.sale_lines)):
        yield inputs.SaleRow(
            order_line=_line(line),
            seq=seq,
            at=_instant(at_us),
            claimed=claimed,
            measures={name: Fraction(column[row], 10**4) for name, column in measures.items()},
            earned={name: Fraction(column[row], 10**4) for name, column in earned.items()},
        )


def _posted(snapshot: Snapshot, plan: Plan) -> Iterator[inputs.Posted]:
    rows = snapshot.posted
    for row in range(len(rows)):
        yield inputs.Posted(
            ref=str(int(rows.ref[row])),
            order_line=_line(rows.order_line[row]),
            payee=_person(rows.payee[row]),
            bonus=list(plan.bonuses)[rows.bonus[row]],
            base=str(BASES[rows.base[row]]),
            level=int(rows.level[row]),
            paid_level=int(rows.paid_level[row]),
            rank=int(rows.rank[row]) + 1,
            rate=Fraction(int(rows.rate_num[row]), int(rows.rate_den[row])),
            rounding=str(ROUNDINGS[rows.rounding[row]]),
            low=Fraction(int(rows.base_from_e4[row]), 10**4),
            high=Fraction(int(rows.base_to_e4[row]), 10**4),
            currency=_code(snapshot, rows.currency[row]),
        )


def _twin_past_of(past: PastPeriod, every: str) -> inputs.PastPeriod:
    return inputs.PastPeriod(
        every=every,
        key=past.key,
        volumes={name: _volume(column) for name, column in past.volumes.items()},
        tests={name: _by_person(column) for name, column in past.tests.items()},
        qualified={who: place + 1 for who, place in _by_person(past.qualified).items()},
        paid_as={who: place + 1 for who, place in _by_person(past.paid_as).items()},
        titles=None if past.title is None else _ranks_of(past.title),
    )


def _ranks_of(column: Any) -> dict[str, int]:
    return {who: place + 1 for who, place in _by_person(column).items()}


def _ranks_left(snapshot: Snapshot, plan: Plan) -> Iterator[inputs.PastPeriod]:
    """In a run that decides no ranks, the last result that did."""
    if plan.ranks and PAID_AS in snapshot.state and not works_out_ranks(plan, snapshot.period.kind):
        every = plan.ranks.every or plan.period
        yield inputs.PastPeriod(every, "", paid_as=_by_person(snapshot.state[PAID_AS]))


# What both say


def _standing(result: Result, pay: outputs.Pay) -> Iterator[tuple[str, Any, Any]]:
    standing = result.standing
    yield "names", [], sorted({*pay.volumes, *pay.tests} - {*standing.volumes, *standing.tests})
    for name in standing.volumes.keys() & pay.volumes.keys():
        yield f"volume {name}", _volume(standing.volumes[name]), dict(pay.volumes[name])
    for name in standing.tests.keys() & pay.tests.keys():
        yield f"test {name}", _by_person(standing.tests[name]), dict(pay.tests[name])
    ranks = [("paid as", standing.paid_as, pay.paid_as), ("title", standing.title, pay.titles)]
    if decides_ranks(result):
        ranks.append(("qualified", standing.qualified, pay.qualified))
    for name, column, twins in ranks:
        ours = {who: place + 1 for who, place in _by_person(column).items()}
        yield name, ours, {who: twins.get(who, 0) for who in ours}


def line_rows(result: Result) -> Rows:
    """The commission lines of `calculate`, sorted."""
    bonuses, snapshot = list(result.plan.bonuses), result.snapshot
    return sorted(
        (
            _line(line.order_line),
            _person(line.payee),
            bonuses[line.bonus],
            str(BASES[line.base]),
            line.level,
            line.paid_level,
            line.rank + 1,
            Fraction(line.rate_num, line.rate_den),
            str(ROUNDINGS[line.rounding]),
            Fraction(line.base_from_e4, 10**4),
            Fraction(line.base_to_e4, 10**4),
            line.amount_minor,
            _code(snapshot, line.currency),
            "" if line.reverses < 0 else str(line.reverses),
        )
        for line in _records(result.lines)
    )


def twin_line_rows(pay: outputs.Pay) -> Rows:
    """The commission lines of the twin, sorted."""
    return sorted(
        (
            line.order_line,
            line.payee,
            line.bonus,
            line.base,
            line.level,
            line.paid_level,
            line.rank,
            line.rate,
            line.rounding,
            line.low,
            line.high,
            line.amount_minor,
            line.currency,
            line.reverses or "",
        )
        for line in pay.commissions
    )


def unpaid_rows(result: Result) -> Rows:
    """The levels that `calculate` paid to nobody, sorted."""
    bonuses = list(result.plan.bonuses)
    return sorted(
        (
            _line(row.order_line),
            bonuses[row.bonus],
            row.paid_level,
            _person(row.person) if row.person >= 0 else "",
            Reason(row.reason).name.lower().replace("_", "-"),
            Fraction(row.base_from_e4, 10**4),
            Fraction(row.base_to_e4, 10**4),
        )
        for row in _records(result.unpaid)
    )


def twin_unpaid_rows(pay: outputs.Pay) -> Rows:
    """The levels that the twin paid to nobody, sorted."""
    return sorted(
        (row.order_line, row.bonus, row.paid_level, row.person or "", row.why, row.low, row.high)
        for row in pay.unpaid
    )


PARTS = {Part.RANK: "rank", Part.GUARANTEE_GIVEN: "passed-on", Part.GUARANTEE_GOT: "guarantee"}


def person_rows(result: Result) -> Rows:
    """The lines of `calculate` that belong to no order, sorted."""
    bonuses, ranks = list(result.plan.bonuses), result.plan.ranks
    ladder = [rank.key for rank in ranks.ladder] if ranks else []
    return sorted(
        (
            bonuses[row.bonus],
            _person(row.payee),
            PARTS[Part(row.part)],
            ladder[row.rank] if row.part == Part.RANK else _person(row.other),
            row.number,
            row.amount_minor,
            _code(result.snapshot, row.currency),
        )
        for row in _records(result.person_lines)
    )


def twin_person_rows(pay: outputs.Pay) -> Rows:
    """The lines of the twin that belong to no order, sorted."""
    return sorted(
        (
            row.bonus,
            row.person,
            row.what,
            row.about,
            row.instalment,
            row.amount_minor,
            row.currency,
        )
        for row in pay.person_lines
    )


def total_rows(result: Result) -> dict[tuple[str, str, str], int]:
    """Amounts of `calculate` by payee, bonus and currency."""
    bonuses = list(result.plan.bonuses)
    return {
        (_person(row.payee), bonuses[row.bonus], _code(result.snapshot, row.currency)): (
            row.amount_minor
        )
        for row in _records(result.totals)
    }


def twin_total_rows(pay: outputs.Pay) -> dict[tuple[str, str, str], int]:
    """The twin's lines summed by payee, bonus and currency, without sums of 0."""
    sums: dict[tuple[str, str, str], int] = {}
    for line in pay.commissions:
        key = (line.payee, line.bonus, line.currency)
        sums[key] = sums.get(key, 0) + line.amount_minor
    for row in pay.person_lines:
        key = (row.person, row.bonus, row.currency)
        sums[key] = sums.get(key, 0) + row.amount_minor
    return {key: amount for key, amount in sums.items() if amount}


def _records(table: Any) -> Iterator[Any]:
    """The rows of columns, with their names."""
    names = list(type(table).__dataclass_fields__)
    for row in _table(table):
        yield _Record(dict(zip(names, row, strict=True)))


class _Record:
    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def _state(result: Result, pay: outputs.Pay) -> dict[tuple[str, str], int]:
    """Without tests that no bonus or rank of the run needs, which the twin leaves out."""
    return {
        (name, who): value
        for name, column in result.state.items()
        if name != PAID_AS and (not name.startswith("passed:") or name in pay.state)
        for who, value in _by_person(column).items()
        if value
    }


def _twin_state(state: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], int]:
    return {
        (name, who): value
        for name, by_person in state.items()
        if name != PAID_AS
        for who, value in by_person.items()
        if value
    }


def _past(result: Result) -> dict[str, Any]:
    past = result.past
    found: dict[str, Any] = {f"volume {name}": _volume(v) for name, v in past.volumes.items()}
    found |= {f"test {name}": _by_person(column) for name, column in past.tests.items()}
    for name in RANKS if decides_ranks(result) else ():
        ranks = _by_person(getattr(past, name))
        found[name] = {who: place + 1 for who, place in ranks.items()}
    return found


def decides_ranks(result: Result) -> bool:
    """Whether a run is of the ranks' length; in others they are what they were."""
    return works_out_ranks(result.plan, result.snapshot.period.kind)


def _twin_past(period: inputs.PastPeriod, result: Result) -> dict[str, Any]:
    """What the engine keeps of it: no more than the plan asks for."""
    people = [_person(index) for index in range(len(result.standing.qualified))]
    past = result.past
    found: dict[str, Any] = {f"volume {n}": dict(period.volumes[n]) for n in past.volumes}
    found |= {f"test {name}": dict(period.tests[name]) for name in past.tests}
    for name in RANKS if decides_ranks(result) else ():
        ranks = getattr(period, name if name != "title" else "titles")
        found[name] = {who: ranks.get(who, 0) for who in people}
    return found
