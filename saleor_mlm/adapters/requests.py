"""Where a request came from, and how often one address asks."""

from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

KEY = "saleor_mlm.asked"


def address(request: HttpRequest) -> str | None:
    """The client's address, by what Saleor's setting REAL_IP_ENVIRON names: the connection itself,
    and a header only where the operator says that a proxy of his own writes it.

    A proxy adds on the right what it has seen; what stands further left, anybody may have sent.
    """
    for name in settings.REAL_IP_ENVIRON:
        last = str(request.META.get(name, "")).split(",")[-1].strip()
        if _is_address(last):
            return last
    return None


def is_too_many(what: str, request: HttpRequest, limit: int, seconds: int) -> bool:
    """Whether an address asked more than `limit` times within the seconds since its first.

    Counted in Django's cache, as Saleor counts logins. Nobody is refused where the cache fails.
    """
    key = f"{KEY}:{what}:{address(request)}"
    try:
        if cache.add(key, 1, seconds):
            return False
        return bool(cache.incr(key) > limit)
    except Exception:
        return False


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
