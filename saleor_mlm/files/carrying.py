"""What a run leaves for the next: state by person and by order line, and results of periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..engine.carry import earned_after, standing_after
from ..engine.columns import Bool, Int64
from ..engine.plans import Plan
from ..engine.plans.bonuses import BASES
from ..engine.result import Result
from ..engine.rounding import ROUNDINGS
from ..engine.snapshot import PastPeriod, Posted
from .cells import positions
from .company import Company
from .earlier import EARNED, INSTANT, TEST, VOLUME, CarriedLines
from .folders import Folder, decimals, named, yes_no
from .results import ladder


@dataclass(frozen=True, eq=False)
class Carrying:
    """A result on its way into the next run's state and results."""

    result: Result
    plan: Plan
    company: Company
    before: CarriedLines

    def write(self, folder: Folder) -> None:
        """State of this run, with what it did not touch of the run before."""
        folder.write("state/persons", self._persons())
        folder.write("state/order-lines", self._with_untouched("order_lines", self._order_lines()))
        folder.write("state/standing", self._with_untouched("standing", self._standing()))
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
        earned = {str(base): values for base, values in earned_after(self.result.snapshot).items()}
        rows = _any([values != 0 for values in earned.values()], len(lines))
        return pa.table(
            {
                "order_line": self.company.sales.lines.keys.take(pa.array(rows)),
                "distributor": self._people.take(pa.array(lines.place[rows])),
                "currency": pa.array(self.company.codes, pa.string()).take(
                    pa.array(lines.currency[rows])
                ),
                "sold_at": pa.array(lines.sold_at_us[rows]).cast(INSTANT),
                **{
                    EARNED + base: decimals(values[rows], 4)
                    for base, values in sorted(earned.items())
                },
            }
        )

    def _standing(self) -> Any:
        """Lines that a refund would take back. line: the period and the number of the line in its
        commissions."""
        lines = self.result.lines
        new = np.flatnonzero(lines.reverses < 0)
        refs = new + self._old
        posted = standing_after(self.result, refs)
        return pa.table(self._posted(posted)).sort_by(
            [("order_line", "ascending"), ("line", "ascending")]
        )

    @property
    def _old(self) -> int:
        """How many lines stood before; the refs of new ones come after theirs."""
        return len(self.before.standing.get("line", ()))

    def _posted(self, posted: Posted) -> dict[str, Any]:
        bonuses = list(self.plan.bonuses)
        return {
            "line": self._line_names(posted.ref),
            "order_line": self.company.sales.lines.keys.take(pa.array(posted.order_line)),
            "payee": self._people.take(pa.array(posted.payee)),
            "bonus": named(posted.bonus, bonuses).cast(pa.string()),
            "base": named(posted.base, BASES).cast(pa.string()),
            "level": posted.level.astype(np.int64),
            "paid_level": posted.paid_level.astype(np.int64),
            "rank": pc.fill_null(named(posted.rank, ladder(self.plan)).cast(pa.string()), ""),
            "rate_num": posted.rate_num,
            "rate_den": posted.rate_den,
            "rounding": named(posted.rounding, ROUNDINGS).cast(pa.string()),
            "base_from": decimals(posted.base_from_e4, 4),
            "base_to": decimals(posted.base_to_e4, 4),
            "currency": named(posted.currency, self.company.codes).cast(pa.string()),
        }

    def _line_names(self, refs: Int64) -> Any:
        """`2026-10/17` for the 17th line of the commissions of October."""
        old = refs < self._old
        numbers = pa.array(refs - self._old + 1).cast(pa.string())
        new = pc.binary_join_element_wise(self.result.snapshot.period.key, numbers, "/")
        if not old.any():
            return new
        before = self.before.standing["line"].take(pa.array(np.where(old, refs, 0)))
        return pc.if_else(pa.array(old), before, new)

    def _with_untouched(self, name: str, table: Any) -> Any:
        """Before the rows of this run those of order lines that have none in its sales."""
        columns: Mapping[str, Any] = getattr(self.before, name)
        if not columns:
            return table
        untouched = positions(columns["order_line"], self.company.sales.lines.keys) < 0
        before = pa.table(dict(columns)).filter(pa.array(untouched))
        return pa.concat_tables([before, table], promote_options="default")

    def _periods(self, past: Sequence[PastPeriod]) -> Any:
        return pa.concat_tables(
            [self._period(period) for period in past], promote_options="default"
        )

    def _period(self, period: PastPeriod) -> Any:
        """Whoever is not 0, failed and without a rank throughout."""
        columns = [values != 0 for values in period.volumes.values()]
        columns += [*period.tests.values(), period.qualified >= 0, period.paid_as >= 0]
        rows = _any(columns, len(self._people))
        ranks = ladder(self.plan)
        return pa.table(
            {
                "period": pa.repeat(pa.scalar(period.key), len(rows)),
                "starts_at": pa.repeat(pa.scalar(period.starts_us).cast(INSTANT), len(rows)),
                "distributor": self._people.take(pa.array(rows)),
                "qualified": named(period.qualified[rows], ranks).cast(pa.string()),
                "paid_as": named(period.paid_as[rows], ranks).cast(pa.string()),
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
        return self.company.network.keys


def _any(columns: Sequence[Bool], count: int) -> Int64:
    """The rows at which some column is true."""
    return np.flatnonzero(np.any([np.zeros(count, dtype=np.bool_), *columns], axis=0))
