"""Who stands below whom in one tree."""

from collections.abc import Iterable, Iterator

from .inputs import Person


class Tree:
    """One tree of people; several roots are several trees beside each other.

    `bottom_up`: everyone, each after all that stand below him; who is outside the tree comes last.
    """

    def __init__(self, name: str, people: Iterable[Person]) -> None:
        self.parent = {
            person.name: person.parents[name] for person in people if name in person.parents
        }
        self.children: dict[str, list[str]] = {person.name: [] for person in people}
        for child, parent in self.parent.items():
            if parent is not None:
                self.children[parent].append(child)
        self._number()

    def _number(self) -> None:
        """Give each person the interval of visits in which everyone below was visited."""
        self._entered: dict[str, int] = {}
        self._left: dict[str, int] = {}
        self.bottom_up: list[str] = []
        visits = [(name, False) for name, parent in self.parent.items() if parent is None]
        while visits:
            name, done = visits.pop()
            if done:
                self._left[name] = len(self._entered)
                self.bottom_up.append(name)
                continue
            self._entered[name] = len(self._entered)
            visits.append((name, True))
            visits.extend((child, False) for child in self.children[name])
        self.bottom_up += [name for name in self.children if name not in self.parent]

    def way_up(self, name: str) -> Iterator[str]:
        """The person himself and everyone above, to the top; nobody for who is outside."""
        above: str | None = name if name in self.parent else None
        while above is not None:
            yield above
            above = self.parent[above]

    def stands_below(self, name: str, top: str) -> bool:
        """Whether `name` is `top` or somebody below."""
        if name not in self._entered or top not in self._entered:
            return False
        return self._entered[top] <= self._entered[name] < self._left[top]
