"""All checks of a plan's content; each part of the plan has its own file."""

from collections.abc import Iterator

from .problems import Finding
from .schema import Plan


def errors(plan: Plan) -> Iterator[Finding]:
    """Why a plan cannot be calculated, or may not be."""
    yield from ()


def warnings(plan: Plan) -> Iterator[Finding]:
    """What may be wise to change."""
    yield from ()
