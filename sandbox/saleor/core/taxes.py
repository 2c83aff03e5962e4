"""The sandbox knows one tax: a flat rate on net prices, everywhere and on everything."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision
from prices import Money, TaxedMoney

TAX_RATE = Decimal("0.1000")


class TaxError(Exception):
    pass


def zero_money(currency: str) -> Money:
    return Money(Decimal(0), currency)


def zero_taxed_money(currency: str) -> TaxedMoney:
    return TaxedMoney(zero_money(currency), zero_money(currency))


def with_tax(net: Money) -> TaxedMoney:
    step = Decimal(10) ** -get_currency_precision(net.currency)
    rounded = net.amount.quantize(step, ROUND_HALF_UP)
    gross = (rounded * (1 + TAX_RATE)).quantize(step, ROUND_HALF_UP)
    return TaxedMoney(Money(rounded, net.currency), Money(gross, net.currency))
