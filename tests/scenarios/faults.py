"""The fault plugin of a store, over HTTP: what may go wrong, and the store's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx

DRAIN = "saleor_mlm.tasks.outbox.drain"
SWEEP = "saleor_mlm.tasks.sweep.sweep"
BACKFILL = "saleor_mlm.tasks.backfills.apply"


class Faults:
    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def tell(self, command: str, **options: Any) -> dict[str, Any]:
        answer = self.http.post(f"/plugins/global/mlm.faults/{command}", json=options)
        assert answer.status_code == 200, f"{command}: {answer.status_code} {answer.text[:300]}"
        found: dict[str, Any] = answer.json()
        return found

    def clear(self) -> None:
        self.tell("clear")

    def now(self) -> datetime:
        return datetime.fromisoformat(self.tell("status")["now"])

    def hooks(self) -> list[str]:
        names: list[str] = self.tell("status")["hooks"]
        return names

    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = self.tell("status")["counts"]
        return counts

    def move_clock_to(self, instant: datetime) -> None:
        self.tell("clock", to=instant.isoformat())

    def move_clock(self, seconds: float) -> None:
        self.tell("clock", seconds=seconds)

    def run(self, *tasks: str) -> None:
        """Run tasks side by side, now, in the process that answers."""
        failed = [ran for ran in self.tell("run", tasks=tasks)["ran"] if "error" in ran]
        assert failed == []

    def digests(self) -> dict[str, str]:
        """A hash over each of our tables."""
        found: dict[str, str] = self.tell("digests")
        return found

    def without_plugin(self, absent: bool) -> None:
        """Whether the process that answers has our plugin in its list."""
        self.tell("absent", absent=absent)

    def start_slowly(self, task: str, delays: list[float], seconds: float) -> None:
        """Start a task behind the scenes after each delay; every order takes it so long."""
        self.tell("slow-reading", seconds=seconds)
        self.tell("start", task=task, delays=delays)

    @contextmanager
    def hook(self, mode: str, **options: Any) -> Iterator[None]:
        self.tell("hook", mode=mode, **options)
        try:
            yield
        finally:
            self.tell("mend-hooks")

    @contextmanager
    def tasks_paused(self) -> Iterator[None]:
        """No worker runs a task of ours meanwhile, unless `run` asks for it."""
        self.tell("pause", paused=True)
        try:
            yield
        finally:
            self.tell("pause", paused=False)

    @contextmanager
    def broker(self, mode: str) -> Iterator[dict[str, Any]]:
        """Break the broker of the process that answers; yields how a message sent there failed."""
        try:
            yield self.tell("broker", mode=mode)
        finally:
            self.tell("broker", mode="real")

    @contextmanager
    def mail_to(self, port: int) -> Iterator[None]:
        """The process that answers sends its mails to a port of this machine meanwhile."""
        try:
            self.tell("mail-to", port=port)
            yield
        finally:
            self.tell("mail-to", port=0)

    @contextmanager
    def plans_hidden(self) -> Iterator[None]:
        """As if no plan were in force in any period."""
        try:
            self.tell("hide-plans", hidden=True)
            yield
        finally:
            self.tell("hide-plans", hidden=False)

    @contextmanager
    def orders_unreadable(self) -> Iterator[None]:
        try:
            self.tell("fail-reading", failing=True)
            yield
        finally:
            self.tell("fail-reading", failing=False)

    @contextmanager
    def commit_under_way(self) -> Iterator[None]:
        """As if a run were being committed by another process."""
        try:
            self.tell("commit-under-way", lasting=True)
            yield
        finally:
            self.tell("commit-under-way", lasting=False)

    @contextmanager
    def tables_locked(self, seconds: float) -> Iterator[None]:
        try:
            self.tell("lock", seconds=seconds)
            yield
        finally:
            self.tell("unlock")
