"""`manage.py mlm network`: a whole network in from files, and out to them."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from ..services import network_exports, network_imports
from ..services.csv_files import Progress
from ..services.network_imports import Files, Imported
from ..services.network_problems import FilesRefused

BAR = 24
STEP_SECONDS = 0.2


def add_arguments(verbs: Any) -> None:
    """The verb `network` with its actions."""
    network = verbs.add_parser("network", help="take a whole network in from files, or write it")
    actions = network.add_subparsers(dest="action", required=True)
    taken = actions.add_parser("import", help="check everything, then write whoever is new")
    _add_files(taken)
    taken.add_argument("--create-customers", action="store_true", help="for unknown e-mails")
    taken.add_argument("--errors", type=Path, metavar="FILE", help="all errors; else FILE.errors")
    _add_files(actions.add_parser("export", help="write the files that import takes"))


def handle(options: dict[str, Any], out: OutputWrapper) -> None:
    """Do what was asked for, and say what was done."""
    files = Files(options["file"], options["state"], options["periods"])
    if options["action"] == "export":
        count = network_exports.write(files, _progress(options["progress"]))
        out.write(f"{_many(count, 'distributor')} in {files.network}.")
        return
    out.write(_said(_taken_in(files, options)))


def _add_files(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV: one row per distributor")
    parser.add_argument("--state", type=Path, metavar="FILE", help="what each person carries")
    parser.add_argument("--periods", type=Path, metavar="FILE", help="results of earlier periods")
    parser.add_argument("--progress", action="store_true", help="a bar, no terminal needed")


def _taken_in(files: Files, options: dict[str, Any]) -> Imported:
    progress = _progress(options["progress"])
    try:
        return network_imports.take_in(files, options["create_customers"], "command", progress)
    except FilesRefused as refused:
        path = options["errors"] or files.network.with_name(files.network.name + ".errors")
        refused.write(path)
        found = f"{_many(refused.count, 'error')}, all in {path}; nothing was written."
        raise CommandError(f"{refused}\n{found}") from None


def _said(done: Imported) -> str:
    if done.changed_nothing:
        return f"{_many(done.lines, 'line')}: the store says the same already; nothing was written."
    parts = [_many(done.people, "new distributor"), _many(done.positions, "position")]
    parts += [_many(done.customers, "new customer")] if done.customers else []
    parts += [f"{_many(done.opened, 'person', 'people')} with an opening state"] * bool(done.opened)
    known = done.lines - done.people
    rest = f" {_many(known, 'line')} said what the store says already." if known else ""
    return f"{', '.join(parts)}.{rest}"


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def _progress(wanted: bool) -> Progress:
    """A line on stderr for each step, with a bar where it is known how far it is."""
    started = time.monotonic()
    shown_at, shown = 0.0, ""

    def say(step: str, part: float | None) -> None:
        nonlocal shown_at, shown
        now = time.monotonic()
        if not (wanted or sys.stderr.isatty()):
            return
        if step == shown and now - shown_at < STEP_SECONDS:
            return
        end = "\r" if shown in ("", step) else "\n"
        bar = "" if part is None else f" [{'#' * round(part * BAR):<{BAR}}] {part:4.0%}"
        print(
            f"{end}{now - started:7.1f} s  {step}{bar}\033[K", end="", file=sys.stderr, flush=True
        )
        shown_at, shown = now, step

    return say
