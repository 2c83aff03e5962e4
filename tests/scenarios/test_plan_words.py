"""What a plan may ask of an order: the line of a product, and the country it goes to: S63."""

from .books import Books
from .line import Line
from .mlm import Mlm
from .store import Store
from .waiting import until_equal

LINES = "{by: product-line, rows: {wellness: 20 %, other: 10 %}}"
COUNTRIES = "{by: country, of: order, rows: {JP: 8 %, other: 4 %}}"
PLAN = f"""
plan: words
name: Words
time_zone: UTC
period: month
rounding: half-even
words: {{product_lines: [wellness]}}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {{by: level, rows: [{LINES}, {COUNTRIES}]}}
"""


def test_s63_a_product_line_and_a_country_pay_their_own_rates(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given a plan that pays by them, and guests of Carol's in both countries
    month = books.new_month(PLAN).key
    for channel in ("us", "jp"):
        checkout = store.checkout({"SKU-01": 2, "SKU-02": 1}, channel=channel)
        mlm.follow_link(checkout, line.carol, channel)
        store.fulfill(store.buy(checkout))
    # then every product stands in the category of that name; of 24.70 and 33.30
    #   Carol 20 %:                    4.940 -> 4.94, 6.66
    #   Bob, to the United States 4 %: 0.988 -> 0.99, 1.332 -> 1.33
    dollars = {"Carol": 494 + 666, "Bob": 99 + 133}
    # and of 2470 and 3330 yen
    #   Carol 20 %:        494, 666
    #   Bob, to Japan 8 %: 197.6 -> 198, 266.4 -> 266
    yen = {"Carol": 494 + 666, "Bob": 198 + 266}
    until_equal(lambda: line.estimated(month), dollars)
    until_equal(lambda: line.estimated(month, "JPY"), yen)
    # when
    books.close()
    # then
    assert (line.posted(month), line.posted(month, "JPY")) == (dollars, yen)
