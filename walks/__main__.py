"""python -m walks compare SEED | record | teeth; each says what it does with --help."""

import argparse
import sys

from . import found, teeth, two_hosts


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="walks", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, function in (
        ("compare", two_hosts.compare),
        ("record", found.record),
        ("teeth", teeth.prove),
    ):
        command = commands.add_parser(name, help=function.__doc__, description=function.__doc__)
        command.set_defaults(function=function)
    compare = commands.choices["compare"]
    compare.add_argument("seed")
    compare.add_argument("--walks", type=int, default=500)
    commands.choices["teeth"].add_argument("names", nargs="*")
    arguments = vars(parser.parse_args(words))
    return arguments.pop("function")(**arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
