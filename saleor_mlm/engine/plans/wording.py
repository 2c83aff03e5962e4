"""Words that all sentences about a plan are made of."""

from collections.abc import Iterable

from .volumes import Measure, SaleFilter

MEASURES = {
    Measure.QV: "qualifying volume (QV)",
    Measure.CV: "commissionable volume (CV)",
    Measure.PRICE: "net price",
    Measure.MARGIN: "margin",
    Measure.UNITS: "pieces",
}


def measure_name(measure: str) -> str:
    """`CV`, `net price`: as short as it can be said."""
    return measure.upper() if measure in ("qv", "cv") else MEASURES[Measure(measure)]


def quoted(name: str) -> str:
    """A name of the plan."""
    return f"“{name}”"


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *rest, end = words
    return f"{', '.join(rest)} {last} {end}" if rest else end


def names(keys: Iterable[str], last: str = "and") -> str:
    """Names of the plan, one after the other."""
    return listed(map(quoted, keys), last)


def counted(number: int, one: str) -> str:
    """`1 period`, `3 periods`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def whose_orders(sales: SaleFilter) -> str:
    """Whose orders a filter lets through, as said to the distributor at whom they stand."""
    if sales.buyers is None:
        return "your own orders and those of your own customers"
    classes = [klass for klass in sales.buyers if klass != "self"]
    customers = f"your {listed(classes)} customers" if classes else ""
    if "self" not in sales.buyers:
        return f"orders of {customers}"
    return f"your own orders and those of {customers}" if classes else "your own orders"


def which_sales(sales: SaleFilter) -> str:
    """What else a filter asks of sales; empty where it asks nothing."""
    parts = []
    if sales.order_kinds is not None:
        parts.append(f"only {listed(sales.order_kinds)} orders")
    if sales.product_lines is not None:
        parts.append(f"only {listed(sales.product_lines)}")
    if sales.countries is not None:
        parts.append(f"only orders from {listed(sales.countries)}")
    return "".join(f", {part}" for part in parts)
