"""Months: the store's clock is moved to their end, and what they sold is committed in order."""

from datetime import date, datetime, timedelta

from .faults import Faults
from .mlm import Mlm, Period, level_plan

MARGIN = timedelta(hours=12)


class Books:
    """Invariant: at most the month that runs now is not committed."""

    def __init__(self, mlm: Mlm, faults: Faults) -> None:
        self.mlm = mlm
        self.faults = faults

    def open(self) -> None:
        """Make the store's clock and its plan ready for a first month."""
        periods = self.mlm.periods()
        if not periods:
            self.mlm.publish(level_plan(), _first_day(self.faults.now()))
        committed = [period.ends_at for period in periods if period.state == "COMMITTED"]
        if committed and max(committed) > self.faults.now():
            self.faults.move_clock_to(max(committed) + MARGIN)

    def month(self) -> Period:
        """The month that runs now."""
        newest = self.mlm.periods()[0]
        assert newest.state == "OPEN"
        return newest

    def new_month(self, plan: str | None = None) -> Period:
        """Let the next month begin under a plan; everything before is committed."""
        self.end_month()
        self.commit_ended()
        month = self.month()
        self.mlm.publish(plan or level_plan(), month.starts_at.date())
        return month

    def close(self) -> Period:
        """End the month that runs and commit it; the plan stays in force. The month after it."""
        self.end_month()
        self.commit_ended()
        return self.month()

    def end_month(self) -> None:
        self.faults.move_clock_to(self.month().ends_at + MARGIN)

    def commit_ended(self) -> None:
        ended = [period for period in self.mlm.periods() if period.state == "CLOSING"]
        for period in reversed(ended):
            self.mlm.commit(period.key)


def _first_day(now: datetime) -> date:
    return now.date().replace(day=1)
