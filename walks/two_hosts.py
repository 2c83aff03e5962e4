"""Walks on two hosts at once, what differs, and each kind of difference in its shortest form."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Queue

from . import hosts, reports
from .compare import Difference, Story, difference
from .scripts import Script, draw
from .shrink import shrink

SHRUNK_MAX = 12
AHEAD_MAX = 20


@dataclass
class Findings:
    """What a comparison brought; `examples` has the first walk of each kind of difference."""

    kinds: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Script] = field(default_factory=dict)

    def add(self, script: Script, real: Story, sandbox: Story) -> None:
        self.operations.update(reports.operations(real))
        if found := difference(real, sandbox):
            self.kinds[found.kind] += 1
            self.examples.setdefault(found.kind, script)


def compare(seed: str, walks: int) -> int:
    """Take drawn walks on the sandbox and on the Saleor that SALEOR, SALEOR_PYTHON and DATABASE_URL
    name; 1 if any differs."""
    scripts = [draw(seed, number) for number in range(walks)]
    found = Findings()
    began = time.monotonic()
    with hosts.saleor() as real, hosts.sandbox() as sandbox:
        stories = zip(_told(real, scripts), _told(sandbox, scripts), strict=True)
        for number, (script, pair) in enumerate(zip(scripts, stories, strict=True), start=1):
            found.add(script, *pair)
            if number % 50 == 0:
                print(f"{number} walks, {found.kinds.total()} differ", flush=True)
        seconds = time.monotonic() - began
        for kind in list(found.examples)[:SHRUNK_MAX]:
            reports.show(*_shortest(found.examples[kind], kind, real, sandbox))
    reports.summary(found.kinds, found.operations)
    print(
        f"seed {seed}: {walks} walks, {found.operations.total()} operations, "
        f"{found.kinds.total()} differ, {seconds:.0f} s"
    )
    return 1 if found.kinds else 0


def _told(host: hosts.Host, scripts: list[Script]) -> Iterator[Story]:
    """The stories that a host tells while the other is at work too."""
    told: Queue[Story] = Queue(AHEAD_MAX)
    threading.Thread(target=host.take_all, args=(scripts, told), daemon=True).start()
    return (told.get() for _ in scripts)


def _shortest(
    script: Script, kind: str, real: hosts.Host, sandbox: hosts.Host
) -> tuple[Script, Difference | None]:
    last: Difference | None = None

    def differs(shorter: Script) -> bool:
        nonlocal last
        real.send(shorter)
        theirs = sandbox.take(shorter)
        now = difference(real.receive(), theirs)
        if now and now.kind == kind:
            last = now
        return bool(now and now.kind == kind)

    differs(script)
    return shrink(script, differs), last
