"""CV and QV: what the company fixed for a variant, product or category, else a percent."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from ..adapters import catalogue, channels, clock
from ..adapters.catalogue import Place
from ..engine.sale_facts import E4, PercentVolume, UnitVolume
from ..models import Volume
from ..models.volumes import VolumeTarget
from .errors import MlmError
from .settings import ChannelRules

LARGEST = Decimal(100_000_000)
# Decimal itself takes 1_000, NaN and the digits of every script.
DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True)
class VolumeChange:
    """A wish: CV and QV of one unit as decimals, both none to end a volume."""

    target: str
    target_id: int
    channel: str
    cv: str | None
    qv: str | None


def set_volumes(changes: Iterable[VolumeChange], actor: str) -> list[Volume]:
    """Set volumes from now on, all or none; orders placed before keep theirs."""
    now = clock.now()
    rows = [_checked(change, index, now, actor) for index, change in enumerate(changes)]
    if not rows:
        raise MlmError("REQUIRED", "Name at least one volume.", "input")
    with transaction.atomic():
        return Volume.objects.bulk_create(rows)


def volumes_at(
    channel_id: int, places: Mapping[int, Place], at: datetime, rules: ChannelRules
) -> dict[int, UnitVolume | PercentVolume]:
    """The volume of each variant as it was at an instant: the nearest target that has one."""
    fixed = _fixed(channel_id, places, at)
    percent = PercentVolume(rules.cv_percent_ppm, rules.qv_percent_ppm)
    return {
        variant_id: next(
            (fixed[key] for key in _nearest_first(variant_id, place) if key in fixed), percent
        )
        for variant_id, place in places.items()
    }


type _Key = tuple[str, int]


def _fixed(channel_id: int, places: Mapping[int, Place], at: datetime) -> dict[_Key, UnitVolume]:
    wanted = {key for item in places.items() for key in _nearest_first(*item)}
    if not wanted:
        return {}
    targets = Q()
    for target in VolumeTarget.values:
        ids = [target_id for kind, target_id in wanted if kind == target]
        targets |= Q(target=target, target_id__in=ids)
    rows = Volume.objects.filter(targets, channel_id=channel_id, since__lte=at)
    newest = {(row.target, row.target_id): row for row in rows.order_by("since", "id")}
    return {
        key: UnitVolume(row.cv_e4, row.qv_e4)
        for key, row in newest.items()
        if row.cv_e4 is not None and row.qv_e4 is not None
    }


def _nearest_first(variant_id: int, place: Place) -> list[_Key]:
    keys: list[_Key] = [(VolumeTarget.VARIANT, variant_id)]
    if place.product_id is not None:
        keys.append((VolumeTarget.PRODUCT, place.product_id))
    return keys + [(VolumeTarget.CATEGORY, category_id) for category_id in place.category_ids]


def _checked(change: VolumeChange, index: int, now: datetime, actor: str) -> Volume:
    channel = channels.by_slug(change.channel)
    if channel is None:
        message = f"There is no channel {change.channel}."
        raise MlmError("CHANNEL_UNKNOWN", message, f"input.{index}.channel")
    if not catalogue.exists(change.target, change.target_id):
        raise MlmError("NOT_FOUND", f"There is no such {change.target}.", f"input.{index}")
    if (change.cv is None) != (change.qv is None):
        message = "Give both CV and QV, or neither to end the volume."
        raise MlmError("REQUIRED", message, f"input.{index}")
    return Volume(
        target=change.target,
        target_id=change.target_id,
        channel_id=channel.id,
        cv_e4=_e4(change.cv, f"input.{index}.cv"),
        qv_e4=_e4(change.qv, f"input.{index}.qv"),
        since=now,
        actor=actor,
    )


def _e4(text: str | None, field: str) -> int | None:
    if text is None:
        return None
    if not DECIMAL.fullmatch(text):
        raise MlmError("INVALID_DECIMAL", f"{text} is not a decimal number.", field)
    scaled = Decimal(text) * E4
    whole = int(scaled)
    if scaled != whole:
        raise MlmError("TOO_PRECISE", "A volume has at most four decimals.", field)
    if not 0 <= scaled <= LARGEST * E4:
        raise MlmError("OUT_OF_RANGE", "A volume is between 0 and 100,000,000.", field)
    return whole
