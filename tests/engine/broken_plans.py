"""The catalogue of broken plans: one change each of `plans/everything.yaml`, and the words that the
error must contain."""

from typing import NamedTuple


class Broken(NamedTuple):
    """`old` becomes `new`; the problem is on line number `line` of `new`, at `path`."""

    old: str
    new: str
    line: int
    path: str
    code: str
    message: str
    expected: str


FORM = {
    "a key twice": Broken(
        "period: month", "period: month\nperiod: week", 1, "period", "duplicate-key",
        "`period` is written twice, first on line 5", "each key once",
    ),
    "a bonus twice": Broken(
        "  pieces:\n", "  retail:\n", 0, "bonuses.retail", "duplicate-key",
        "`retail` is written twice", "each key once",
    ),
    "an anchor": Broken(
        "name: Everything", "name: &n Everything", 0, "", "yaml-syntax",
        "an anchor or alias", "one plain YAML document",
    ),
    "a tag": Broken(
        "name: Everything", "name: !!str Everything", 0, "", "yaml-syntax",
        "the tag tag:yaml.org,2002:str", "one plain YAML document",
    ),
    "a bracket left open": Broken(
        "trees: [enroller, placement]", "trees: [enroller, placement", 1, "", "yaml-syntax",
        "expected ',' or ']'", "one plain YAML document",
    ),
    "a tab": Broken(
        "  classes:", "\tclasses:", 0, "", "yaml-syntax",
        "cannot start any token", "one plain YAML document",
    ),
    "a key that is a list": Broken(
        "name: Everything", "? [a]\n: Everything", 0, "", "yaml-syntax",
        "a key that is no text", "one plain YAML document",
    ),
    "two documents": Broken(
        "name: Everything", "---\nname: Everything", 0, "", "yaml-syntax",
        "another document", "one plain YAML document",
    ),
    "a misspelt key": Broken(
        "rounding:", "roundng:", 0, "roundng", "unknown-key",
        "there is no key `roundng`", "`rounding`",
    ),
    "a misspelt key of a kind": Broken(
        "{kind: heads, test: active}", "{kind: heads, test: active, tset: active}", 0,
        "volumes.active-people.tset", "unknown-key", "there is no key `tset`", "`test`",
    ),
    "a key that is nothing like another": Broken(
        "kind: days-since,", "kind: days-since, zzz: 1,", 0, "tests.settled.zzz", "unknown-key",
        "there is no key `zzz`", "one of: kind, event, at_least, at_most",
    ),
    "a missing key": Broken(
        "    stop_person: excluded\n", "", -6, "bonuses.endless.stop_person", "missing-key",
        "`stop_person` is missing", "such as `stop_person: excluded`",
    ),
    "a missing kind": Broken(
        "personal: {kind: sales, measure", "personal: {measure", 0, "volumes.personal",
        "missing-key", "`kind` is missing", "one of: sales, heads",
    ),
    "a missing by": Broken(
        "{by: generation, rows: [4 %]}", "{rows: [4 %]}", 0, "bonuses.breakaway.rates",
        "missing-key", "`by` is missing", "one of: level, generation, rank",
    ),
    "nothing after a key": Broken(
        "name: Everything at once", "name:", 0, "name", "wrong-type",
        "nothing is written here", "text",
    ),
    "a list where names are": Broken(
        "words:\n  classes: [retail, preferred, distributor]\n", "words: []\nmore:\n", 0,
        "words", "wrong-type", "a mapping or list is of the wrong type", "a mapping (name: value)",
    ),
    "a word where names are": Broken(
        "words:\n  classes: [retail, preferred, distributor]\n", "words:\n  classes: retail\n", 1,
        "words.classes", "wrong-type", "`retail` is of the wrong type", "a list",
    ),
    "a word where a kind is": Broken(
        "personal: {kind: sales, measure: qv}", "personal: qv", 0, "volumes.personal",
        "wrong-type", "`qv` is of the wrong type", "a mapping (name: value)",
    ),
    "an empty name": Broken(
        "name: Everything at once", 'name: ""', 0, "name", "too-few", "is too short", "at least 1",
    ),
    "no rates": Broken(
        "{by: generation, rows: [4 %]}", "{by: generation, rows: []}", 0,
        "bonuses.breakaway.rates.rows", "too-few", "is too short", "at least 1",
    ),
    "an empty filter": Broken(
        "sales: {buyers: [retail]}", "sales: {buyers: []}", 0, "bonuses.pieces.sales.buyers",
        "too-few", "no sale is let through", "at least 1",
    ),
    "too many needs": Broken(
        "{at_least: 1, test: big}", ", ".join(6 * ["{at_least: 1, test: big}"]), 0,
        "tests.mixed-legs.needs", "too-many", "is too long", "at most 6",
    ),
    "a negative number": Broken(
        "skip: 1,", "skip: -1,", 0, "volumes.before.skip", "wrong-type",
        "`-1` is of the wrong type", "a whole number that is not negative",
    ),
}  # fmt: skip

VALUES = {
    "no space before the percent sign": Broken(
        "rate: 3 %}\n        - {from: \"300\"", "rate: 3%}\n        - {from: \"300\"", 0,
        "bonuses.stairs.rates.rows[0].rate", "rate-form", "`3%` is no rate",
        'one space and at most 4 decimals, such as "10 %" or "2.5 %"',
    ),
    "a rate as a float": Broken(
        "own_group: 2 %", "own_group: 0.02", 0, "bonuses.generations.own_group", "rate-form",
        "`0.02` is no rate", "a percentage with one space",
    ),
    "a rate too fine": Broken(
        "own_group: 2 %", "own_group: 2.00001 %", 0, "bonuses.generations.own_group", "rate-form",
        "`2.00001 %` is no rate", "at most 4 decimals",
    ),
    "a negative rate": Broken(
        "own_group: 2 %", "own_group: -2 %", 0, "bonuses.generations.own_group", "rate-form",
        "`-2 %` is no rate", "a percentage",
    ),
    "rates as a list": Broken(
        "{by: generation, rows: [4 %]}", "[4 %]", 0, "bonuses.breakaway.rates", "rate-form",
        "a mapping or list is no rate", "a percentage",
    ),
    "a rate above the whole": Broken(
        "own_group: 2 %", "own_group: 101 %", 0, "bonuses.generations.own_group", "rate-range",
        "101 % is more than the whole base", '"0 %" to "100 %"',
    ),
    "a share without its sign": Broken(
        "share: 110 %", "share: 1.1", 0, "tests.growing.at_least_of.share", "rate-form",
        "`1.1` is no share", '"110 %"',
    ),
    "a threshold without quotes": Broken(
        'at_least: "500.00"', "at_least: 500.00", 0, "tests.silver-volume.at_least", "number-form",
        "`500.00` is no volume", 'it in quotes: "500.00"',
    ),
    "a threshold that is a whole number": Broken(
        'at_least: "500.00"', "at_least: 500", 0, "tests.silver-volume.at_least", "number-form",
        "`500` is no volume", 'it in quotes: "500"',
    ),
    "a threshold with too many decimals": Broken(
        'at_least: "500.00"', 'at_least: "500.00001"', 0, "tests.silver-volume.at_least",
        "number-form", "`500.00001` is no volume",
        'a decimal in quotes with at most 4 decimals, such as "50.00"',
    ),
    "a threshold left out": Broken(
        'volume: team, at_least: "500.00"', 'volume: team, at_least: , below: "1"', 0,
        "tests.silver-volume.at_least", "wrong-type",
        "nothing is written here", "a value, or the key left out",
    ),
    "a threshold of nothing": Broken(
        'at_least: "500.00"', 'at_least: "0.00"', 0, "tests.silver-volume.at_least",
        "number-range", "0 is passed by everyone", "more than zero",
    ),
    "a guarantee of nothing": Broken(
        "400.00 USD", "0.00 USD", 0, "bonuses.breakaway.guarantee.amount", "number-range",
        "it guarantees nothing", "more than 0",
    ),
    "an amount without a currency": Broken(
        "gold: 50.00 USD", "gold: 50.00", 0, "bonuses.monthly.amounts.gold", "money-form",
        "`50.00` is no amount", 'an amount and its currency, such as "500.00 USD"',
    ),
    "a rate in two currencies": Broken(
        "[1.00 USD, 0.50 USD]", "[1.00 and 2.00 USD, 0.50 USD]", 0,
        "bonuses.pieces.rates.rows.USD.rows[0]", "money-form", "`1.00 and 2.00 USD` is no amount",
        "an amount and its currency",
    ),
    "a day that does not exist": Broken(
        "to: 2026-03-29", "to: 2026-02-29", 0, "calendars.campaign[2].to", "day-form",
        "`2026-02-29` is no day", "a day such as 2026-10-25",
    ),
    "a count of nothing": Broken(
        "people: 1}", "people: 0}", 0, "bonuses.stairs.ties.people", "count-range",
        "0 is out of range", "1 to 100000",
    ),
    "a count in quotes": Broken(
        "people: 1}", 'people: "1"}', 0, "bonuses.stairs.ties.people", "count-form",
        "`1` is no whole number", "a whole number",
    ),
    "a number or a word": Broken(
        "demotion: 3", "demotion: seldom", 0, "ranks.title.demotion", "unknown-choice",
        "`seldom` is not known here", "`never`, `follows` or a whole number",
    ),
    "an unknown rounding": Broken(
        "half-even", "bankers", 0, "rounding", "unknown-choice",
        "`bankers` is not known here", "'half-even', 'half-up' or 'down'",
    ),
    "an unknown measure": Broken(
        "personal: {kind: sales, measure: qv}", "personal: {kind: sales, measure: pv}", 0,
        "volumes.personal.measure", "unknown-choice", "`pv` is not known here", "'qv', 'cv'",
    ),
    "an unknown by": Broken(
        "by: title", "by: titel", 0, "bonuses.stairs.rates.rows[1].rate.by", "unknown-choice",
        "`titel` is not known here", "one of: level, generation, rank, title",
    ),
    "an entry that a table has not": Broken(
        "{personally: 4 %, otherwise: 3 %}", "{personally: 4 %, otherwise: 3 %, rest: 1 %}", 0,
        "bonuses.level.rates.rows.gold.rows[2].rows.rest", "unknown-choice",
        "`rest` is not known here", "'personally' or 'otherwise'",
    ),
    "a kind that does not exist": Broken(
        "kind: breakaway", "kind: ladder", 0, "bonuses.breakaway.kind", "unknown-kind",
        "`ladder` is not known here", "one of: level, fast-start, differential",
    ),
    "a kind that is to come": Broken(
        "kind: breakaway", "kind: pool", 0, "bonuses.breakaway.kind", "unknown-kind",
        "`pool` is to come and cannot be said yet",
        "for now, a fixed amount by rank: `kind: rank-advancement` with `pays: every-period`",
    ),
    "a single need of legs": Broken(
        ", {at_least: 1, test: big}]", "]", 0, "tests.mixed-legs.needs", "too-few",
        "is too short", "at least 2: the needs, 2 to 6; for a single one, `legs`",
    ),
    "a key with a space": Broken(
        "  pieces:\n", "  Pieces sold:\n", 0, "bonuses.Pieces sold", "key-form",
        "`Pieces sold` is no key", "lower-case letters, digits and hyphens",
    ),
    "a word with a space": Broken(
        "[skincare, nutrition]", "[skin care, nutrition]", 0, "words.product_lines[0]", "name-form",
        "`skin care` is no name", "letters, digits, hyphens and underscores",
    ),
    "a country by name": Broken(
        "countries: [DE, AT]", "countries: [Germany]", 0, "volumes.customers.sales.countries[0]",
        "country-form", "`Germany` is no country", "ISO 3166, such as DE",
    ),
    "a table by the name of a country": Broken(
        "rows: {DE: 9 %", "rows: {Germany: 9 %", 0,
        "bonuses.stairs.rates.rows[2].rate.rows.Germany", "country-form",
        "`Germany` is no country", "ISO 3166, such as DE",
    ),
    "a table by a sign for a currency": Broken(
        "        USD: {by", "        dollar: {by", 0, "bonuses.pieces.rates.rows.dollar",
        "currency-form", "`dollar` is no currency", "ISO 4217, such as USD",
    ),
    "limits the wrong way round": Broken(
        "limits: {least: 100.00 USD, most: 1000.00 USD}",
        "limits: {least: 1000.00 USD, most: 100.00 USD}", 0, "parameters.gold-money.limits",
        "parameter-limits", "the least, 1000.00 USD, is more than the most, 100.00 USD",
        "the least first",
    ),
    "a currency that does not exist": Broken(
        "guarantee: {amount: 400.00 USD}", "guarantee: {amount: 400.00 USE}", 0,
        "bonuses.breakaway.guarantee.amount", "currency-form", "`USE` is no currency",
        "ISO 4217, such as USD",
    ),
    "a country that has another code": Broken(
        "countries: [DE, AT]", "countries: [DE, UK]", 0, "volumes.customers.sales.countries[1]",
        "country-form", "`UK` is no country", "GB for the United Kingdom",
    ),
    "an abbreviation for a time zone": Broken(
        "Europe/Berlin", "CET", 0, "time_zone", "time-zone",
        "`CET` is no time zone", "an IANA time zone, such as Europe/Berlin or UTC",
    ),
    "a time zone that does not exist": Broken(
        "Europe/Berlin", "Europe/Gotham", 0, "time_zone", "time-zone",
        "`Europe/Gotham` is no time zone", "an IANA time zone",
    ),
}  # fmt: skip

PARAMETERS = {
    "a parameter that is not there": Broken(
        "$activity", "$actvity", 0, "tests.own-orders.at_least", "unknown-parameter",
        "there is no parameter `actvity`", "`activity`",
    ),
    "a parameter of another unit": Broken(
        "at_least: $activity", "at_least: $first-level", 0, "tests.own-orders.at_least",
        "parameter-unit", "`$first-level` is of the unit `rate`", "a parameter of the unit volume",
    ),
    "a parameter where none may stand": Broken(
        "name: Everything at once", "name: $first-level", 0, "name", "parameter-unit",
        "`$first-level` is of the unit `rate`", "no parameter",
    ),
    "a value of another unit": Broken(
        "value: 12 %", 'value: "12"', 0, "parameters.first-level.values[1].value",
        "parameter-unit", "`12` is no value of the unit `rate`", "a percentage",
    ),
    "a value as a float": Broken(
        "value: 12 %", "value: 0.12", 0, "parameters.first-level.values[1].value", "scalar-form",
        "`0.12` is no value", "one value, such as 10 %",
    ),
    "a value beyond its limits": Broken(
        "value: 12 %", "value: 16 %", 0, "parameters.first-level.values[1].value",
        "parameter-limits", "16 % is beyond the parameter's limits",
        "5 % to 15 %, the limits of `first-level`",
    ),
    "values out of order": Broken(
        "{from: 2026-07-01, value: 12 %}", "{from: 2025-07-01, value: 12 %}", 0,
        "parameters.first-level.values[1].from", "day-order",
        "2025-07-01 does not come after 2026-01-01", "values that ascend by day",
    ),
    "limits in another currency": Broken(
        "{least: 100.00 USD, most", "{least: 100.00 EUR, most", -3, "parameters.gold-money",
        "parameter-currency", "the amounts are in several currencies: EUR, USD", "one currency",
    ),
    "a rate that is no table by enrolment": Broken(
        "ties: {rate: 1 %", "ties: {rate: $new-people", 0, "bonuses.stairs.ties.rate",
        "parameter-basis", "`$new-people` goes by the day of the enrolment, which only rates can",
        "`basis: period`",
    ),
    "a value that is wrong from a later day on": Broken(
        "limits: {least: 5 %, most: 15 %}\n    basis: period\n    values:\n"
        "      - {from: 2026-01-01, value: 10 %}\n      - {from: 2026-07-01, value: 12 %}",
        "basis: period\n    values:\n"
        "      - {from: 2026-01-01, value: 10 %}\n      - {from: 2026-07-01, value: 96 %}",
        126, "bonuses.level.rates.rows.silver", "rates-total",
        "the rates sum to 101 %, more than the whole base (from 2026-07-01 on)",
        "at most 100 % in all",
    ),
    "a value too great for its place": Broken(
        "limits: {least: 5 %, most: 15 %}\n    basis: period\n    values:\n"
        "      - {from: 2026-01-01, value: 10 %}\n      - {from: 2026-07-01, value: 12 %}",
        "basis: period\n    values:\n"
        "      - {from: 2026-01-01, value: 110 %}\n      - {from: 2026-07-01, value: 12 %}",
        126, "bonuses.level.rates.rows.silver.rows[0]", "rate-range",
        "110 % is more than the whole base (the value of `$first-level`)", '"0 %" to "100 %"',
    ),
}  # fmt: skip

NAMES = {
    "a test that is not there": Broken(
        "kind: heads, test: active", "kind: heads, test: actve", 0, "volumes.active-people.test",
        "unknown-test", "there is no test `actve`", "`active`",
    ),
    "a volume that is not there": Broken(
        "of: personal, size", "of: personnel, size", 0, "volumes.blocks.of", "unknown-volume",
        "there is no volume `personnel`", "`personal`",
    ),
    "a tree that is not there": Broken(
        "legs_of: placement", "legs_of: binary", 0, "tests.both-trees.legs_of", "unknown-tree",
        "there is no tree `binary`", "one of: enroller, placement",
    ),
    "a rank that is not there": Broken(
        "at_least: silver, of: title-before", "at_least: slver, of: title-before", 0,
        "tests.was-silver.at_least", "unknown-rank", "there is no rank `slver`", "`silver`",
    ),
    "an amount for a rank that is not there": Broken(
        "{gold: 50.00 USD}", "{platinum: 50.00 USD}", 0, "bonuses.monthly.amounts.platinum",
        "unknown-rank", "there is no rank `platinum`", "one of: silver, gold",
    ),
    "a bonus that is not there": Broken(
        "{bonus: stairs,", "{bonus: stair,", 0, "bonuses.fast.same_volume[1].bonus",
        "unknown-bonus", "there is no bonus `stair`", "`stairs`",
    ),
    "a calendar that is not there": Broken(
        "within: quarter", "within: quarters", 0, "volumes.quarter-to-date.within",
        "unknown-calendar", "there is no calendar `quarters`", "`quarter`",
    ),
    "a period that is not there": Broken(
        "period: month", "period: fortnight", 0, "period", "unknown-period",
        "there is no period `fortnight`", "one of: month, week, day, campaign, quarter",
    ),
    "a class that nobody is in": Broken(
        "one_of: [distributor]", "one_of: [distributer]", 0, "tests.member.one_of[0]",
        "unknown-account-class", "there is no account class `distributer`", "`distributor`",
    ),
    "a buyer that is none": Broken(
        "{buyers: [self]}", "{buyers: [him]}", 0, "volumes.own.sales.buyers[0]",
        "unknown-account-class", "there is no account class `him`", "one of: self, retail",
    ),
    "a kind of order that is none": Broken(
        "order_kinds: [first, autoship]}", "order_kinds: [first, auto-ship]}", 0,
        "volumes.recent.sales.order_kinds[1]", "unknown-kind-of-order",
        "there is no kind of order `auto-ship`", "`autoship`",
    ),
    "a product line that is none": Broken(
        "{product_lines: [skincare]}", "{product_lines: [soap]}", 0,
        "volumes.beginning.sales.product_lines[0]", "unknown-product-line",
        "there is no product line `soap`", "one of: skincare, nutrition",
    ),
    "a rate for a word that is none": Broken(
        "rows: {autoship: 1 %", "rows: {autship: 1 %", 0, "bonuses.endless.rates.rows.autship",
        "unknown-kind-of-order", "there is no kind of order `autship`", "`autoship`",
    ),
    "a rate for a rank that is none": Broken(
        "rows: {none: 6 %, silver: 7 %", "rows: {none: 6 %, bronze: 6 %, silver: 7 %", 0,
        "bonuses.stairs.rates.rows[1].rate.rows.bronze", "unknown-rank",
        "there is no rank `bronze`", "one of: none, silver, gold",
    ),
    "a rank twice": Broken(
        "- {rank: gold,", "- {rank: silver,", -2, "ranks.ladder", "name-twice",
        "`silver` stands here 2 times", "each name once",
    ),
    "a word twice": Broken(
        "[skincare, nutrition]", "[skincare, skincare]", 0, "words.product_lines", "name-twice",
        "`skincare` stands here 2 times", "each name once",
    ),
    "a bonus twice on the same volume": Broken(
        "{bonus: stairs,", "{bonus: level,", 0, "bonuses.fast.same_volume[1].bonus", "name-twice",
        "`level` stands here twice", "each bonus once",
    ),
    "a calendar called month": Broken(
        "\n  quarter:\n", "\n  month:\n", 1, "calendars.month", "reserved-name",
        "`month` has a meaning of its own here", "another name",
    ),
    "a class called self": Broken(
        "classes: [retail", "classes: [self, retail", 0, "words.classes", "reserved-name",
        "`self` has a meaning of its own here", "another name",
    ),
    "a campaign with the key of a month": Broken(
        "key: 2026-Q1", "key: 2026-01", 0, "calendars.quarter[0].key", "reserved-name",
        "`2026-01` is the key of a month, week or day", "a key of its own",
    ),
}  # fmt: skip

RATES = {
    "a rank without an entry": Broken(
        "rows: {none: 3 %, silver: 2 %, gold: 1 %}", "rows: {silver: 2 %}", 0,
        "bonuses.generations.rates.rows[1].rows", "missing-row",
        "there is no entry for `none`, `gold`", "an entry for each, if it is 0 %",
    ),
    "nothing for other values": Broken(
        "rows: {skincare: 2 %, other: 1 %}", "rows: {skincare: 2 %, nutrition: 1 %}", 0,
        "bonuses.endless.rates.rows.other.rows", "missing-row", "there is no entry for `other`",
        "an entry for each",
    ),
    "nothing for people enrolled by others": Broken(
        "{personally: 4 %, otherwise: 3 %}", "{personally: 4 %}", 0,
        "bonuses.level.rates.rows.gold.rows[2].rows", "missing-row",
        "there is no entry for `otherwise`", "an entry for each",
    ),
    "brackets that do not begin at 0": Broken(
        '{from: "0", rate: 3 %}', '{from: "100", rate: 3 %}', 0,
        "bonuses.stairs.rates.rows[0].from", "brackets", "the first bracket begins at 100.00",
        'below it nothing is said',
    ),
    "brackets that do not ascend": Broken(
        '{from: "300", rate', '{from: "1000", rate', 1, "bonuses.stairs.rates.rows[2].from",
        "brackets", "1000.00 does not come after 1000.00", "brackets that ascend",
    ),
    "tiers that do not ascend": Broken(
        '{from: "1000.00", rate: 25 %', '{from: "0", rate: 25 %', 0,
        "bonuses.weekly.tiers[1].from", "brackets", "0.00 does not come after 0.00",
        "brackets that ascend",
    ),
    "days that do not ascend": Broken(
        "{from: 2026-05-01, rate", "{from: 2026-01-01, rate", 0,
        "bonuses.offers.rates.rows[1].from", "day-order",
        "2026-01-01 does not come after 2026-01-01", "days that ascend",
    ),
    "levels in a differential": Broken(
        'rate: 3 %}\n        - {from: "300"',
        'rate: {by: level, rows: [3 %]}}\n        - {from: "300"', 0,
        "bonuses.stairs.rates.rows[0].rate.by", "rates-levels", "this bonus pays nothing by level",
        "rates by anything else",
    ),
    "generations in a level bonus": Broken(
        "silver: {by: level, rows: [$first-level, 5 %]}",
        "silver: {by: generation, rows: [$first-level, 5 %]}", 0,
        "bonuses.level.rates.rows.silver.by", "rates-levels",
        "this bonus pays nothing by generation", "`by: level`",
    ),
    "a rate for no level": Broken(
        "silver: {by: level, rows: [$first-level, 5 %]}", "silver: 5 %", 0,
        "bonuses.level.rates.rows.silver", "rates-levels", "it does not say for which level",
        "a table with `by: level` around it, or 0 %",
    ),
    "a level in a level": Broken(
        "silver: {by: level, rows: [$first-level, 5 %]}",
        "silver: {by: level, rows: [$first-level, {by: level, rows: [5 %]}]}", 0,
        "bonuses.level.rates.rows.silver.rows[1].by", "rates-twice",
        "this table is by level, as the one around it", "each thing once",
    ),
    "rates that sum to more than the whole": Broken(
        "silver: {by: level, rows: [$first-level, 5 %]}",
        "silver: {by: level, rows: [$first-level, 90.1 %]}", 0,
        "bonuses.level.rates.rows.silver", "rates-total",
        "the rates sum to 100.1 %, more than the whole base", "at most 100 % in all",
    ),
    "money for a percentage": Broken(
        "own_group: 2 %", "own_group: 2.00 USD", 0, "bonuses.generations.own_group", "rate-base",
        "2.00 USD is a fixed amount, and `base: cv` is money itself", "or `base: units`",
    ),
    "a percentage of pieces": Broken(
        "[1.00 USD, 0.50 USD]", "[1.00 USD, 5 %]", 0, "bonuses.pieces.rates.rows.USD.rows[1]",
        "rate-base", "5 % of pieces is no money", 'such as "1.50 USD"',
    ),
    "a retail margin of pieces": Broken(
        "    base: price\n", "    base: units\n", 0, "bonuses.retail.base", "rate-base",
        "a percentage of pieces is no money", "`base: cv`, `price` or `margin`",
    ),
    "an amount in a currency that never comes": Broken(
        "[1.00 USD, 0.50 USD]", "[1.00 USD, 0.50 EUR]", 0, "bonuses.pieces.rates.rows.USD.rows[1]",
        "rate-currency", "0.50 EUR can never be paid on sales in USD", "an amount in USD",
    ),
}  # fmt: skip

STANDING = {
    "two times of sales": Broken(
        "days: 60, sales", "days: 60, since_enrolment_days: 30, sales", 0, "volumes.recent",
        "one-of", "`days` and `since_enrolment_days` are two different times", "one of the two",
    ),
    "a stop that nobody is": Broken(
        "stops_at: big, stop_counts", "stop_counts", 0, "volumes.group.stop_counts", "goes-with",
        "`stop_counts` says nothing without `stops_at`", "both or neither",
    ),
    "a share of no requirement": Broken(
        'of: requirement, requirement: "600.00"', "of: requirement", 0, "volumes.balanced.limit",
        "goes-with", "`requirement` is the total of `of: requirement`", "both or neither",
    ),
    "a test without a threshold": Broken(
        'volume: team, at_least: "500.00"', "volume: team", 0, "tests.silver-volume",
        "missing-key", "it says no threshold", "`at_least`, `below` or `at_least_of`",
    ),
    "a test that nobody can pass": Broken(
        'below: "9000.00"', 'below: "10.00"', 0, "tests.some.below", "never-passed",
        "nothing is at least 10.00 and below 10.00", "a greater number",
    ),
    "days that never are": Broken(
        "at_most: 9999", "at_most: 29", 0, "tests.settled.at_most", "never-passed",
        "no day is 30 days ago or more and 29 or less", "a greater number",
    ),
    "no days at all": Broken(
        ", at_least: 30, at_most: 9999", "", 0, "tests.settled", "missing-key", "it says no days",
        "`at_least` or `at_most`",
    ),
    "customers who are oneself": Broken(
        'each_at_least: "20.00"', "sales: {buyers: [self]}", 0, "tests.ten-customers.sales",
        "never-passed", "own orders never count as customers", "account classes",
    ),
    "more periods than there are": Broken(
        "at_least: 3, periods: 12", "at_least: 13, periods: 12", 0, "tests.faithful.at_least",
        "never-passed", "13 of the last 12 periods can never be", "at most 12",
    ),
    "names in a circle": Broken(
        "big: {kind: volume, volume: personal,", "big: {kind: volume, volume: group,", 0,
        "tests.big", "cycle", "`big` → `group` → `big`: it rests on itself", "no circle",
    ),
    "a rank on itself": Broken(
        "requires: [ready, silver-volume]", "requires: [ready, is-silver]", 0,
        "ranks.ladder[0].requires[1]", "rank-on-itself",
        "`silver` asks for the rank `silver` of the same person", "lower ranks only",
    ),
    "ranks that take ranks away, in two trees": Broken(
        "[gold-volume, silver-legs, both-trees]", "[gold-volume, alone, placed]", -2,
        "ranks.ladder", "ranks-oscillate",
        "ranks could oscillate: who gets one may take one from others by rank `gold` → test "
        "`alone` → test `silver-legs` → test `is-silver` → rank `silver`, while they look at ranks "
        "in several trees "
        "(enroller, placement)", "requirements that a further rank never takes away",
    ),
    "ranks that take ranks away, and one's own": Broken(
        "[gold-volume, silver-legs, both-trees]", "[gold-volume, alone, is-silver]", -2,
        "ranks.ladder", "ranks-oscillate",
        "while rank `gold` → test `is-silver` → rank `silver` looks at the same person's own rank",
        "for the lower ranks of the same person: `cumulative: yes`",
    ),
    "a gap in a calendar": Broken(
        "from: 2026-02-02", "from: 2026-02-03", 0, "calendars.campaign[1].from", "calendar",
        "there is a gap between `2026-C01` and `2026-C02`", "on the day after",
    ),
    "an overlap in a calendar": Broken(
        "from: 2026-02-02", "from: 2026-02-01", 0, "calendars.campaign[1].from", "calendar",
        "there is an overlap of `2026-C01` and `2026-C02`", "on the day after",
    ),
    "a period that ends before it begins": Broken(
        "to: 2026-06-30", "to: 2026-03-30", 0, "calendars.quarter[1].to", "day-order",
        "`2026-Q2` ends on 2026-03-30, before it begins", "2026-04-01 or later",
    ),
    "pay of the same period": Broken(
        "    every: week\n", "", -42, "volumes.weekly-pay.bonuses[0]", "every",
        "`weekly` is worked out for a month, which is not always shorter than a month",
        "bonuses of periods shorter than a month",
    ),
    "pay of periods that are not shorter": Broken(
        "    every: week\n", "    every: campaign\n", -42, "volumes.weekly-pay.bonuses[0]",
        "every", "`weekly` is worked out for a campaign", "bonuses of periods shorter",
    ),
}  # fmt: skip

BONUSES = {
    "nobody's orders": Broken(
        "    compression: none\n    source", "    compression: none\n    own_orders: excluded\n"
        "    customer_orders: excluded\n    source", 1, "bonuses.fast.own_orders", "pays-nobody",
        "no order is left to pay on", "own or customers'",
    ),
    "volume moved to nobody": Broken(
        "    compression: none\n    source", "    compression: volume\n    source", 0,
        "bonuses.fast.compression", "goes-with",
        "volume moves to the nearest person who passes `payee`", "`payee`, a test",
    ),
    "new for days and months": Broken(
        "{days: 60}", "{days: 60, calendar_months: 2}", 0, "bonuses.fast.window", "one-of",
        "how long somebody is new must be said one way", "`days` or `calendar_months`",
    ),
    "volume of an earlier bonus": Broken(
        "{bonus: level, pays", "{bonus: retail, pays", 0, "bonuses.fast.same_volume[0].bonus",
        "same-volume", "`retail` is calculated before it", "a bonus that stands later",
    ),
    "volume of another base": Broken(
        "{bonus: level, pays", "{bonus: pieces, pays", 0, "bonuses.fast.same_volume[0].bonus",
        "same-volume", "`pieces` pays on another base, units", "`base: cv`",
    ),
    "volume of a bonus for ranks": Broken(
        "{bonus: level, pays", "{bonus: monthly, pays", 0, "bonuses.fast.same_volume[0].bonus",
        "same-volume", "`monthly` does not pay on sales", "a bonus on sales",
    ),
    "volume of other periods": Broken(
        "    kind: differential\n", "    kind: differential\n    every: week\n", -16,
        "bonuses.fast.same_volume[1].bonus", "same-volume",
        "`stairs` is worked out for other periods", "the same `every`",
    ),
    "volume that still pays in full": Broken(
        "pays: 50 %", "pays: 100 %", 0, "bonuses.fast.same_volume[1].pays", "same-volume",
        "the other bonus would pay no less", "less than 100 %",
    ),
    "a guarantee over generations": Broken(
        "rows: [4 %]", "rows: [4 %, 2 %]", 1, "bonuses.breakaway.guarantee", "guarantee",
        "a guarantee cannot be passed on over 2 generations", "rates for one generation",
    ),
    "two boundaries": Broken(
        "{test: is-silver}\n", "{test: is-silver, own: rank}\n", 0, "bonuses.generations.boundary",
        "one-of", "who it is must be said one way", "`test` or `own`",
    ),
    "a stop that is nobody": Broken(
        "stop: {own: rank}", "stop: {}", 0, "bonuses.endless.stop", "one-of",
        "who it is must be said one way", "`test` or `own`",
    ),
    "a bracket by a volume that is not named": Broken(
        "    volume: customers\n", "", -4, "bonuses.retail.volume", "goes-with",
        "`volume` names what `by: volume` looks up", "both or neither",
    ),
    "a part of another volume": Broken(
        "rate: 3 %, applies: whole", "rate: 3 %, applies: above", 0,
        "bonuses.retail.tiers[1].applies", "tiers",
        "another volume has no part that lies in a bracket", "`whole`, or `by: base`",
    ),
    "ranks jumped over": Broken(
        "    jumped: each\n", "", -5, "bonuses.advancement.jumped", "missing-key",
        "what is paid for ranks jumped over is not said", "`each` or `highest`",
    ),
    "instalments of what comes every period": Broken(
        "{gold: 50.00 USD}\n", "{gold: 50.00 USD}\n    instalments: 2\n", 1,
        "bonuses.monthly.instalments", "goes-with",
        "`instalments` says nothing where every period is paid", "`pays: first-time`",
    ),
    "ranks of other periods": Broken(
        "    kind: rank-advancement\n    pays: every-period\n",
        "    kind: rank-advancement\n    every: week\n    pays: every-period\n", 1,
        "bonuses.monthly.every", "every", "ranks are worked out for other periods than this bonus",
        "the same `every`",
    ),
}  # fmt: skip

RECRUITING = {
    "a bonus for recruiting": Broken(
        "kind: breakaway", "kind: recruiting", 0, "bonuses.breakaway.kind", "pay-for-recruiting",
        "`recruiting` would pay for recruiting, which no plan may; pay rests on sales",
        "one of: level",
    ),
    "a bonus on enrolment": Broken(
        "kind: breakaway", "kind: enrolment-bonus", 0, "bonuses.breakaway.kind",
        "pay-for-recruiting", "`enrolment-bonus` would pay for recruiting", "one of: level",
    ),
    "a base of enrolments": Broken(
        "    base: price\n", "    base: enrolments\n", 0, "bonuses.retail.base",
        "pay-for-recruiting", "`enrolments` would pay for recruiting", "'cv'",
    ),
    "a measure of recruits": Broken(
        "personal: {kind: sales, measure: qv}", "personal: {kind: sales, measure: recruits}", 0,
        "volumes.personal.measure", "pay-for-recruiting", "`recruits` would pay for recruiting",
        "'qv'",
    ),
    "a count of recruits": Broken(
        "of: customers, at_least: 10", "of: recruits, at_least: 10", 0, "tests.ten-customers.of",
        "pay-for-recruiting", "`recruits` would pay for recruiting", "'customers' or 'orders'",
    ),
    "a rank for heads": Broken(
        "requires: [ready, silver-volume]", "requires: [member, settled]", 0,
        "ranks.ladder[0].requires", "pay-for-recruiting",
        "the rank `silver` would be paid for recruiting: it rests on no sales",
        "at least one test that nobody passes without sales",
    ),
    "a rank for a volume of heads": Broken(
        "requires: [ready, silver-volume]", "requires: [crowd]", 0, "ranks.ladder[0].requires",
        "pay-for-recruiting",
        "the rank `silver` would be paid for recruiting: it rests on no sales",
        "at least one test that nobody passes without sales",
    ),
}  # fmt: skip

BROKEN = {**FORM, **VALUES, **PARAMETERS, **NAMES, **RATES, **STANDING, **BONUSES, **RECRUITING}
