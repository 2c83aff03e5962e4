from collections.abc import Iterable
from enum import Enum
from typing import Any


class PermissionDenied(Exception):
    def __init__(
        self, message: str | None = None, *, permissions: Iterable[Enum] | None = None
    ) -> None:
        if not message and permissions:
            names = ", ".join(permission.name for permission in permissions)
            message = f"To access this path, you need one of the following permissions: {names}"
        super().__init__(message or "You do not have permission to perform this action")
        self.permissions = permissions


class InsufficientStock(Exception):
    def __init__(self, items: list[Any]) -> None:
        super().__init__(f"Insufficient stock for {', '.join(str(item) for item in items)}")
        self.items = items
