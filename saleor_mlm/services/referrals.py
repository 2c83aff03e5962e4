"""Referral links: what the public learns of a code, and the link's address."""

from ..adapters import channels
from ..models import Distributor
from . import claims, settings
from .errors import MlmError


def is_open(channel_slug: str) -> bool:
    """Whether a channel has distributors."""
    channel = channels.by_slug(channel_slug)
    return channel is not None and settings.rules(channel.id).counts_from is not None


def public(code: str, channel_slug: str) -> Distributor | None:
    """The distributor of a code that can be used in a channel."""
    if not is_open(channel_slug):
        return None
    try:
        return claims.referred(code)
    except MlmError:
        return None


def url(code: str, channel_slug: str, place: str | None = None) -> str:
    """The referral link into a channel's storefront; without a known storefront its path alone.

    `place` is the side of placement trees (left, right) that who joins by the link is wanted on.
    """
    channel = channels.by_slug(channel_slug)
    base = settings.rules(channel.id).storefront_url if channel else ""
    return f"{base.rstrip('/')}/{channel_slug}/r/{code}{f'?place={place}' if place else ''}"
