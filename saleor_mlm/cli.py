"""`saleor-mlm plan`: plans on files alone, without a database or a store.

Exit code 0: done. 1: something is wrong with what was given, said on stderr. 2: wrong usage.
"""

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from .engine.errors import EngineError
from .engine.plans import PlanError

type Command = Callable[[argparse.Namespace], None]


def main(argv: Sequence[str] | None = None) -> int:
    """The command line."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.command(arguments)
    except _WrongInput as error:
        print(error, file=sys.stderr)
        return 1
    return 0


class _WrongInput(Exception):
    """What is wrong with what was given, in full."""


def _check(arguments: argparse.Namespace) -> None:
    from .files.plans import checked

    _tell(lambda: checked(arguments.file, arguments.on, arguments.promotion))


def _explain(arguments: argparse.Namespace) -> None:
    from .files.plans import explained

    _tell(lambda: explained(arguments.file, arguments.on, arguments.promotion))


def _diff(arguments: argparse.Namespace) -> None:
    from .files.plans import difference

    _tell(lambda: difference(arguments.old, arguments.new, arguments.on))


def _run(arguments: argparse.Namespace) -> None:
    _needs_pyarrow()
    from .files.inputs import Paths
    from .files.run import run

    say = _progress(arguments.progress)
    paths = _paths(Paths, arguments)
    out, ending = arguments.out, arguments.format
    _tell(lambda: run(paths, arguments.period, arguments.every, out, ending, say))


def _trace(arguments: argparse.Namespace) -> None:
    _needs_pyarrow()
    from .files.inputs import Paths
    from .files.trace import trace

    say = _progress(arguments.progress)
    paths, people = _paths(Paths, arguments), arguments.distributor
    _tell(lambda: trace(paths, arguments.period, arguments.every, people, arguments.run, say))


def _tell(sentences: Callable[[], Sequence[str]]) -> None:
    from .files.problems import FileError

    try:
        for sentence in sentences():
            print(sentence)
    except (PlanError, FileError) as error:
        raise _WrongInput(str(error)) from error
    except EngineError as error:
        raise _WrongInput(f"{error} [{error.code}]") from error


def _paths[T](paths: Callable[..., T], arguments: argparse.Namespace) -> T:
    return paths(
        plan=arguments.plan,
        network=arguments.network,
        sales=arguments.sales,
        promotions=arguments.promotion,
        adjustments=arguments.adjustments,
        state_in=arguments.state_in,
        results_in=arguments.results_in,
    )


def _progress(wanted: bool) -> Callable[[str], None]:
    """Steps with the seconds since the start, to whoever looks on."""
    started = time.monotonic()

    def say(step: str) -> None:
        if wanted or sys.stderr.isatty():
            print(f"{time.monotonic() - started:7.1f} s  {step}", file=sys.stderr, flush=True)

    return say


def _needs_pyarrow() -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        message = "reading files of sales needs pyarrow: pip install 'saleor-mlm[plan]'"
        raise _WrongInput(message) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="saleor-mlm", description="Compensation plans on files.")
    areas = parser.add_subparsers(required=True, metavar="plan")
    commands = areas.add_parser("plan", help="check, explain, run, trace, diff").add_subparsers(
        required=True, metavar="COMMAND"
    )
    _add_check(commands, "check", _check, "say all that is wrong with a plan, or its hashes")
    _add_check(commands, "explain", _explain, "a plan in sentences, and the order of its rules")
    _add_run(commands)
    _add_trace(commands)
    _add_diff(commands)
    return parser


type _Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def _add_check(commands: _Commands, name: str, command: Command, text: str) -> None:
    parser = commands.add_parser(name, help=text)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--on", type=_day, metavar="DAY", help="as it rules in a period from DAY")
    _add_promotions(parser)
    parser.set_defaults(command=command)


def _add_run(commands: _Commands) -> None:
    parser = commands.add_parser("run", help="work out a period and write a folder")
    _add_inputs(parser)
    parser.add_argument("--period", required=True, help="its key: 2026-10, 2026-W41, 2026-10-05")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="not there yet")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv", help="of tables")
    parser.set_defaults(command=_run)


def _add_trace(commands: _Commands) -> None:
    parser = commands.add_parser("trace", help="why somebody is paid what he is, and not more")
    _add_inputs(parser)
    parser.add_argument("--period", help="its key; left out: that of --run")
    parser.add_argument("--run", type=Path, metavar="DIR", help="check that it is this run")
    parser.add_argument("--distributor", required=True, metavar="KEY")
    parser.set_defaults(command=_trace)


def _add_diff(commands: _Commands) -> None:
    parser = commands.add_parser("diff", help="what is different between two plans, in words")
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    parser.add_argument("--on", type=_day, metavar="DAY", help="as they rule from DAY on")
    parser.set_defaults(command=_diff)


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    """What a calculation reads; formats are told in docs/plan-files.md."""
    for name, text in (("plan", "YAML"), ("network", "CSV or Parquet"), ("sales", "the same")):
        parser.add_argument(f"--{name}", required=True, type=Path, metavar="FILE", help=text)
    _add_promotions(parser)
    parser.add_argument("--adjustments", type=Path, metavar="FILE", help="exceptions from tests")
    parser.add_argument("--state-in", type=Path, metavar="DIR", help="folder of the run before")
    parser.add_argument(
        "--results-in",
        type=Path,
        metavar="DIR",
        nargs="+",
        action="extend",
        default=[],
        help="folders of earlier runs: the one before, and those of shorter periods",
    )
    parser.add_argument("--every", help="which rules: month, week, day or a calendar of the plan")
    parser.add_argument("--progress", action="store_true", help="say the steps, no terminal needed")


def _add_promotions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--promotion",
        type=Path,
        metavar="FILE",
        nargs="+",
        action="extend",
        default=[],
        help="laid over the plan",
    )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = f"`{text}` is no day; expected one such as 2026-10-25"
        raise argparse.ArgumentTypeError(message) from None


if __name__ == "__main__":
    sys.exit(main())
