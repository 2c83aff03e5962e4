"""One run: inputs read, calculated, and written as a folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ..engine import ENGINE_VERSION
from ..engine.calculate import calculate
from ..engine.result import Result
from .carrying import Carrying
from .cells import instant_text, need_quotes
from .company import ladder
from .folders import Folder, Say, check_new, new_folder
from .inputs import Inputs, Paths, read_inputs
from .results import Tables
from .texts import Texts

THREADS = 2


def run(paths: Paths, key: str, every: str | None, out: Path, ending: str, say: Say) -> list[str]:
    """Work out a period and write `out`; what is told to people afterwards, in sentences.

    Raises what `read_inputs` and `calculate` raise; then nothing was written.
    """
    check_new(out)
    inputs = read_inputs(paths, key, every, say)
    say("calculating")
    result = calculate(inputs.snapshot, inputs.plan)
    quotes = need_quotes(inputs.company.network.keys, inputs.company.sales.lines.keys)
    with new_folder(out, ending, quotes, say) as folder:
        say("writing")
        notes = [*_notes(inputs, result), *_write(inputs, result, folder)]
        folder.record(_record(inputs, result, notes))
    return notes


def _write(inputs: Inputs, result: Result, folder: Folder) -> list[str]:
    """All tables, the three large ones side by side; in sentences, what was left out."""
    texts = Texts(inputs.plan, inputs.company)
    tables = Tables(result, texts, inputs.before)
    carrying = Carrying(result, texts, inputs.before)
    large = (tables.write_commissions, carrying.write_standing, tables.write_unpaid)
    with ThreadPoolExecutor(THREADS) as threads:
        for written in [threads.submit(write, folder) for write in large]:
            written.result()
    carrying.write(folder)
    return tables.write(folder)


def _notes(inputs: Inputs, result: Result) -> list[str]:
    """Where nothing was given of earlier periods, that was said already."""
    missing = result.standing.notes if inputs.snapshot.past else ()
    return [*inputs.notes, *missing]


def _record(inputs: Inputs, result: Result, notes: list[str]) -> dict[str, Any]:
    plan, period = inputs.plan, inputs.period
    return {
        "engine": ENGINE_VERSION,
        "plan": {
            "key": plan.key,
            "name": plan.name,
            "document_sha256": plan.document_sha256,
            "sha256": plan.sha256,
        },
        "period": {
            "key": period.key,
            "every": str(period.kind),
            "time_zone": period.time_zone,
            "starts_at": period.starts_at.isoformat(),
            "ends_at": period.ends_at.isoformat(),
        },
        "inputs": inputs.record,
        "snapshot_sha256": inputs.snapshot.sha256,
        "result_sha256": result.sha256,
        "currencies": list(inputs.company.codes),
        "ranks": ladder(plan),
        "past": [
            {"period": past.key, "starts_at": instant_text(past.starts_us)}
            for past in (*result.snapshot.past, result.past)
        ],
        "notes": notes,
    }
