"""Why somebody is paid what he is paid in a run, and why not more."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
import pyarrow as pa

from ..engine import ENGINE_VERSION
from ..engine.calculate import calculate
from ..engine.explain import Names, explain_person
from ..engine.missed_words import ONE_BY_ONE
from ..engine.periods import PeriodError
from ..engine.plans import load_plan
from ..engine.result import Result
from .cells import instant_us, positions
from .documents import read_text
from .folders import RunFolder, Say, folder_error, open_folder
from .inputs import Inputs, Paths, read_inputs
from .problems import FileError, FileProblem


def trace(
    paths: Paths, key: str | None, every: str | None, person: str, run: Path | None, say: Say
) -> list[str]:
    """The sentences about one person.

    key: the period; with `run`, the folder of a run, that of the run, and then inputs and result
    must be the run's. Raises what `read_inputs` and `calculate` raise; `FileError` for a person who
    is not there, or where it is another run.
    """
    folder = open_folder(run) if run else None
    if folder:
        key, every = key or folder.period, every or folder.every
        _check_same(folder, paths, key)
    if key is None:
        raise PeriodError("period-key", "no period is named; expected --period or --run")
    inputs = read_inputs(paths, key, every, say)
    index = _index(inputs, paths.network, person)
    if folder:
        _check_inputs(folder, inputs)
    say("calculating")
    result = calculate(inputs.snapshot, inputs.plan)
    if folder:
        _check_result(folder, result)
    say("explaining")
    told = explain_person(result, index, _names(inputs))
    return [*inputs.notes, *told, *_not_earned(inputs, index)]


def _not_earned(inputs: Inputs, person: int) -> Iterator[str]:
    """The period's sales at somebody that pay in another one, or never."""
    sales, period = inputs.company.sales, inputs.period
    starts_us, ends_us = instant_us(period.starts_at), instant_us(period.ends_at)
    within = (sales.at_us >= starts_us) & (sales.at_us < ends_us) & (sales.earned_us >= ends_us)
    rows = np.flatnonzero(within & (sales.lines.place[sales.order_line] == person))
    for row in rows[:ONE_BY_ONE].tolist():
        key = sales.lines.keys[int(sales.order_line[row])]
        yield f"{key}: not earned in {period.key}: its volume counts, and it pays nobody yet."
    if len(rows) > ONE_BY_ONE:
        yield f"{len(rows) - ONE_BY_ONE:,} more sales are not earned in {period.key}."


def _index(inputs: Inputs, network: Path, person: str) -> int:
    found = int(positions(pa.array([person]), inputs.company.network.keys)[0])
    if found < 0:
        message, expected = f"there is no distributor `{person}`", "a key of the network file"
        problem = FileProblem(str(network), 0, "", message, expected, "unknown-distributor")
        raise FileError([problem])
    return found


def _names(inputs: Inputs) -> Names:
    company = inputs.company
    return Names(persons=_Texts(company.network.keys), order_lines=_Texts(company.sales.lines.keys))


def _check_same(folder: RunFolder, paths: Paths, key: str) -> None:
    """What is told first of a wrong folder: that it is of another plan, or of another period."""
    plan, then = load_plan(read_text(paths.plan), str(paths.plan)).key, folder.record["plan"]["key"]
    if plan != then:
        raise folder_error(folder.path, f"is a run of the plan {then}", plan)
    if key != folder.period:
        expected = f"--period {folder.period}, or the run of {key}"
        raise folder_error(folder.path, f"is the run of {folder.period}", expected)


def _check_inputs(folder: RunFolder, inputs: Inputs) -> None:
    for name, then in folder.record["inputs"].items():
        if inputs.record.get(name) != then:
            message = f"is a run over another `{name}`"
            raise folder_error(folder.path, message, "the files it was made from")


def _check_result(folder: RunFolder, result: Result) -> None:
    if folder.record["engine"] != ENGINE_VERSION:
        then = folder.record["engine"]
        message = f"was calculated by engine {then}, and this is {ENGINE_VERSION}"
        raise folder_error(folder.path, message, "that engine; or run the period again with this")
    if result.sha256 != folder.record["result_sha256"]:
        message = "holds another result than these inputs give"
        raise folder_error(folder.path, message, "a run of this version of the engine")


class _Texts(Sequence[str]):
    """A column of texts of which few are looked at."""

    def __init__(self, texts: Any) -> None:
        self._texts = texts

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return _Texts(self._texts[place])
        return str(self._texts[int(place)].as_py())

    def __len__(self) -> int:
        return len(self._texts)
