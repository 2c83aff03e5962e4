"""Where the Saleors that we support differ in what we read: each difference is answered here.

Invariant: nothing else of ours decides by a version. `contract/` holds what each of them says about
every name that we use.
"""

from collections.abc import Mapping
from typing import Any

from saleor.order.models import Order


def metadata(order: Order) -> Mapping[str, Any]:
    """An order's metadata: 3.21 allows null where the later ones have an empty mapping."""
    return order.metadata or {}


def configuration(stored: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """A plugin's stored form: 3.21 allows null, and nothing is stored before the first save."""
    return stored or []
