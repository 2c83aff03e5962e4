"""Saleor's sales channels, by slug."""

from collections.abc import Iterable
from dataclasses import dataclass

from saleor.channel.models import Channel as SaleorChannel

from . import statements

BY_SLUG = "SELECT id, slug, currency_code FROM channel_channel WHERE slug = %(slug)s"


@dataclass(frozen=True, slots=True)
class Channel:
    id: int
    slug: str
    currency: str


def by_slug(slug: str) -> Channel | None:
    found = statements.row(BY_SLUG, {"slug": slug}) if "\x00" not in slug else None
    return Channel(*found) if found else None


def all_channels() -> Iterable[Channel]:
    return [_channel(row) for row in SaleorChannel.objects.order_by("slug")]


def _channel(row: SaleorChannel) -> Channel:
    return Channel(row.id, row.slug, row.currency_code)
