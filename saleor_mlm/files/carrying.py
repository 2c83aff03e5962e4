"""What a run leaves for the next: state by person and by order line, and results of periods."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ..engine.carry import as_posted, earned_after_e4, left_of_posted
from ..engine.columns import Bool, Int64
from ..engine.plans.bonuses import BASES
from ..engine.result import Result
from ..engine.rounding import ROUNDINGS
from ..engine.snapshot import PastPeriod, Posted
from .carried import EARNED, INSTANT, STANDING, TEST, VOLUME, CarriedLines
from .cells import positions
from .company import ladder
from .folders import Folder, decimals, named, yes_no
from .texts import Texts


@dataclass(frozen=True, eq=False)
class Carrying:
    """A result on its way into the next run's state and results."""

    result: Result
    texts: Texts
    before: CarriedLines

    def write_standing(self, folder: Folder) -> None:
        """The lines that a refund would take back."""
        folder.write_parts("state/standing", STANDING, self._standing())

    def write(self, folder: Folder) -> None:
        """The rest: state of this run, with what it did not touch of the run before."""
        folder.write("state/persons", self._persons())
        tables = [self._untouched("order_lines"), self._order_lines()]
        folder.write("state/order-lines", _together(tables))
        past = (*self.result.snapshot.past, self.result.past)
        folder.write("results/periods", self._periods(past))

    def _persons(self) -> Any:
        """Whoever has a state that is not 0."""
        columns = self.result.state
        rows = _any([values != 0 for values in columns.values()], len(self._people))
        return pa.table(
            {
                "distributor": self._people.take(pa.array(rows)),
                **{name: values[rows] for name, values in sorted(columns.items())},
            }
        )

    def _order_lines(self) -> Any:
        """Order lines of which something is earned."""
        lines = self.result.snapshot.order_lines
        earned = {
            str(base): values for base, values in earned_after_e4(self.result.snapshot).items()
        }
        rows = _any([values != 0 for values in earned.values()], len(lines))
        return pa.table(
            {
                "order_line": self.texts.order_line(rows),
                "distributor": self.texts.person(lines.place[rows]),
                "currency": self.texts.currency(lines.currency[rows]).cast(pa.string()),
                "sold_at": pa.array(lines.sold_at_us[rows]).cast(INSTANT),
                **{
                    EARNED + base: decimals(values[rows], 4)
                    for base, values in sorted(earned.items())
                },
            }
        )

    def _standing(self) -> Iterator[Any]:
        """Lines that a refund would take back, part by part: first those of earlier runs."""
        untouched = self._untouched("standing")
        if untouched is not None:
            yield untouched.cast(STANDING)
        left = left_of_posted(self.result)
        before = self.before.standing
        if len(left):
            names = {name: before[name].take(pa.array(left.ref)) for name in ("period", "line")}
            yield self._posted(left, **names)
        number = 0
        for part in self.result.line_parts():
            new = np.flatnonzero(part.reverses < 0)
            numbers = new + number + 1
            number += len(part)
            period = named(np.zeros(len(new), dtype=np.int8), [self.result.snapshot.period.key])
            yield self._posted(as_posted(part.take(new), numbers), period, pa.array(numbers))

    def _posted(self, posted: Posted, period: Any, line: Any) -> Any:
        """Standing lines. period, line: the run that paid them, and the number of their row in its
        commissions."""
        columns = {
            "period": period,
            "line": line,
            "order_line": self.texts.order_line(posted.order_line),
            "payee": self.texts.person(posted.payee),
            "bonus": self.texts.bonus(posted.bonus),
            "base": named(posted.base, BASES),
            "level": pa.array(posted.level),
            "paid_level": pa.array(posted.paid_level),
            "rank": self.texts.rank(posted.rank),
            "rate_num": pa.array(posted.rate_num),
            "rate_den": pa.array(posted.rate_den),
            "rounding": named(posted.rounding, ROUNDINGS),
            "base_from": decimals(posted.base_from_e4, 4),
            "base_to": decimals(posted.base_to_e4, 4),
            "currency": self.texts.currency(posted.currency),
        }
        return pa.table(columns).cast(STANDING)

    def _untouched(self, name: str) -> Any:
        """The rows of the run before about order lines that have none in these sales."""
        columns: Mapping[str, Any] = getattr(self.before, name)
        if not columns:
            return None
        untouched = positions(columns["order_line"], self.texts.company.sales.lines.keys) < 0
        return pa.table(dict(columns)).filter(pa.array(untouched))

    def _periods(self, past: Sequence[PastPeriod]) -> Any:
        return _together([self._period(period) for period in past])

    def _period(self, period: PastPeriod) -> Any:
        """Whoever is not 0, failed and without a rank throughout."""
        columns = [values != 0 for values in period.volumes.values()]
        columns += [*period.tests.values(), *(held >= 0 for held in period.ranks.values())]
        rows = _any(columns, len(self._people))
        ranks = ladder(self.texts.plan)
        return pa.table(
            {
                "period": pa.repeat(pa.scalar(period.key), len(rows)),
                "distributor": self._people.take(pa.array(rows)),
                **{
                    name: named(held[rows], ranks).cast(pa.string())
                    for name, held in period.ranks.items()
                },
                **{
                    VOLUME + name: decimals(values[rows], 4)
                    for name, values in sorted(period.volumes.items())
                },
                **{
                    TEST + name: yes_no(passed[rows]).cast(pa.string())
                    for name, passed in sorted(period.tests.items())
                },
            }
        )

    @property
    def _people(self) -> Any:
        return self.texts.company.network.keys


def _any(columns: Sequence[Bool], count: int) -> Int64:
    """The rows at which some column is true."""
    return np.flatnonzero(np.any([np.zeros(count, dtype=np.bool_), *columns], axis=0))


def _together(tables: Sequence[Any]) -> Any:
    """Rows of several tables; a column that one of them lacks is empty there."""
    there = [table for table in tables if table is not None]
    return pa.concat_tables(there, promote_options="default")
