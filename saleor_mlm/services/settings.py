"""Switch-on and settings: a channel's own go first, then the plugin's form, then the defaults.

The present is kept in a row, changes in a log that is only added to. The settings of an earlier
instant are the present with the changes since undone: an order is judged by what ruled when it was
placed, whenever it is read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from ..adapters import channels, clock, switch
from ..engine.attribution import (
    GuestIdentity,
    OwnPurchases,
    Policy,
    ProtectionFrom,
    RollUp,
    WinningClick,
)
from ..models import Activation, ChannelSettings, SettingChange
from .declared_settings import BY_NAME, FORM, TABLE, Setting, Value
from .errors import MlmError


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """What holds for orders of a channel; `counts_from` is null where nothing counts."""

    counts_from: datetime | None
    cv_percent_ppm: int = 0
    qv_percent_ppm: int = 0
    hold_days: int = 14
    storefront_url: str = ""
    policy: Policy = field(default_factory=Policy)


def activate() -> Activation:
    """Set the instant from which orders count, once; switching off and on again keeps it."""
    now = clock.now()
    Activation.objects.bulk_create(
        [Activation(id=1, counts_from=now, sweep_watermark=now)], ignore_conflicts=True
    )
    return Activation.objects.get()


def activation() -> Activation | None:
    return Activation.objects.first()


@dataclass(frozen=True, slots=True)
class InForce:
    """A setting as it holds: the channel's own text, or none, and the value that rules."""

    setting: Setting
    own: str | None
    value: Value


class Dated:
    """The settings of a channel at any instant, read from the database once."""

    def __init__(self, channel_id: int) -> None:
        self.activation = activation()
        row = ChannelSettings.objects.filter(channel_id=channel_id).first()
        self.row = row or ChannelSettings(channel_id=channel_id)
        self.form = form_texts(switch.form())
        wanted = Q(channel_id=channel_id) | Q(channel_id=None)
        self.changes = list(SettingChange.objects.filter(wanted).order_by("-id"))

    def rules(self, at: datetime) -> ChannelRules:
        """The rules at an instant; a change rules from its own instant on.

        Orders from before the switch-on, which count only when somebody asks for it, are judged by
        what rules now: then nothing was set yet.
        """
        first = self.activation.counts_from if self.activation else at
        values: dict[str, Any] = {
            item.setting.name: item.value
            for item in self.in_force(at if at >= first else clock.now())
        }
        return ChannelRules(
            counts_from=self._counts_from() if values["active"] else None,
            cv_percent_ppm=values["cvPercent"],
            qv_percent_ppm=values["qvPercent"],
            hold_days=values["holdDays"],
            storefront_url=values["storefrontUrl"],
            policy=_policy(values),
        )

    def in_force(self, at: datetime) -> list[InForce]:
        """Every setting at an instant, in the order of the table."""
        own = _own_texts(self.row)
        form = dict(self.form)
        for change in self.changes:
            if change.at > at:
                (form if change.channel_id is None else own)[change.name] = change.before
        return [_in_force(item, own[item.name], form.get(item.name)) for item in TABLE]

    def _counts_from(self) -> datetime | None:
        if self.activation is None:
            return None
        first = self.activation.counts_from
        return max(self.row.counts_from or first, first)


def rules(channel_id: int, at: datetime | None = None) -> ChannelRules:
    """The rules of a channel, now or as they were at an instant."""
    return Dated(channel_id).rules(at or clock.now())


def form_texts(stored: Mapping[str, str]) -> dict[str, str | None]:
    """What the form says, by the names of the settings; empty says nothing."""
    return {item.name: stored.get(str(item.form)) or None for item in FORM}


def check_form(items: Iterable[Mapping[str, object]]) -> None:
    """Refuse a form that makes no sense; the error's field is the input's name."""
    stored = {str(item["name"]): str(item["value"] or "") for item in items}
    texts = form_texts(stored)
    for item in FORM:
        text = texts[item.name]
        if text is not None:
            item.parse(text, item.form)


def log_form(before: Mapping[str, str], after: Mapping[str, str], actor: str) -> None:
    """Keep what a saved form changed."""
    old, new = form_texts(before), form_texts(after)
    _log(None, [(name, old[name], new[name]) for name in new], actor)


def update_channel(slug: str, texts: Mapping[str, str | None], actor: str) -> ChannelSettings:
    """Change some settings of a channel, all or none; what is not named stays.

    A text of none gives way to the form or the default. A channel that is switched on again counts
    from then: its time off stays uncounted.
    """
    channel_id = channel(slug).id
    values = _checked(texts)
    with transaction.atomic():
        ChannelSettings.objects.bulk_create(
            [ChannelSettings(channel_id=channel_id)], ignore_conflicts=True
        )
        row = ChannelSettings.objects.select_for_update().get(channel_id=channel_id)
        before = _own_texts(row)
        if values.get("active") and not row.active:
            row.counts_from = clock.now()
        for name, value in values.items():
            setattr(row, BY_NAME[name].column, value)
        row.save()
        after = _own_texts(row)
        _log(channel_id, [(name, before[name], after[name]) for name in values], actor)
    return row


def in_force(slug: str) -> list[InForce]:
    """Every setting of a channel as it holds now."""
    return Dated(channel(slug).id).in_force(clock.now())


def history(slug: str) -> "QuerySet[SettingChange]":
    """The changes that mattered to a channel, its own and the form's."""
    return SettingChange.objects.filter(Q(channel_id=channel(slug).id) | Q(channel_id=None))


def is_channel(slug: str) -> bool:
    return channels.by_slug(slug) is not None


def channel(slug: str) -> channels.Channel:
    found = channels.by_slug(slug)
    if found is None:
        raise MlmError("CHANNEL_UNKNOWN", f"There is no channel {slug}.", "channel")
    return found


def _checked(texts: Mapping[str, str | None]) -> dict[str, Value]:
    """Every value, or every error at once."""
    values: dict[str, Value] = {}
    errors: list[MlmError] = []
    for name, text in texts.items():
        try:
            values[name] = _value(name, text)
        except MlmError as error:
            errors.append(error)
    if errors:
        first, *more = errors
        raise MlmError(first.code, first.message, first.field, tuple(more))
    return values


def _value(name: str, text: str | None) -> Value:
    if name not in BY_NAME:
        message = f"There is no setting {name}; there are {', '.join(BY_NAME)}."
        raise MlmError("SETTING_UNKNOWN", message, name)
    item = BY_NAME[name]
    if text is None:
        nullable = ChannelSettings._meta.get_field(item.column).null
        return None if nullable else item.default
    return item.parse(text)


def _log(
    channel_id: int | None, changes: Iterable[tuple[str, str | None, str | None]], actor: str
) -> None:
    now = clock.now()
    SettingChange.objects.bulk_create(
        SettingChange(
            channel_id=channel_id, name=name, before=before, after=after, at=now, actor=actor
        )
        for name, before, after in changes
        if before != after
    )


def _own_texts(row: ChannelSettings) -> dict[str, str | None]:
    return {item.name: item.text(getattr(row, item.column)) for item in TABLE}


def _in_force(item: Setting, own: str | None, form: str | None) -> InForce:
    text = form if own is None else own
    return InForce(item, own, item.default if text is None else item.parse(text))


def policy_texts(policy: Policy) -> dict[str, str]:
    """A policy as its settings are written, by their names."""
    chosen = asdict(policy)
    return {item.name: item.words(chosen[item.column]) for item in TABLE if item.column in chosen}


def _policy(values: Mapping[str, Any]) -> Policy:
    return Policy(
        attribution_window_days=values["attributionWindowDays"],
        winning_click=WinningClick(values["winningClick"]),
        customer_protection=values["customerProtection"],
        customer_protection_days=values["customerProtectionDays"],
        customer_protection_from=ProtectionFrom(values["customerProtectionFrom"]),
        vouchers_attribute=values["vouchersAttribute"],
        own_purchases=OwnPurchases(values["ownPurchases"]),
        guest_identity=GuestIdentity(values["guestIdentity"]),
        roll_up=RollUp(values["rollUp"]),
    )
