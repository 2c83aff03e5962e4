"""Money lives in two columns, an amount and a currency; these properties read them as one."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from prices import Money, TaxedMoney


def amount(**options: Any) -> models.DecimalField:
    options.setdefault("default", Decimal(0))
    return models.DecimalField(
        max_digits=settings.DEFAULT_MAX_DIGITS,
        decimal_places=settings.DEFAULT_DECIMAL_PLACES,
        **options,
    )


def currency() -> models.CharField:
    return models.CharField(max_length=settings.DEFAULT_CURRENCY_CODE_LENGTH)


def money(field: str) -> Any:
    def read(self: Any) -> Money | None:
        value = getattr(self, field)
        return None if value is None else Money(value, self.currency)

    def write(self: Any, value: Money) -> None:
        setattr(self, field, value.amount)

    return property(read, write)


def taxed_money(name: str) -> Any:
    net, gross = f"{name}_net_amount", f"{name}_gross_amount"

    def read(self: Any) -> TaxedMoney:
        return TaxedMoney(
            Money(getattr(self, net), self.currency), Money(getattr(self, gross), self.currency)
        )

    def write(self: Any, value: TaxedMoney) -> None:
        setattr(self, net, value.net.amount)
        setattr(self, gross, value.gross.amount)

    return property(read, write)
