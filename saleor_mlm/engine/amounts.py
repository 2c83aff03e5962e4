"""Amounts as people write them: exact decimals, never floats."""

from fractions import Fraction


def amount_text(amount_minor: int, exponent: int) -> str:
    """-123 with exponent 2 as `-1.23`, with exponent 0 as `-123`."""
    return decimal_text(Fraction(amount_minor, 10**exponent), decimals_min=exponent)


def decimal_text(value: Fraction, decimals_min: int) -> str:
    """A finite decimal in full, with at least so many decimals."""
    decimals = decimals_min
    while (scaled := value * 10**decimals).denominator != 1:
        if decimals > decimals_min + 40:
            raise ValueError(f"{value} is no finite decimal")
        decimals += 1
    digits = f"{abs(scaled.numerator):0{decimals + 1}}"
    sign = "-" if value < 0 else ""
    cut = len(digits) - decimals
    return f"{sign}{digits[:cut]}" + (f".{digits[cut:]}" if decimals else "")
