"""Plans that load: what they mean on a day, where their values come from, and their hash."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from saleor_mlm.engine.plans import PlanError, load, load_plan, load_promotion
from saleor_mlm.engine.plans.quantities import rate_text, volume_text
from saleor_mlm.engine.plans.rates import DatedRates, LevelRates

EVERYTHING = (Path(__file__).parent / "plans" / "everything.yaml").read_text()
FIRST_FORM = (Path(__file__).parent / "plans" / "first-form.yaml").read_text()
SMALL = """\
plan: small
name: A small plan
time_zone: America/New_York
period: month
rounding: half-even
words: {classes: [retail]}
volumes:
  personal: {kind: sales, measure: qv}
tests:
  active: {kind: volume, volume: personal, at_least: "50.00"}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    payee: active
    compression: skip-inactive
    rates: {by: level, rows: [10 %, 5 %, 2.5 %]}
"""
MAY, AUGUST = dt.date(2026, 5, 1), dt.date(2026, 8, 1)


def changed(*changes: tuple[str, str], text: str = SMALL) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def problems(text: str, **options: object) -> list[str]:
    with pytest.raises(PlanError) as caught:
        load_plan(text, **options)  # type: ignore[arg-type]
    return [problem.code for problem in caught.value.problems]


def test_a_plan_has_exact_numbers() -> None:
    plan = load_plan(SMALL)
    rates = plan.bonuses["level"].rates
    assert rates.rows == (Fraction(1, 10), Fraction(1, 20), Fraction(1, 40))
    assert plan.tests["active"].at_least_e4 == 500_000
    assert (plan.key, plan.time_zone, plan.zone.key) == ("small", *["America/New_York"] * 2)


def test_text_that_yaml_would_take_for_something_else_stays_text() -> None:
    for name in ("No", "2026-10-05", "12:30", "1e3"):
        assert load_plan(changed(("A small plan", name))).name == name


class TestHash:
    def test_it_is_of_the_content_not_of_the_layout(self) -> None:
        # given comments, another order of keys, other writings of the same, defaults in full
        text = changed(
            ("[10 %, 5 %, 2.5 %]", "[10.0 %, '5 %', 2.50 %]"),
            ('"50.00"', "'50'"),
            ("tests:\n", "tests:  # of people\n"),
            ("    payee: active\n", "    payee: active\n    own_orders: above\n"),
        )
        lines = text.splitlines()
        lines[0], lines[1] = lines[1], lines[0]

        # when
        again = load_plan("\n".join(lines))

        # then
        assert again == load_plan(SMALL)
        assert again.sha256 == load_plan(SMALL).sha256

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("plan: small", "plan: other"),
            ("A small plan", "Another plan"),
            ("America/New_York", "UTC"),
            ("period: month", "period: week"),
            ("half-even", "half-up"),
            ("50.00", "50.01"),
            ("qv", "cv"),
            ("2.5 %", "2.4 %"),
            ("skip-inactive", "none"),
            ("    payee: active\n", ""),
            ("[retail]", "[retail, preferred]"),
        ],
    )
    def test_it_covers(self, old: str, new: str) -> None:
        assert load_plan(changed((old, new))).sha256 != load_plan(SMALL).sha256

    def test_it_is_this(self) -> None:
        """Stored with every run: it must not change with a release."""
        assert load_plan(SMALL).sha256 == (
            "decd35e47a443e1256258f8502749dd7e7ad39dea165c2b05472cab8e426664f"
        )
        assert load_plan(SMALL).document_sha256 == load_plan(SMALL).sha256

    def test_the_order_of_bonuses_counts_and_no_other(self) -> None:
        ranks = "rows: {none: 6 %, silver: 7 %, gold: 8 %}"
        turned = changed((ranks, "rows: {gold: 8 %, silver: 7 %, none: 6 %}"), text=EVERYTHING)
        assert load_plan(turned).sha256 == load_plan(EVERYTHING).sha256


class TestParameters:
    def test_the_first_day_of_the_period_chooses_the_value(self) -> None:
        in_may, in_august = load_plan(EVERYTHING, on=MAY), load_plan(EVERYTHING, on=AUGUST)
        rates = [plan.bonuses["level"].rates.rows["silver"].rows for plan in (in_may, in_august)]
        assert rates == [(Fraction(1, 10), Fraction(1, 20)), (Fraction(3, 25), Fraction(1, 20))]

    def test_one_document_is_another_plan_on_another_day(self) -> None:
        in_may, in_august = load_plan(EVERYTHING, on=MAY), load_plan(EVERYTHING, on=AUGUST)
        assert in_may.sha256 != in_august.sha256
        assert in_may.document_sha256 == in_august.document_sha256

    def test_the_hash_of_the_document_covers_where_a_parameter_stands(self) -> None:
        written_out = changed(("silver: {by: level, rows: [$first-level", "silver: {by: level, "
                               "rows: [10 %"), text=EVERYTHING)  # fmt: skip
        plans = load_plan(EVERYTHING, on=MAY), load_plan(written_out, on=MAY)
        assert plans[0].sha256 == plans[1].sha256
        assert plans[0].document_sha256 != plans[1].document_sha256

    def test_by_enrolment_it_becomes_a_table(self) -> None:
        first = load_plan(EVERYTHING, on=MAY).bonuses["fast"].rates.rows[0]
        assert isinstance(first, DatedRates)
        assert first.by == "enrolment-date"
        assert [row.rate for row in first.rows] == [Fraction(1, 5), Fraction(3, 20)]

    def test_a_value_knows_its_parameter(self) -> None:
        plan = load_plan(EVERYTHING)
        assert plan.origin("bonuses.level.rates.rows.silver.rows[0]") == "$first-level"
        assert plan.origin("bonuses.fast.rates.rows[0].rows[1].rate") == "$new-people"
        assert plan.origin("bonuses.level.rates.rows.silver.rows[1]") is None

    def test_a_day_before_the_first_has_no_value(self) -> None:
        day = dt.date(2025, 12, 31)
        assert set(problems(EVERYTHING, on=day)) == {"parameter-no-value"}

    def test_all_days_on_which_something_begins_are_known(self) -> None:
        july = load_plan(EVERYTHING, on=dt.date(2026, 7, 1))
        assert load(EVERYTHING).changes == ((dt.date(2026, 7, 1), july.sha256),)


class TestRates:
    def test_other_currencies_may_have_an_amount(self) -> None:
        rates = "{by: currency, rows: {JPY: {by: level, rows: [35 JPY]}, other: {by: level, "
        rates += "rows: [0.35 USD]}}}"
        plan = load_plan(
            changed(("base: cv", "base: units"), ("{by: level, rows: [10 %, 5 %, 2.5 %]}", rates))
        )
        other = plan.bonuses["level"].rates.rows["other"]
        assert isinstance(other, LevelRates)
        assert str(other.rows[0]) == "0.35 USD"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("[10 %, 5 %, 2.5 %]", "[{by: rank, rows: {none: 0 %}}]"),
            ("    kind: level\n", "    kind: infinity\n    stop: {own: title}\n"),
        ],
    )
    def test_what_asks_for_ranks_needs_them(self, old: str, new: str) -> None:
        text = changed((old, new))
        if "infinity" in new:
            text = changed(
                ("    compression: skip-inactive\n", "    stop_person: included\n"),
                ("{by: level, rows: [10 %, 5 %, 2.5 %]}", "1 %"),
                text=text,
            )
        assert "no-ranks" in problems(text)


def test_a_way_of_names_has_an_end() -> None:
    chain = "".join(f"  t{n}: {{kind: all, tests: [t{n + 1}]}}\n" for n in range(2000))
    text = changed(("tests:\n", f"tests:\n{chain}  t2000: {{kind: not, test: active}}\n"))
    assert problems(text) == ["too-deep"]


class TestFirstForm:
    def test_it_is_read_as_a_plan_of_today(self) -> None:
        today = changed(
            ("plan: small", "plan: level"),
            ("A small plan", "Level plan"),
            ("  personal:", "  personal-qv:"),
            ("volume: personal", "volume: personal-qv"),
            ("words: {classes: [retail]}\n", ""),
        )
        assert load_plan(FIRST_FORM).content() == load_plan(today).content()

    def test_it_keeps_its_hash(self) -> None:
        """Stored with every run of a store that published it."""
        assert load_plan(FIRST_FORM).document_sha256 == (
            "c35c86ec51b58e0dcb26fdefc4a676263f84c67a672f5ae167e8ebe0014c8b83"
        )

    def test_problems_name_its_lines(self) -> None:
        with pytest.raises(PlanError) as caught:
            load_plan(changed(("2.5 %", "2.5%"), text=FIRST_FORM))
        assert [problem.line for problem in caught.value.problems] == [18]
        with pytest.raises(PlanError) as caught:
            load_plan(changed(("active: active", "active: actve"), text=FIRST_FORM))
        assert [problem.line for problem in caught.value.problems] == [19]

    @pytest.mark.parametrize("name", ["first-form", "first-form-open"])
    def test_published_plans_load(self, name: str) -> None:
        assert load_plan((Path(__file__).parent / "plans" / f"{name}.yaml").read_text())


PROMOTION = """\
promotion: spring
name: Spring promotion
plan: small
plan_sha256: {sha256}
from: 2026-04-01
to: 2026-05-31
changes:
  - {{at: "bonuses.level.rates.rows[0]", value: 12 %}}
"""


class TestPromotions:
    def promotion(self, *changes: tuple[str, str]) -> str:
        return changed(*changes, text=PROMOTION.format(sha256=load_plan(SMALL).document_sha256))

    def test_it_rules_in_periods_that_begin_on_its_days(self) -> None:
        # given
        spring = load_promotion(self.promotion())

        # when
        days = [dt.date(2026, month, 1) for month in (3, 4, 5, 6)]
        plans = [load_plan(SMALL, on=day, promotions=[spring]) for day in days]

        # then
        first = [plan.bonuses["level"].rates.rows[0] for plan in plans]
        assert first == [Fraction(1, 10), Fraction(3, 25), Fraction(3, 25), Fraction(1, 10)]
        assert plans[0].sha256 == plans[3].sha256 != plans[1].sha256 == plans[2].sha256
        assert len({plan.document_sha256 for plan in plans}) == 1
        assert plans[1].origin("bonuses.level.rates.rows[0]") == "promotion spring"

    def test_the_plan_with_it_is_checked(self) -> None:
        spring = load_promotion(self.promotion(("12 %", "95 %")))
        assert problems(SMALL, promotions=[spring]) == ["rates-total"]

    def test_a_parameter_that_it_replaces_is_used_on_other_days(self) -> None:
        # given
        parameter = (
            "parameters: {first: {unit: rate, source: Plan, basis: period, "
            "values: [{from: 2026-01-01, value: 10 %}]}}\n"
        )
        plan = changed(("volumes:", f"{parameter}volumes:"), ("[10 %,", "[$first,"))
        text = PROMOTION.format(sha256=load_plan(plan).document_sha256)

        # then
        assert load(plan, promotions=[load_promotion(text)]).warnings == ()

    def test_each_day_has_a_hash_of_its_content(self) -> None:
        spring = load_promotion(self.promotion())
        promoted = load_plan(SMALL, on=MAY, promotions=[spring]).sha256
        assert load(SMALL, promotions=[spring]).changes == (
            (dt.date(2026, 4, 1), promoted),
            (dt.date(2026, 6, 1), load_plan(SMALL).sha256),
        )

    @pytest.mark.parametrize(
        ("at", "value"),
        [
            ("rates.rows[0]", "16 %"),
            ("rates.rows", "[16 %, 5 %]"),
            ("rates.rows[0]", "{by: enrolled, rows: {personally: 16 %, otherwise: 12 %}}"),
        ],
    )
    def test_it_stays_within_the_limits_of_a_parameter(self, at: str, value: str) -> None:
        parameter = (
            "parameters: {first: {unit: rate, source: Plan, basis: period, "
            "limits: {least: 5 %, most: 15 %}, values: [{from: 2026-01-01, value: 10 %}]}}\n"
        )
        plan = changed(("volumes:", f"{parameter}volumes:"), ("[10 %,", "[$first,"))
        text = PROMOTION.format(sha256=load_plan(plan).document_sha256)
        spring = changed(("rates.rows[0]", at), ("value: 12 %", f"value: {value}"), text=text)
        assert problems(plan, promotions=[load_promotion(spring)]) == ["parameter-limits"]
        load_plan(plan, promotions=[load_promotion(spring.replace("16 %", "15 %"))])

    def test_it_is_made_for_one_plan(self) -> None:
        spring = load_promotion(self.promotion())
        assert problems(changed(("5 %,", "6 %,")), promotions=[spring]) == ["promotion-plan"]

    def test_its_place_must_exist(self) -> None:
        spring = load_promotion(self.promotion(("rows[0]", "rows[3]")))
        assert problems(SMALL, promotions=[spring]) == ["promotion-place"]

    def test_it_changes_no_calendar(self) -> None:
        with pytest.raises(PlanError) as caught:
            load_promotion(self.promotion(("bonuses.level.rates.rows[0]", "period")), "spring.yaml")
        [problem] = caught.value.problems
        assert (problem.source, problem.line, problem.code) == (
            "spring.yaml",
            8,
            "promotion-place",
        )

    def test_two_may_not_change_the_same_place(self) -> None:
        one, other = (load_promotion(self.promotion(), name) for name in ("one", "other"))
        assert problems(SMALL, promotions=[one, other]) == ["promotion-twice"]

    def test_a_value_that_is_wrong_is_told_where_it_is_written(self) -> None:
        # given a promotion whose value is no rate, and one of a parameter that is none either
        parameter = (
            "parameters: {first: {unit: rate, source: Plan, basis: period, "
            "values: [{from: 2026-01-01, value: 10 %}]}}\n"
        )
        plan = changed(("volumes:", f"{parameter}volumes:"), ("[10 %,", "[$first,"))
        text = PROMOTION.format(sha256=load_plan(plan).document_sha256).replace("12 %", "12%")
        places = ("bonuses.level.rates.rows[1]", "parameters.first.values[0].value")

        # when
        found = []
        for place in places:
            there = text.replace("bonuses.level.rates.rows[0]", place)
            with pytest.raises(PlanError) as caught:
                load_plan(plan, promotions=[load_promotion(there, "spring.yaml")])
            found += caught.value.problems

        # then
        assert {(one.source, one.line, one.path) for one in found} == {
            ("spring.yaml", 8, "changes[0].value")
        }
        assert [place in one.message for place, one in zip(places, found, strict=True)] == [
            True
        ] * 2

    def test_one_that_no_period_begins_in_is_warned_of(self) -> None:
        within = ("2026-04-01", "2026-05-02"), ("2026-05-31", "2026-05-31")
        found = load(SMALL, promotions=[load_promotion(self.promotion(*within))]).warnings
        assert [(one.source, one.path, one.code) for one in found] == [
            ("promotion.yaml", "from", "rules-nowhere")
        ]
        until_june = (within[0], ("2026-05-31", "2026-06-01"))
        found = load(SMALL, promotions=[load_promotion(self.promotion(*until_june))]).warnings
        assert [(one.path, one.code) for one in found] == [
            ("from", "within-period"),
            ("to", "within-period"),
        ]
        assert not load(SMALL, promotions=[load_promotion(self.promotion())]).warnings

    def test_days_on_which_an_entry_of_a_calendar_begins_count(self) -> None:
        first, second = "from: 2026-03-20, to: 2026-04-16", "from: 2026-04-17, to: 2026-05-14"
        four = f"[{{key: C1, {first}}}, {{key: C2, {second}}}]"
        plan = changed(("period: month", f"period: four\ncalendars: {{four: {four}}}"))
        sha256 = load_plan(plan).document_sha256
        for begins, warned in (("2026-04-17", []), ("2026-04-18", ["rules-nowhere"])):
            text = PROMOTION.format(sha256=sha256).replace("2026-04-01", begins)
            text = text.replace("2026-05-31", "2026-05-14")
            found = load(plan, promotions=[load_promotion(text)]).warnings
            assert [one.code for one in found] == warned

    def test_a_value_that_begins_within_a_period_is_warned_of(self) -> None:
        # given a rate that is another one from a day on, in a plan by the month
        values = "[{from: 2026-01-15, value: 10 %}, {from: DAY, value: 12 %}]"
        parameter = f"{{unit: rate, source: Plan, basis: BASIS, values: {values}}}"
        text = changed(
            ("volumes:", f"parameters: {{first: {parameter}}}\nvolumes:"), ("[10 %,", "[$first,")
        )

        # then only where the period's first day counts, and no month begins
        for day, basis, warned in (
            ("2026-07-15", "period", ["within-period"]),
            ("2026-07-01", "period", []),
            ("2026-07-15", "sale", []),
        ):
            found = load(text.replace("DAY", day).replace("BASIS", basis)).warnings
            assert [one.code for one in found] == warned, day
            assert {one.path for one in found} <= {"parameters.first.values[1].from"}

    def test_the_one_is_not_taken_for_the_other(self) -> None:
        assert problems(self.promotion()) == ["other-document"]
        with pytest.raises(PlanError) as caught:
            load_promotion(SMALL)
        assert [one.code for one in caught.value.problems] == ["other-document"]

    def test_it_ends_after_it_begins(self) -> None:
        with pytest.raises(PlanError) as caught:
            load_promotion(self.promotion(("2026-05-31", "2026-03-31")))
        assert [problem.code for problem in caught.value.problems] == ["day-order"]


class TestWarnings:
    def warnings(self, *changes: tuple[str, str]) -> list[tuple[str, str]]:
        return [(found.path, found.code) for found in load(changed(*changes)).warnings]

    def test_none(self) -> None:
        assert self.warnings() == []

    def test_activity_by_own_orders_alone(self) -> None:
        own = ("measure: qv}", "measure: qv, sales: {buyers: [self]}}")
        assert self.warnings(own) == [("bonuses.level.payee", "own-orders-only")]

    def test_activity_by_own_orders_with_an_alternative(self) -> None:
        both = [
            ("measure: qv}", "measure: qv, sales: {buyers: [self]}}\n  customers: {kind: sales, "
             "measure: qv, sales: {buyers: [retail]}}"),
            ("tests:\n", 'tests:\n  sells: {kind: volume, volume: customers, at_least: "20.00"}\n'
             "  either: {kind: any, tests: [active, sells]}\n"),
            ("payee: active", "payee: either"),
        ]  # fmt: skip
        assert self.warnings(*both) == []

    def test_people_who_need_not_sell(self) -> None:
        heads = (
            "tests:\n",
            "tests:\n  member: {kind: class, one_of: [retail]}\n"
            "  crowd: {kind: legs, tree: enroller, at_least: 3, where: first, test: member}\n",
        )
        assert self.warnings(heads, ("payee: active", "payee: active\n    source: crowd")) == [
            ("bonuses.level.source", "counts-people")
        ]

    @pytest.mark.parametrize(
        ("test", "named"),
        [
            ("{kind: volume, volume: recruits, at_least: '3'}", "counts people by `recruits`"),
            ("{kind: all, tests: [active, three]}", "counts people by `recruits`"),
            ("{kind: any, tests: [active, crowd]}", "counts people by `crowd`"),
            (
                "{kind: distinct-legs, tree: enroller, where: first,"
                " needs: [{at_least: 1, test: active}, {at_least: 3, test: there}]}",
                "`asked` counts people who",
            ),
        ],
    )
    def test_people_who_need_not_sell_under_other_names(self, test: str, named: str) -> None:
        heads = (
            "volumes:\n",
            "volumes:\n  one: {kind: heads, test: there}\n"
            "  recruits: {kind: team, of: one, tree: enroller, himself: excluded}\n",
        )
        tests = (
            "tests:\n",
            "tests:\n  there: {kind: days-since, event: enrolment, at_least: 0}\n"
            "  three: {kind: volume, volume: recruits, at_least: '3'}\n"
            "  crowd: {kind: legs, tree: enroller, at_least: 3, where: first, test: there}\n"
            f"  asked: {test}\n",
        )
        found = load(changed(heads, tests, ("payee: active", "payee: asked"))).warnings
        [warning] = [one for one in found if one.code == "counts-people"]
        assert warning.path == "bonuses.level.payee"
        assert named in warning.message

    def test_rates_by_people_who_need_not_sell(self) -> None:
        heads = (
            "volumes:\n",
            "volumes:\n  one: {kind: heads, test: there}\n"
            "  recruits: {kind: team, of: one, tree: enroller, himself: excluded}\n",
        )
        there = ("tests:\n", "tests:\n  there: {kind: days-since, event: enrolment, at_least: 0}\n")
        brackets = "[{from: '0', rate: 1 %}, {from: '3', rate: 9 %}]"
        rates = f"rows: [{{by: volume, volume: recruits, rows: {brackets}}}]"
        assert ("bonuses.level.rates.rows[0].volume", "counts-people") in self.warnings(
            heads, there, ("rows: [10 %, 5 %, 2.5 %]", rates)
        )

    @pytest.mark.parametrize(
        ("requires", "refused"),
        [
            ("[was, crowd]", True),
            ("[kept]", True),
            ("[was, crowd, active]", False),
            ("[was]", False),
            ("[crowd, active]", False),
        ],
    )
    def test_a_rank_of_before_and_new_people_are_no_rank(
        self, requires: str, refused: bool
    ) -> None:
        tests = (
            "tests:\n",
            "tests:\n  there: {kind: days-since, event: enrolment, at_least: 0}\n"
            "  crowd: {kind: legs, tree: enroller, at_least: 3, where: first, test: there}\n"
            "  was: {kind: rank, at_least: seller, of: paid-as-before}\n"
            "  both: {kind: all, tests: [was, crowd]}\n"
            "  kept: {kind: any, tests: [both, active]}\n",
        )
        ranks = (
            "bonuses:\n",
            "ranks:\n  cumulative: no\n  title: {demotion: never}\n"
            f"  ladder: [{{rank: seller, name: Seller, requires: {requires}}}]\nbonuses:\n",
        )
        text = changed(tests, ranks)
        if refused:
            assert problems(text) == ["pay-for-recruiting"]
        else:
            assert load_plan(text).ranks is not None

    @pytest.mark.parametrize(
        ("bonus", "warned"),
        [
            ("base: units, rates: {by: level, rows: [50.00 USD]}", True),
            ("base: price, rates: {by: level, rows: [50 %]}", True),
            ("base: cv, rates: {by: level, rows: [50 %]}", False),
            (
                "base: units, sales: {product_lines: [soap]}, rates: {by: level, rows: [5.00 USD]}",
                False,
            ),
        ],
    )
    def test_a_fast_start_on_what_a_kit_has_too(self, bonus: str, warned: bool) -> None:
        start = "{kind: fast-start, tree: enroller, compression: none, window: {days: 9}, "
        words = ("classes: [retail]", "classes: [retail], product_lines: [soap]")
        more = ("bonuses:\n", f"bonuses:\n  new: {start}{bonus}}}\n")
        codes = [code for _, code in self.warnings(words, more)]
        assert ("pays-on-kits" in codes) is warned

    @pytest.mark.parametrize(
        ("key", "figure"),
        [
            ("limit", "kind: fast-start\n    window: {days: 60}\n    limit: '1000'"),
            ("tiers", "kind: retail\n    by: base\n    tiers: <tiers>"),
        ],
    )
    def test_one_figure_for_several_currencies(self, key: str, figure: str) -> None:
        tiers = "[{from: '0', rate: 5 %, applies: whole}, {from: '99', rate: 9 %, applies: whole}]"
        bonus = "  more:\n    base: cv\n    " + figure.replace("<tiers>", tiers)
        if key == "limit":
            walk = "tree: enroller\n    compression: none\n    rates: {by: level, rows: [1 %]}"
            bonus += f"\n    {walk}"
        added = ("bonuses:\n", f"bonuses:\n{bonus}\n")
        rows = "rates: {by: currency, rows: {EUR: {by: level, rows: [1 %]}, other: 0 %}}"
        several = ("    rates: {by: level, rows: [10 %, 5 %, 2.5 %]}", f"    {rows}")
        assert self.warnings(added) == []
        assert self.warnings(several) == []
        assert self.warnings(added, several) == [(f"bonuses.more.{key}", "one-figure")]
        there = ("base: cv\n    kind", "base: cv\n    sales: {countries: [DE]}\n    kind")
        assert self.warnings((added[0], added[1].replace(*there)), several) == []

    def test_buyers_who_are_not_oneself(self) -> None:
        words = ("{classes: [retail]}", "{classes: [retail, distributor]}")
        place = "volumes.personal.sales.buyers[0]"
        for buyers, codes in (("distributor", ["not-own-orders"]), ("distributor, self", [])):
            sold = ("measure: qv}", f"measure: qv, sales: {{buyers: [{buyers}]}}}}")
            assert self.warnings(words, sold) == [(place, code) for code in codes]

    def test_teams_of_teams(self) -> None:
        teams = (
            "volumes:\n",
            "volumes:\n  team: {kind: team, of: personal, tree: enroller, himself: included}\n"
            "  teams: {kind: team, of: team, tree: enroller, himself: included}\n",
        )
        asked = ("volume: personal,", "volume: teams,")
        assert self.warnings(teams, asked) == [("volumes.teams.of", "team-of-team")]

    def test_what_is_never_used(self) -> None:
        assert self.warnings(("    payee: active\n", "")) == [("tests.active", "unused")]


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(1, 40), "2.5 %"),
        (Fraction(1, 10**6), "0.0001 %"),
    ],
)
def test_rate_text(rate: Fraction, text: str) -> None:
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("volume_e4", "text"),
    [(0, "0.00"), (500_000, "50.00"), (1, "0.0001"), (-123_450, "-12.345"), (-1000, "-0.10")],
)
def test_volume_text(volume_e4: int, text: str) -> None:
    assert volume_text(volume_e4) == text
