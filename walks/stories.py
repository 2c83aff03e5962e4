"""The story of a walk: after each step the answers, the hooks and the state of what was touched."""

import json
from pathlib import Path
from typing import Any

from mlm_recorder.state import read_checkout, read_order

from . import books, oracle
from .walk import Walk, key_of

Chapter = dict[str, Any]


class Story:
    def __init__(self, walk: Walk, hooks: Path) -> None:
        self.walk = walk
        self.hooks = hooks
        self.place = 0
        self.chapters: list[Chapter] = []
        self.heard: dict[str, list[str]] = {}
        self.buyers: dict[str, tuple[int | None, bool]] = {}
        self.attached: dict[str, str] = {}

    def add(self, number: int, do: str, touched: str | None) -> None:
        heard = self._hooks()
        chapter: Chapter = {"step": f"{number} {do}", "answers": self.walk.answers, "hooks": heard}
        if touched in self.walk.orders:
            order_id = key_of(self.walk.orders[touched])
            chapter |= {"order": read_order(order_id), "books": books.read(order_id)}
        elif touched in self.walk.carts:
            chapter["cart"] = read_checkout(key_of(self.walk.carts[touched]))
        self.chapters.append(chapter)
        self._remember(heard)

    def _hooks(self) -> list[Chapter]:
        with self.hooks.open() as lines:
            lines.seek(self.place)
            text = lines.read()
            self.place = lines.tell()
        return [json.loads(line) for line in text.splitlines()]

    def _remember(self, heard: list[Chapter]) -> None:
        """Keep what decides the attribution: claims of checkouts, metadata at the first hook."""
        from saleor_mlm.models import CheckoutClaim

        for claim in CheckoutClaim.objects.filter(checkout_token__in=self._checkouts()):
            self.attached[str(claim.checkout_token)] = claim.distributor.code
        for hook in heard:
            if "order" in hook and hook["state"]:
                code = hook["state"]["metadata"].get("mlm.ref", "")
                self.heard.setdefault(hook["order"], []).append(code)
        self._note_buyers()

    def _note_buyers(self) -> None:
        """Keep by whom an order was placed, as it was when it was first read."""
        from saleor_mlm.models import Attribution

        keys = [key_of(order_id) for order_id in self.walk.orders.values()]
        for row in Attribution.objects.filter(order_id__in=keys):
            key = str(row.order_id)
            if key not in self.buyers:
                self.buyers[key] = oracle.placed_by(key)

    def _checkouts(self) -> list[str]:
        return [key_of(checkout_id) for checkout_id in self.walk.carts.values()]

    def ended(self, reading: str) -> Chapter:
        self._note_buyers()
        order_ids = {name: key_of(key) for name, key in self.walk.orders.items()}
        ends = {name: {"books": books.read(key)} for name, key in order_ids.items()}
        for name, key in order_ids.items():
            ends[name]["order"] = read_order(key)
        problems = self._problems(order_ids, reading)
        problems += [f"{name}: not read" for name in self._unread(order_ids)]
        again = books.read_again(list(order_ids.values()))
        if again:
            problems.append(f"read again, {again} rows more")
        return {"chapters": self.chapters, "ends": ends, "problems": problems}

    def _unread(self, order_ids: dict[str, str]) -> list[str]:
        late = books.read_late(list(order_ids.values()))
        return [name for name, key in order_ids.items() if key in late]

    def _problems(self, order_ids: dict[str, str], reading: str) -> list[str]:
        """Where our books are not what the slow calculation says."""
        problems = []
        for name, key in order_ids.items():
            expected, found = oracle.expected(key), books.sums(key)
            found = {line: row for line, row in found.items() if any(row)}
            if expected != found:
                wanted = sorted(expected.values())
                problems.append(f"{name}: {sorted(found.values())} instead of {wanted}")
        return problems + self._misattributed(order_ids, reading)

    def _misattributed(self, order_ids: dict[str, str], reading: str) -> list[str]:
        from saleor_mlm.models import Attribution

        names = {key: name for name, key in order_ids.items()}
        problems, past = [], oracle.Past()
        for row in Attribution.objects.filter(order_id__in=list(names)).order_by("decided_at"):
            key, found = str(row.order_id), books.read(str(row.order_id))["attribution"]
            order = oracle.read(key).order
            link = self.attached.get(order["checkout_token"], "")
            code = self._code(key, reading, found)
            wanted = oracle.attributed(key, self.buyers[key], link, code, past)
            if found != wanted:
                problems.append(f"{names[key]}: attributed {found} instead of {wanted}")
        return problems

    def _code(self, order_id: str, reading: str, found: Chapter) -> str:
        """The code that decides: where it was changed, what the first hook saw, if one is heard.

        An order that is read on its way, or swept, may have been read with another.
        """
        heard = [code for code in self.heard.get(order_id, []) if code]
        if reading != "end" and len(set(self.heard.get(order_id, []))) > 1:
            return found["distributor"] if found["distributor"] in map(str.upper, heard) else ""
        return heard[0] if heard else ""
