"""The command line: `python -m saleor_sandbox COMMAND`.

Invariant: a person sees one line for each thing that happens, and never a traceback for what they
can put right themselves.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from . import postgres, real, store, theme
from .errors import CannotRun
from .processes import end_with


def main() -> int:
    arguments = _parser().parse_args()
    # SIGINT too: a shell without job control starts background commands with it ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    # nohup means to outlive the one who started it; otherwise the store ends with them.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _stop)
        end_with(os.getppid(), signal.SIGTERM)
    try:
        code: int = arguments.command(arguments)
    except CannotRun as error:
        print(f"store: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("store: stopped")
        return 0
    return code


def demo(arguments: argparse.Namespace) -> int:
    """The store with a company in it and a storefront before it, until Ctrl-C."""
    theme.check_port(arguments.theme)
    with store.running(_options(arguments)) as running:
        running.say(["-m", "saleor_sandbox.demo", "load"])
        theme.start(running, arguments.theme)
        running.say(["-m", "saleor_sandbox.demo", "sale"])
        print(f"Logs           {running.folder / 'logs'}")
        if arguments.once:
            print("It stops now; its data stays until `make demo-reset`.")
        else:
            print("Ctrl-C stops it; its data stays until `make demo-reset`.", flush=True)
            running.wait()
    return 0


def up(arguments: argparse.Namespace) -> int:
    """The store without a company, until Ctrl-C."""
    with store.running(_options(arguments)) as running:
        _tell(arguments.json, running.addresses())
        running.wait()
    return 0


def run(arguments: argparse.Namespace) -> int:
    """The store for as long as one command runs; STORE_URL tells the command where it is."""
    with store.running(_options(arguments)) as running:
        return subprocess.run(arguments.words, env=running.env, check=False).returncode


def saleor(arguments: argparse.Namespace) -> int:
    """The same on a real Saleor, which SALEOR, SALEOR_PYTHON and DATABASE_URL name."""
    given = real.given()
    options = store.Options(name=f"saleor-{given.database}", port=arguments.ports)
    with real.running(options, given, eager=arguments.eager) as running:
        told = real.told(running, given)
        return subprocess.run(arguments.words, env=told, check=False).returncode


def pg(arguments: argparse.Namespace) -> int:
    """PostgreSQL only, thrown away at the end."""
    with postgres.throw_away() as database_url:
        _tell(arguments.json, {"database_url": database_url, "pid": os.getpid()})
        signal.pause()
    return 0


def reset(arguments: argparse.Namespace) -> int:
    """Remove the store and its database."""
    store.reset(arguments.db)
    print(f"store: {arguments.db!r} is gone; the next start makes a new one")
    return 0


def status(arguments: argparse.Namespace) -> int:
    """One line: where the store answers, or that it does not run."""
    addresses = store.addresses_of(arguments.db)
    print(f"{arguments.db}: {addresses['store_url'] if addresses else 'not running'}")
    return 0 if addresses else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="saleor_sandbox", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for function in (demo, up, run, saleor, pg, reset, status):
        command = commands.add_parser(function.__name__, help=function.__doc__)
        command.set_defaults(command=function)
        if function not in (saleor, pg):
            command.add_argument("--db", default="demo", metavar="NAME", help="which store")
        if function in (demo, up, run):
            _add_store_options(command)
        if function in (up, pg):
            command.add_argument("--json", type=Path, help="write the addresses to this file")
    commands.choices["demo"].add_argument("--once", action="store_true", help="stop when ready")
    commands.choices["saleor"].add_argument("--ports", default=0, type=_port)
    commands.choices["saleor"].add_argument("--eager", action="store_true", help="no broker")
    for name in ("run", "saleor"):
        commands.choices[name].add_argument("words", nargs="+", metavar="-- COMMAND")
    commands.choices["demo"].add_argument(
        "--theme", type=_port, metavar="PORT", help="with the storefront, on this port or auto"
    )
    return parser


def _add_store_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--ports", default=8000, type=_port, help="web's port, or auto")
    command.add_argument("--fresh", action="store_true", help="throw away an earlier one first")
    command.add_argument(
        "--volatile", action="store_true", help="no fsync, fast passwords: for tests"
    )


def _port(words: str) -> int:
    port = 0 if words == "auto" else int(words)
    if not 0 <= port < 2**16:
        raise argparse.ArgumentTypeError(f"{words} is no port")
    return port


def _options(arguments: argparse.Namespace) -> store.Options:
    return store.Options(
        name=arguments.db,
        host=arguments.host,
        port=arguments.ports,
        fresh=arguments.fresh,
        durable=not arguments.volatile,
    )


def _tell(path: Path | None, addresses: dict[str, str | int]) -> None:
    """Say that all is ready; the file appears whole or not at all."""
    words = json.dumps(addresses)
    if path:
        draft = path.with_name(path.name + ".new")
        draft.write_text(words)
        draft.replace(path)
    print(words, flush=True)


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
