"""A result as tables: who is paid what, and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ..engine.columns import Columns
from ..engine.result import CommissionLines, Part, Reason, Result, UnpaidLevels
from .carried import CarriedLines
from .commissions import Commissions
from .folders import Folder, decimals, named, yes_no
from .passed_over import NOT_WRITTEN, PassedOver, passed_over
from .texts import Texts

REASONS = ["", *(reason.name.lower().replace("_", "-") for reason in Reason)]
PARTS = ["", *(part.name.lower().replace("_", "-") for part in Part)]


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of one result, by the words of its files."""

    result: Result
    texts: Texts
    before: CarriedLines

    def write_commissions(self, folder: Folder) -> None:
        """The commission lines."""
        columns = Commissions(self.result, self.texts, self.before).columns
        _write_parts(folder, "commissions", CommissionLines, self.result.line_parts(), columns)

    def write_unpaid(self, folder: Folder) -> None:
        """The levels that nobody was paid."""
        _write_parts(folder, "unpaid", UnpaidLevels, self.result.unpaid_parts(), self._unpaid)

    def write(self, folder: Folder) -> list[str]:
        """All others; in sentences, what was left out."""
        passed = passed_over(self.result)
        if passed is not None:
            folder.write("passed-over", self._passed_over(passed))
        folder.write("person-lines", self._person_lines())
        folder.write("statements", self._statements())
        folder.write("ranks", self._ranks())
        folder.write("volumes", self._by_person(self._volumes()))
        folder.write("tests", self._by_person(self._tests()))
        return [] if passed is not None else [NOT_WRITTEN]

    def _unpaid(self, levels: UnpaidLevels) -> dict[str, Any]:
        return {
            "bonus": self.texts.bonus(levels.bonus),
            "order_line": self.texts.order_line(levels.order_line),
            "source": self.texts.person(self.result.snapshot.order_lines.place[levels.order_line]),
            "paid_level": levels.paid_level,
            "distributor": self.texts.person(levels.person),
            "reason": named(levels.reason, REASONS),
            "base_from": decimals(levels.base_from_e4, 4),
            "base_to": decimals(levels.base_to_e4, 4),
        }

    def _passed_over(self, passed: PassedOver) -> Any:
        return pa.table(
            {
                "bonus": self.texts.bonus(np.array(passed.bonus, np.int16)),
                "order_line": self.texts.order_line(np.array(passed.order_line, np.int32)),
                "distributor": self.texts.person(np.array(passed.person, np.int32)),
                "level": pa.array(passed.step, pa.int32()),
                "paid_level": pa.array(passed.level, pa.int32()),
                "reason": named(np.array(passed.reason, np.int8), REASONS),
            }
        )

    def _person_lines(self) -> Any:
        lines = self.result.person_lines
        columns = {
            "bonus": self.texts.bonus(lines.bonus),
            "distributor": self.texts.person(lines.payee),
            "part": named(lines.part, PARTS),
            "rank": self.texts.rank(lines.rank),
            "other": self.texts.person(lines.other),
            "number": lines.number,
            "amount": self.texts.amounts(lines.amount_minor, lines.currency),
            "currency": self.texts.currency(lines.currency),
        }
        return pa.table(columns)

    def _statements(self) -> Any:
        totals = self.result.totals
        return pa.table(
            {
                "distributor": self.texts.person(totals.payee),
                "bonus": self.texts.bonus(totals.bonus),
                "currency": self.texts.currency(totals.currency),
                "amount": self.texts.amounts(totals.amount_minor, totals.currency),
            }
        )

    def _ranks(self) -> Any:
        standing = self.result.standing
        return self._by_person(
            {
                name: self.texts.rank(getattr(standing, name))
                for name in ("qualified", "paid_as", "title")
            }
        )

    def _volumes(self) -> dict[str, Any]:
        volumes = self.result.standing.volumes
        return {name: decimals(values, 4) for name, values in volumes.items()}

    def _tests(self) -> dict[str, Any]:
        return {name: yes_no(passed) for name, passed in self.result.standing.tests.items()}

    def _by_person(self, columns: Mapping[str, Any]) -> Any:
        return pa.table({"distributor": self.texts.company.network.keys, **columns})


def _write_parts[T: Columns](
    folder: Folder,
    name: str,
    kind: type[T],
    parts: Iterator[T],
    columns: Callable[[T], dict[str, Any]],
) -> None:
    schema = pa.table(columns(kind.empty())).schema
    folder.write_parts(name, schema, (pa.table(columns(part)) for part in parts))
