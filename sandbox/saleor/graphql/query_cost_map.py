"""The cost of fields that read more than their own row."""

from typing import Any

_PAGE = {"complexity": 1, "multipliers": ["first", "last"]}

COST_MAP: dict[str, dict[str, dict[str, Any]]] = {
    "Query": {
        name: dict(_PAGE)
        for name in (
            "categories customers orders plugins products productVariants warehouses"
        ).split()
    }
    | {
        name: {"complexity": 1}
        for name in (
            "app category channel channels checkout me order plugin product "
            "productVariant transaction user warehouse"
        ).split()
    },
    "User": {"orders": dict(_PAGE), "checkouts": dict(_PAGE), "addresses": {"complexity": 1}},
    "Category": {"products": dict(_PAGE), "children": dict(_PAGE)},
    "Product": {"variants": {"complexity": 1}, "media": {"complexity": 1}},
    "ProductVariant": {"stocks": {"complexity": 1}, "product": {"complexity": 1}},
    "Checkout": {"lines": {"complexity": 1}, "user": {"complexity": 1}},
    "Order": {
        name: {"complexity": 1}
        for name in "events fulfillments lines grantedRefunds transactions user".split()
    },
}
