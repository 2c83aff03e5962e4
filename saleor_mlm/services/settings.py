"""Switch-on and the settings: the plugin's form holds everywhere, a channel's own go first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import transaction

from ..adapters import channels, clock, switch
from ..models import Activation, ChannelSettings
from .errors import MlmError

HOLD_DAYS = "Days until pay is released"
CV_PERCENT = "CV percent"
QV_PERCENT = "QV percent"
HOLD_DAYS_MAX = 365
URL_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds in every channel that says nothing of its own."""

    hold_days: int = 14
    cv_percent_ppm: int = 0
    qv_percent_ppm: int = 0


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """What holds for orders of a channel; `counts_from` is null where nothing counts."""

    counts_from: datetime | None
    cv_percent_ppm: int = 0
    qv_percent_ppm: int = 0
    hold_days: int = 14
    storefront_url: str = ""


def activate() -> Activation:
    """Set the instant from which orders count, once; switching off and on again keeps it."""
    now = clock.now()
    Activation.objects.bulk_create(
        [Activation(id=1, counts_from=now, sweep_watermark=now)], ignore_conflicts=True
    )
    return Activation.objects.get()


def activation() -> Activation | None:
    return Activation.objects.first()


def rules(channel_id: int) -> ChannelRules:
    """The rules of a channel: its own settings, else those of the form."""
    switched_on = activation()
    if switched_on is None:
        return ChannelRules(counts_from=None)
    defaults = form_values(
        [{"name": name, "value": value} for name, value in switch.form().items()]
    )
    own = ChannelSettings.objects.filter(channel_id=channel_id).first()
    if own is None:
        own = ChannelSettings(channel_id=channel_id)
    start = max(own.counts_from or switched_on.counts_from, switched_on.counts_from)
    return ChannelRules(
        counts_from=start if own.active else None,
        storefront_url=own.storefront_url,
        **{
            field.name: _first_set(getattr(own, field.name), getattr(defaults, field.name))
            for field in fields(Defaults)
        },
    )


def form_values(items: Iterable[Mapping[str, object]]) -> Defaults:
    """The form's texts as checked values; the error's field is the input's name."""
    texts = {str(item["name"]): str(item["value"] or "") for item in items}
    return Defaults(
        hold_days=days(texts.get(HOLD_DAYS) or "14", HOLD_DAYS),
        cv_percent_ppm=percent_ppm(texts.get(CV_PERCENT) or "0", CV_PERCENT),
        qv_percent_ppm=percent_ppm(texts.get(QV_PERCENT) or "0", QV_PERCENT),
    )


def days(text: str, field: str) -> int:
    if not text.strip().isdecimal() or not 0 <= int(text) <= HOLD_DAYS_MAX:
        message = f"Pay is held for 0 to {HOLD_DAYS_MAX} whole days."
        raise MlmError("OUT_OF_RANGE", message, field)
    return int(text)


def percent_ppm(text: str, field: str) -> int:
    """A percentage such as 12.5 in parts per million."""
    try:
        ppm = Decimal(text) * 10_000
        whole = int(ppm)
    except (InvalidOperation, ValueError, OverflowError):
        message = f"{text} is no percentage; write it like 12.5."
        raise MlmError("INVALID_DECIMAL", message, field) from None
    if whole != ppm or not 0 <= whole <= 1_000_000:
        message = "A percentage is 0 to 100 with at most four decimals."
        raise MlmError("OUT_OF_RANGE", message, field)
    return whole


def checked_url(text: str) -> str:
    """An address of a storefront, or nothing."""
    if text:
        try:
            URLValidator(["http", "https"])(text)
            MaxLengthValidator(URL_LENGTH_MAX)(text)
        except ValidationError:
            message = "A storefront's address is like https://shop.example, at most 200 characters."
            raise MlmError("INVALID_URL", message, "storefrontUrl") from None
    return text


def update_channel(slug: str, changes: Mapping[str, object]) -> ChannelSettings:
    """Change some settings of a channel; what is not named stays.

    A channel that is switched on again counts from then: its time off stays uncounted.
    """
    channel = channels.by_slug(slug)
    if channel is None:
        raise MlmError("CHANNEL_UNKNOWN", f"There is no channel {slug}.", "channel")
    with transaction.atomic():
        ChannelSettings.objects.bulk_create(
            [ChannelSettings(channel_id=channel.id)], ignore_conflicts=True
        )
        row = ChannelSettings.objects.select_for_update().get(channel_id=channel.id)
        if changes.get("active") and not row.active:
            row.counts_from = clock.now()
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
    return row


def _first_set(own: int | None, default: int) -> int:
    return default if own is None else own
