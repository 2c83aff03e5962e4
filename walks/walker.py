"""Takes walks inside a host: a script comes in as a line of JSON, the walk's story goes out as one.

`python -m walks.walker` with the host's DATABASE_URL, migrated and seeded. Invariant: one process,
one walk at a time, tasks at once; so a story follows from its script.
"""

import json
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any, TextIO

os.environ["DJANGO_SETTINGS_MODULE"] = "walks.settings"
# The recorder is on by default where this names a file.
HOOKS = Path(tempfile.mkdtemp()) / "hooks.jsonl"
os.environ["MLM_RECORDER_FILE"] = str(HOOKS)


def main() -> None:
    import django

    django.setup()
    from .payment_app import PaymentApp
    from .shop import Counter, lay

    out, sys.stdout = sys.stdout, sys.stderr
    store, payment_app = Counter(), PaymentApp()
    lay(store, payment_app.url)
    _say(out, {"ready": True})
    for run, line in enumerate(sys.stdin, start=1):
        try:
            _say(out, take(json.loads(line), run, store, payment_app))
        except Exception:
            _say(out, {"fault": traceback.format_exc()})


def _say(out: TextIO, story: dict[str, Any]) -> None:
    out.write(json.dumps(story, default=str) + "\n")
    out.flush()


def take(script: dict[str, Any], run: int, store: Any, payment_app: Any) -> dict[str, Any]:
    """Take a walk; its story, with ids and times made the same on every host."""
    from django.utils import timezone

    from . import books, canonical, carts, orders, payments, shop, stories  # noqa: F401
    from .walk import Walk

    shop.switch(**script.get("shop", {}))
    HOOKS.write_text("")
    payment_app.begin(run)
    walk = Walk(store, payment_app, run)
    told = stories.Story(walk, HOOKS)
    first_step = timezone.now()
    for number, step in enumerate(script["steps"]):
        began = timezone.now()
        touched = walk.take(**step)
        if script["reading"] == "each":
            books.read_waiting()
        elif script["reading"] == "sweep":
            books.forget_hooks()
            books.read_swept(began)
        told.add(number, step["do"], touched)
    books.read_waiting()
    if script["reading"] != "sweep":
        books.read_swept(first_step)  # of a refund stated lower no hook tells
    return canonical.normalise(told.ended(script["reading"]), run)


if __name__ == "__main__":
    main()
