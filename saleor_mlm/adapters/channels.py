"""Saleor's sales channels, by slug."""

from collections.abc import Iterable
from dataclasses import dataclass

from saleor.channel.models import Channel as SaleorChannel


@dataclass(frozen=True, slots=True)
class Channel:
    id: int
    slug: str
    currency: str


def by_slug(slug: str) -> Channel | None:
    row = SaleorChannel.objects.filter(slug=slug).first() if "\x00" not in slug else None
    return _channel(row) if row else None


def all_channels() -> Iterable[Channel]:
    return [_channel(row) for row in SaleorChannel.objects.order_by("slug")]


def _channel(row: SaleorChannel) -> Channel:
    return Channel(row.id, row.slug, row.currency_code)
