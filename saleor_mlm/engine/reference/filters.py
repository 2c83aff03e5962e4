"""Which sales a volume, test or bonus counts."""

from ..plans.volumes import SaleFilter
from .inputs import OrderLine


def lets_through(sales: SaleFilter, line: OrderLine) -> bool:
    """Whether every key that is written agrees."""
    wanted = (
        (sales.buyers, "self" if line.own else line.buyer_class),
        (sales.order_kinds, line.order_kind),
        (sales.product_lines, line.product_line),
        (sales.countries, line.country),
    )
    return all(allowed is None or value in allowed for allowed, value in wanted)
