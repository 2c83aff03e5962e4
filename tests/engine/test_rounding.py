"""Exact base times exact rate, rounded once; also where 64 bits do not hold the product."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from saleor_mlm.engine.errors import AmountError
from saleor_mlm.engine.reference.money import rounded
from saleor_mlm.engine.rounding import Rounding, amounts_minor
from saleor_mlm.engine.scales import scale_of
from saleor_mlm.engine.snapshot import Currency

# The same examples on every machine and day: a pay rule is proven or not, never flaky.
many = settings(max_examples=250, deadline=None, derandomize=True, database=None)


def amount_minor(
    base_e4: int, rate: tuple[int, int], exponent: int = 2, rounding: Rounding = Rounding.HALF_EVEN
) -> int:
    bases = np.array([base_e4], dtype=np.int64)
    return int(amounts_minor(bases, rate=rate, exponent=exponent, rounding=rounding)[0])


@pytest.mark.parametrize(
    ("base_e4", "half_even", "half_up", "down"),
    [
        (333_000, 166, 167, 166),  # 1.665
        (247_000, 124, 124, 123),  # 1.235
        (333_001, 167, 167, 166),  # 1.665005
        (332_999, 166, 166, 166),  # 1.664995
        (0, 0, 0, 0),
    ],
)
def test_five_percent(base_e4: int, half_even: int, half_up: int, down: int) -> None:
    given_by = [amount_minor(base_e4, (1, 20), rounding=rounding) for rounding in Rounding]
    assert given_by == [half_even, half_up, down]


@many
@given(
    base_e4=st.one_of(st.integers(0, 10**8), st.integers(2**58, 2**62)),
    rate=st.sampled_from([(0, 1), (1, 1), (1, 20), (1, 40), (1, 3), (999_999, 10**6), (7, 10**6)]),
    exponent=st.integers(0, 4),
    rounding=st.sampled_from(Rounding),
)
def test_same_as_fractions(
    base_e4: int, rate: tuple[int, int], exponent: int, rounding: Rounding
) -> None:
    """hypothesis prefers small numbers, hence the bases that need more than 64 bits on the way."""
    exact = Fraction(base_e4, 10**4) * Fraction(*rate) * 10**exponent
    assume(exact < 2**63)
    assert amount_minor(base_e4, rate, exponent, rounding) == rounded(exact, rounding)


@many
@given(
    base_from_e4=st.integers(0, 10**8),
    length_e4=st.one_of(st.integers(0, 10**8), st.integers(2**58, 2**62)),
    values=st.lists(
        st.sampled_from([Fraction(0), Fraction(1, 20), Fraction(1, 3), Fraction(7, 10**6)]),
        min_size=1,
        max_size=3,
    ),
    exponent=st.integers(0, 4),
    rounding=st.sampled_from(Rounding),
)
def test_many_rates_over_one_denominator(
    base_from_e4: int, length_e4: int, values: list[Fraction], exponent: int, rounding: Rounding
) -> None:
    upper_e4 = base_from_e4 + length_e4
    assume(max(values) * upper_e4 * 10**exponent < 2**62 * 10**4)
    scale = scale_of(values, [Currency("XTS", exponent)], rounding, upper_e4)
    lower, upper = (np.full(len(values), base) for base in (base_from_e4, upper_e4))
    exact = [value * 10**exponent / 10**4 for value in values]
    expected = [
        rounded(one * upper_e4, rounding) - rounded(one * base_from_e4, rounding) for one in exact
    ]
    assert scale.amounts_minor(lower, upper, scale.numerators[0]).tolist() == expected
    assert max(expected) <= scale.amount_max


def test_a_rate_whose_numerator_leaves_64_bits_is_exact() -> None:
    share_of_a_share = Fraction(33_333_333_333_333_333, 10**18)
    currencies = [Currency("JPY", 0), Currency("KWD", 3)]

    scale = scale_of([share_of_a_share], currencies, Rounding.HALF_UP, 1_234_567)

    paid = [
        scale.amounts_minor(None, np.array([1_234_567]), scale.numerators[index, :1]).tolist()
        for index in range(2)
    ]
    assert paid == [[4], [4115]]  # 123.4567 x 0.0333... is 4.11522333...


def test_an_amount_beyond_64_bits_is_refused() -> None:
    with pytest.raises(AmountError) as caught:
        amounts_minor(np.array([2**62]), rate=(10**9, 1), exponent=4, rounding=Rounding.HALF_EVEN)
    assert caught.value.code == "amount-overflow"
