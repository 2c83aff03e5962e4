"""What the company lets people see of one another, and what each of them chose."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ..adapters import clock, switch
from ..models import Distributor, PersonChoice
from .declared_settings import (
    CONTACTS_SHOWN,
    NAMES_SHOWN,
    TEAM_DEPTH,
    ContactsShown,
    NamesShown,
    Setting,
    Value,
)


@dataclass(frozen=True, slots=True)
class Policy:
    """How many levels below are shown (none: all), and whether names and contacts may be."""

    team_depth: int | None
    full_names: bool
    contacts: bool


def policy() -> Policy:
    """What rules now."""
    form = switch.form()

    def value(item: Setting) -> Value:
        text = form.get(str(item.form)) or None
        return item.default if text is None else item.parse(text)

    depth = value(TEAM_DEPTH)
    return Policy(
        team_depth=None if depth is None else int(depth),
        full_names=value(NAMES_SHOWN) == NamesShown.FULL,
        contacts=value(CONTACTS_SHOWN) == ContactsShown.BY_CHOICE,
    )


def choices(distributor_ids: Collection[int]) -> dict[int, PersonChoice]:
    """What people chose; whoever never did lets nothing be shown."""
    found = PersonChoice.objects.in_bulk(list(distributor_ids))
    return {
        number: found.get(number) or PersonChoice(distributor_id=number)
        for number in distributor_ids
    }


def shown_by_name() -> Any:
    """The ids of those who chose to be shown by name."""
    return PersonChoice.objects.filter(name_shown=True).values("distributor_id")


def choose(
    distributor: Distributor, name_shown: bool | None, contact_shown: bool | None
) -> PersonChoice:
    """Let a distributor choose; what is not said stays."""
    said = {"name_shown": name_shown, "contact_shown": contact_shown}
    chosen = {name: value for name, value in said.items() if value is not None}
    row, _ = PersonChoice.objects.update_or_create(
        distributor=distributor, defaults={**chosen, "changed_at": clock.now()}
    )
    return row


def name_for_others(distributor: Distributor, choice: PersonChoice, rules: Policy) -> str:
    """A name as everybody else sees it."""
    if rules.full_names or choice.name_shown:
        return distributor.display_name
    return initials(distributor.display_name)


def initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())
