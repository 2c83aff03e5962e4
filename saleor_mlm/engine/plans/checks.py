"""All checks of a plan's content, and in which order."""

from collections.abc import Iterator

from .advice import advice
from .check_bonuses import bonus_findings
from .check_codes import country_findings, currency_findings
from .check_kept import kept_findings
from .check_names import name_findings
from .check_periods import calendar_findings, every_findings
from .check_rates import rate_findings
from .check_sales import recruiting_findings
from .check_standing import graph_findings, test_findings, volume_findings
from .problems import Finding
from .schema import Plan

ALONE = (name_findings, calendar_findings, volume_findings, test_findings, rate_findings)
"""What can be said of each part by itself."""
TOGETHER = (bonus_findings, graph_findings)
"""What is followed by name, so that all names must be there."""
IN_ORDER = (every_findings, recruiting_findings)
"""What is followed to the end, so that nothing may go round in a circle."""
NEW = (kept_findings, country_findings, currency_findings)
"""What is asked of a document that is not published yet: one that is cannot be mended."""


def errors(plan: Plan, *, new: bool) -> Iterator[Finding]:
    """Why a plan cannot be calculated, or may not be; new: it is not published yet."""
    for stage in (ALONE, TOGETHER, IN_ORDER, NEW if new else ()):
        found = [finding for check in stage for finding in check(plan)]
        yield from found
        if found:
            return


def warnings(plan: Plan) -> Iterator[Finding]:
    """What may be wise to change."""
    return advice(plan)
