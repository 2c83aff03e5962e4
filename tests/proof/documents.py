"""Random plan documents from the language's grammar: every kind, every option, nested rate tables.

What is written here is meant to pass the plan checks; what they refuse none the less (a plan whose
ranks could oscillate, say) is thrown away and another is written.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import yaml

type Doc = dict[str, Any]

CLASSES = ["retail", "preferred", "distributor"]
ORDER_KINDS = ["first", "regular", "autoship"]
PRODUCT_LINES = ["skin", "food"]
COUNTRIES = ["DE", "AT", "US"]
RATES = ["10 %", "5 %", "2.5 %", "20 %", "3.3333 %", "1 %", "7 %", "12 %"]
THRESHOLDS = ["10.00", "25.00", "50.00", "100.00", "200.00"]
BIG_THRESHOLDS = ["50.00", "100.00", "250.00", "400.00"]
SHARES = ["50 %", "40 %", "60 %", "100 %", "33.3333 %", "25 %"]
CAMPAIGNS = [
    {"key": "C01", "from": "2026-01-05", "to": "2026-02-01"},
    {"key": "C02", "from": "2026-02-02", "to": "2026-02-22"},
    {"key": "C03", "from": "2026-02-23", "to": "2026-03-29"},
    {"key": "C04", "from": "2026-03-30", "to": "2026-04-26"},
]
QUARTERS = [
    [{"key": "Q1", "from": "2026-01-01", "to": "2026-12-31"}],
    [
        {"key": "Q1", "from": "2026-01-01", "to": "2026-02-28"},
        {"key": "Q2", "from": "2026-03-01", "to": "2026-12-31"},
    ],
    [{"key": "Q1", "from": "2026-02-01", "to": "2026-12-31"}],
]
DAYS = ["2026-01-01", "2026-01-15", "2026-02-01", "2026-02-10", "2026-03-01"]


def random_document(random: Random, small: bool = False) -> tuple[str, bool]:
    """The text of a plan document, and whether it holds for sales in one currency only; a small one
    has a bonus or two and little that they rest on."""
    writer = _Writer(random, small)
    text = yaml.safe_dump(writer.document(), sort_keys=False, width=1000)
    return text, writer.single_currency


class _Writer:
    """Writes a document from top to bottom; what is named has been written before."""

    def __init__(self, random: Random, small: bool = False) -> None:
        self.random, self.small = random, small
        self.single_currency = self.chance(0.75)
        self.trees = ["enroller"]
        if self.chance(0.5):
            self.trees.append("placement")
        self.volumes: Doc = {}
        self.tests: Doc = {}
        self.parameters: Doc = {}
        self.bonuses: Doc = {}
        self.ranks: Doc | None = None
        self.rank_keys: list[str] = []
        self.after_ranks = False
        self.weekly = not small and self.chance(0.12)
        self.with_parameters = self.chance(0.25)
        self.calendars: Doc = {}
        if not small and not self.weekly and self.chance(0.12):
            self.calendars["campaign"] = CAMPAIGNS

    # Choosing

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, options: Sequence[Any]) -> Any:
        return self.random.choice(options)

    def some(self, options: Sequence[Any], least: int = 1) -> list[Any]:
        count = self.random.randint(least, len(options))
        chosen = self.random.sample(range(len(options)), count)
        return [options[index] for index in sorted(chosen)]

    def tree(self) -> str:
        return str(self.one(self.trees))

    def volume(self) -> str:
        return str(self.one(list(self.volumes)))

    def test(self) -> str:
        return str(self.one(list(self.tests)))

    def add_volume(self, content: Doc) -> str:
        key = f"v{len(self.volumes) + 1}"
        self.volumes[key] = content
        return key

    def add_test(self, content: Doc) -> str:
        key = f"t{len(self.tests) + 1}"
        self.tests[key] = content
        return key

    def scalar(self, value: Any, unit: str) -> Any:
        """The value, or now and then a parameter that stands for it."""
        if not (self.with_parameters and self.chance(0.2)):
            return value
        key = f"p{len(self.parameters) + 1}"
        values = [{"from": "2020-01-01", "value": value}]
        if self.chance(0.4) and unit in ("rate", "volume"):
            other = self.one(RATES if unit == "rate" else THRESHOLDS)
            values.append({"from": self.one(DAYS), "value": other})
        basis = self.one(["period", "sale", "enrolment"]) if unit == "rate" else "period"
        self.parameters[key] = {
            "unit": unit,
            "source": "proof",
            "basis": basis,
            "values": values,
        }
        return f"${key}"

    # The document

    def document(self) -> Doc:
        self.base_volumes()
        self.base_tests()
        if self.weekly and self.single_currency:
            self.add_volume({"kind": "earnings", "bonuses": ["week-1"]})
        self.derived()
        if self.chance(0.5 if self.small else 0.9):
            self.write_ranks()
        self.after_ranks = True
        if self.rank_keys:
            self.rank_tests()
            for _ in range(self.random.randint(0, 1 if self.small else 2)):
                self.derived_volume()
                self.derived_test()
        self.write_bonuses()
        return self.gathered()

    def gathered(self) -> Doc:
        document: Doc = {
            "plan": "proof",
            "name": "Proof",
            "time_zone": self.one(["America/New_York", "Europe/Berlin", "UTC", "Asia/Kolkata"]),
            "period": "campaign" if "campaign" in self.calendars else "month",
            "rounding": self.one(["half-even", "half-up", "down"]),
            "trees": self.trees,
            "words": {
                "classes": CLASSES,
                "order_kinds": ORDER_KINDS,
                "product_lines": PRODUCT_LINES,
            },
        }
        if self.calendars:
            document["calendars"] = self.calendars
        if self.parameters:
            document["parameters"] = self.parameters
        document["volumes"] = self.volumes
        document["tests"] = self.tests
        if self.ranks is not None:
            document["ranks"] = self.ranks
        document["bonuses"] = self.bonuses
        return document

    # Volumes

    def base_volumes(self) -> None:
        self.add_volume({"kind": "sales", "measure": "qv"})
        for _ in range(self.random.randint(0, 2)):
            self.add_volume(self.sales_volume())

    def sales_volume(self) -> Doc:
        measures = ["qv", "qv", "cv", "price", "margin", "units"]
        measure = self.one(measures if self.single_currency else ["qv", "units"])
        volume: Doc = {"kind": "sales", "measure": measure}
        if self.chance(0.4):
            volume["sales"] = self.sale_filter()
        if self.chance(0.2):
            volume["days"] = self.one([7, 30, 45, 60])
        elif self.chance(0.15):
            volume["since_enrolment_days"] = self.one([1, 10, 30, 60])
        return volume

    def sale_filter(self) -> Doc:
        return {
            key: self.some(words)
            for key, words in (
                ("buyers", ["self", *CLASSES]),
                ("order_kinds", ORDER_KINDS),
                ("product_lines", PRODUCT_LINES),
                ("countries", COUNTRIES),
            )
            if self.chance(0.3)
        }

    def derived(self) -> None:
        for _ in range(self.random.randint(0, 1) if self.small else self.random.randint(2, 4)):
            self.derived_volume()
            if self.chance(0.8):
                self.derived_test()

    def derived_volume(self) -> str:
        kinds = [
            "team",
            "team",
            "team",
            "legs",
            "legs",
            "heads",
            "credits",
            *2 * ["blocks"],
            "sum",
            *2 * ["window"],
        ]
        return self.add_volume(getattr(self, f"{self.one(kinds)}_volume")())

    def team_volume(self) -> Doc:
        volume: Doc = {
            "kind": "team",
            "of": self.volume(),
            "tree": self.tree(),
            "himself": self.one(["included", "included", "excluded"]),
        }
        if self.chance(0.4):
            volume["levels"] = self.random.randint(1, 4)
        if self.chance(0.3):
            volume["counted"] = self.test()
        if self.chance(0.25):
            volume["stops_at"] = self.test()
            if self.chance(0.5):
                volume["stop_counts"] = "yes"
        return volume

    def legs_volume(self) -> Doc:
        teams = [key for key, volume in self.volumes.items() if volume["kind"] == "team"]
        of = self.one(teams) if teams and self.chance(0.8) else self.volume()
        volume: Doc = {"kind": "legs", "of": of, "tree": self.tree()}
        if self.chance(0.3):
            volume["without_largest"] = self.random.randint(0, 2)
        if self.chance(0.2):
            volume["only_largest"] = self.random.randint(1, 3)
        if self.chance(0.6):
            volume["limit"] = self.leg_limit()
        return volume

    def leg_limit(self) -> Doc:
        of = self.one(["own-total", "requirement", "counted"])
        limit: Doc = {"share": self.one(SHARES), "of": of}
        if of == "requirement":
            limit["requirement"] = self.scalar(self.one(BIG_THRESHOLDS), "volume")
        return limit

    def heads_volume(self) -> Doc:
        return {"kind": "heads", "test": self.test()}

    def credits_volume(self) -> Doc:
        rows = [
            {"test": self.test(), "credit": self.one(["1", "2", "0.5", "10"])}
            for _ in range(self.random.randint(1, 3))
        ]
        return {"kind": "credits", "rows": rows}

    def blocks_volume(self) -> Doc:
        return {
            "kind": "blocks",
            "of": self.volume(),
            "size": self.scalar(self.one(THRESHOLDS), "volume"),
        }

    def sum_volume(self) -> Doc:
        volume: Doc = {"kind": "sum", "plus": [self.volume(), self.volume()]}
        if self.chance(0.4):
            volume["minus"] = [self.volume()]
        return volume

    def window_volume(self) -> Doc:
        volume: Doc = {
            "kind": "window",
            "of": self.volume(),
            "periods": self.one([1, 2, 3, "all"]),
            "skip": self.one([0, 0, 1, 2]),
            "take": self.one(["sum", "best", "lowest"]),
        }
        if self.chance(0.3):
            self.calendars.setdefault("quarters", self.one(QUARTERS))
            volume["within"] = "quarters"
        return volume

    # Tests

    def base_tests(self) -> None:
        self.add_test({"kind": "volume", "volume": "v1", "at_least": self.one(["10.00", "50.00"])})
        makers: list[Callable[[], Doc]] = [
            self.volume_test,
            self.class_test,
            self.country_test,
            self.days_since_test,
            self.count_test,
            self.history_test,
            self.first_time_test,
            self.combined_test,
        ]
        for _ in range(self.random.randint(1, 3)):
            self.add_test(self.one(makers)())

    def derived_test(self) -> str:
        makers: list[Callable[[], Doc]] = [
            self.volume_test,
            self.volume_test,
            self.volume_test,
            self.legs_test,
            self.legs_test,
            *3 * [self.cross_tree_test],
            *4 * [self.distinct_legs_test],
            self.history_test,
            *4 * [self.combined_test],
        ]
        return self.add_test(self.one(makers)())

    def volume_test(self) -> Doc:
        volume = list(self.volumes)[-1] if self.chance(0.6) else self.volume()
        test: Doc = {"kind": "volume", "volume": volume}
        counted = self.volumes[volume]["kind"] in ("heads", "credits", "blocks")
        if self.chance(0.85):
            least = self.one(["1", "2"] if counted else THRESHOLDS)
            test["at_least"] = least if counted else self.scalar(least, "volume")
        if self.chance(0.15):
            test["below"] = "500.00"
        if len(test) == 2 or self.chance(0.15):
            test["at_least_of"] = {"share": self.one([*SHARES, "110 %"]), "of": self.volume()}
        return test

    def class_test(self) -> Doc:
        return {"kind": "class", "one_of": self.some(CLASSES, 2)}

    def country_test(self) -> Doc:
        return {"kind": "country", "one_of": self.some(COUNTRIES, 2)}

    def days_since_test(self) -> Doc:
        test: Doc = {"kind": "days-since", "event": "enrolment"}
        if self.chance(0.6):
            test["at_least"] = self.one([0, 1, 10, 20])
        if len(test) == 2 or self.chance(0.4):
            test["at_most"] = self.one([30, 60, 90, 400])
        return test

    def count_test(self) -> Doc:
        measures = ["qv", "qv", "cv"] if self.single_currency else ["qv", "units"]
        test: Doc = {
            "kind": "count",
            "of": self.one(["customers", "orders"]),
            "at_least": self.scalar(self.one([1, 1, 2]), "count"),
            "measure": self.one(measures),
        }
        if self.chance(0.4):
            test["each_at_least"] = self.one(THRESHOLDS[:3])
        if self.chance(0.3):
            test["sales"] = self.sale_filter()
        if self.chance(0.4):
            test["household"] = self.one(["included", "excluded"])
        return test

    def history_test(self) -> Doc:
        periods = self.random.randint(1, 3)
        test: Doc = {
            "kind": "history",
            "test": self.test(),
            "at_least": self.random.randint(1, periods),
            "periods": periods,
        }
        if self.chance(0.4):
            test["consecutive"] = self.one(["yes", "no"])
        if self.chance(0.4):
            test["this_period"] = self.one(["included", "excluded"])
        return test

    def first_time_test(self) -> Doc:
        return {"kind": "first-time", "test": self.test()}

    def combined_test(self) -> Doc:
        kind = self.one(["all", "all", "any", "any", "not"])
        if kind == "not":
            return {"kind": "not", "test": self.test()}
        return {"kind": kind, "tests": [self.test(), self.test()]}

    def legs_test(self) -> Doc:
        return {
            "kind": "legs",
            "tree": self.tree(),
            "at_least": self.one([1, 1, 2]),
            "where": self.one(["first", "anywhere"]),
            "test": self.test(),
        }

    def cross_tree_test(self) -> Doc:
        return {
            "kind": "cross-tree",
            "enrolled_in": self.tree(),
            "legs_of": self.tree(),
            "at_least": self.one([1, 1, 2]),
            "test": self.test(),
        }

    def distinct_legs_test(self) -> Doc:
        needs = [
            {"at_least": self.one([1, 1, 1, 2]), "test": self.payee()}
            for _ in range(self.one([2, 2, 3]))
        ]
        where = self.one(["first", "anywhere"])
        return {"kind": "distinct-legs", "tree": self.tree(), "where": where, "needs": needs}

    # Ranks

    def write_ranks(self) -> None:
        keys = [f"r{number}" for number in range(1, self.random.randint(2, 4) + 1)]
        mode = self.one(["independent", "independent", "fixed-point", "deepest-first"])
        tree = self.tree()
        if mode == "deepest-first":
            self.add_volume(self.cut_group(keys, tree))
        ladder = []
        for place, key in enumerate(keys):
            requires = {self.plain_requirement(place)} | ({"t1"} if self.chance(0.6) else set())
            if mode == "fixed-point" and place:
                requires.add(self.monotone_requirement(keys, place))
            if mode == "deepest-first" and (place or self.chance(0.3)):
                requires.add(self.cut_requirement(keys, tree))
            ladder.append({"rank": key, "name": key.upper(), "requires": sorted(requires)})
        self.rank_keys = keys
        self.ranks = {
            **({"every": "week"} if self.weekly and self.chance(0.3) else {}),
            "cumulative": self.one(["yes", "no"]),
            "grace_periods": self.one([0, 0, 0, 1, 2]),
            "title": {"demotion": self.one(["never", "follows", 1, 2])},
            "ladder": ladder,
        }

    def plain_requirement(self, place: int) -> str:
        if place == 0 and self.chance(0.6):
            return "t1"
        if place == 0 or self.chance(0.5):
            volume = self.one(list(self.volumes))
            if self.volumes[volume]["kind"] in ("heads", "credits", "blocks"):
                volume = "v1"
            if self.volumes[volume].get("stops_at", "").startswith("is-"):
                volume = "v1"
            return self.add_test(
                {"kind": "volume", "volume": volume, "at_least": self.one(THRESHOLDS)}
            )
        plain = [key for key in self.tests if not key.startswith("is-")]
        return str(self.one(plain)) if self.chance(0.5) else "t1"

    def is_rank(self, key: str, of: str = "paid-as") -> str:
        name = f"is-{key}" if of == "paid-as" else f"is-{key}-{of}"
        self.tests.setdefault(name, {"kind": "rank", "at_least": key, "of": of})
        return name

    def monotone_requirement(self, keys: list[str], place: int) -> str:
        test = self.is_rank(keys[self.random.randint(0, place)])
        kind = self.one(["legs", "legs", "cross-tree", "heads", "credits", "distinct-legs"])
        if kind in ("legs", "cross-tree"):
            content = self.legs_test() if kind == "legs" else self.cross_tree_test()
            return self.add_test({**content, "test": test})
        if kind == "distinct-legs":
            content = self.distinct_legs_test()
            content["needs"] = [{"at_least": 1, "test": test}, {"at_least": 1, "test": "t1"}]
            return self.add_test(content)
        one = {"kind": "heads", "test": test}
        if kind == "credits":
            one = {"kind": "credits", "rows": [{"test": test, "credit": "1"}]}
        team = {
            "kind": "team",
            "of": self.add_volume(one),
            "tree": self.tree(),
            "himself": "excluded",
        }
        if self.chance(0.4):
            team["levels"] = self.random.randint(1, 3)
        volume = self.add_volume(team)
        return self.add_test(
            {"kind": "volume", "volume": volume, "at_least": self.one(["1", "1", "2"])}
        )

    def cut_group(self, keys: list[str], tree: str) -> Doc:
        volume: Doc = {
            "kind": "team",
            "of": "v1",
            "tree": tree,
            "himself": self.one(["included", "excluded"]),
            "stops_at": self.is_rank(self.one(keys)),
        }
        if self.chance(0.3):
            volume["stop_counts"] = "yes"
        if self.chance(0.2):
            volume["levels"] = self.random.randint(1, 3)
        return volume

    def cut_requirement(self, keys: list[str], tree: str) -> str:
        cut = next(
            key for key, volume in self.volumes.items() if "is-r" in volume.get("stops_at", "")
        )
        if self.chance(0.6):
            return self.add_test(
                {"kind": "volume", "volume": cut, "at_least": self.one(BIG_THRESHOLDS)}
            )
        legs = {**self.legs_test(), "tree": tree, "test": self.is_rank(self.one(keys))}
        if self.chance(0.3):
            return self.add_test({"kind": "not", "test": self.add_test(legs)})
        return self.add_test(legs)

    def rank_tests(self) -> None:
        of = ["paid-as", "paid-as", "title", "paid-as-before", "title-before"]
        for _ in range(self.random.randint(1, 3)):
            self.is_rank(self.one(self.rank_keys), self.one(of))

    # Bonuses

    def write_bonuses(self) -> None:
        kinds = [*3 * ["level"], *5 * ["fast_start"], *2 * ["differential"], *3 * ["retail"]]
        kinds += [*6 * ["breakaway"], *4 * ["generation"], *3 * ["infinity"]]
        if self.rank_keys:
            kinds += 3 * ["rank_advancement"]
        count = self.random.randint(1, 2) if self.small else self.random.randint(5, 9)
        for kind in self.random.sample(kinds, min(count, len(kinds))):
            self.bonuses[f"b{len(self.bonuses) + 1}"] = getattr(self, kind)()
        self.same_volumes()
        if self.weekly:
            weekly = {"every": "week", **getattr(self, self.one(["level", "retail"]))()}
            self.bonuses = {"week-1": weekly, **self.bonuses}

    def same_volumes(self) -> None:
        keys = list(self.bonuses)
        for place, key in enumerate(keys):
            bonus = self.bonuses[key]
            later = [
                name
                for name in keys[place + 1 :]
                if self.bonuses[name].get("base") == bonus.get("base")
            ]
            if bonus["kind"] == "fast-start" and later and self.chance(0.7):
                bonus["same_volume"] = [
                    {"bonus": name, "pays": self.one(["0 %", "50 %", "33.3333 %"])}
                    for name in self.some(later)
                ]

    def sale_bonus(self, kind: str) -> Doc:
        bases = ["cv", "cv", "price", "margin", "units"]
        bonus: Doc = {"kind": kind, "base": self.one(bases[: None if self.single_currency else 4])}
        if self.chance(0.15):
            bonus["sales"] = self.sale_filter()
        if self.chance(0.08):
            bonus["source"] = self.test()
        if self.chance(0.5):
            bonus["payee"] = self.payee()
        return bonus

    def payee(self) -> str:
        """Some test, and often one that many pass: a bonus that pays nobody proves nothing."""
        return "t1" if self.chance(0.5) else self.test()

    def walk_bonus(self, kind: str) -> Doc:
        bonus = self.sale_bonus(kind)
        bonus["tree"] = self.tree()
        if self.chance(0.4):
            bonus["own_orders"] = self.one(["himself", "above", "himself", "himself", "excluded"])
        if self.chance(0.3):
            bonus["customer_orders"] = self.one(["above", "above", "himself", "excluded"])
        if "excluded" in (bonus.get("own_orders"), bonus.get("customer_orders")) and (
            bonus.get("own_orders") == bonus.get("customer_orders")
        ):
            del bonus["own_orders"]
        return bonus

    def level(self) -> Doc:
        bonus = self.walk_bonus("level")
        bonus["compression"] = self.one(["none", "skip-inactive", "dynamic", "volume"])
        if bonus["compression"] in ("skip-inactive", "volume"):
            bonus.setdefault("payee", self.payee())
        bonus["rates"] = self.rates(bonus["base"], "level")
        return bonus

    def fast_start(self) -> Doc:
        bonus = {**self.level(), "kind": "fast-start"}
        days = self.chance(0.5)
        bonus["window"] = (
            {"days": self.one([1, 30, 60, 60])} if days else {"calendar_months": self.one([1, 2])}
        )
        if self.chance(0.6):
            bonus["limit"] = self.scalar(self.one(THRESHOLDS), "volume")
        return bonus

    def differential(self) -> Doc:
        bonus = self.walk_bonus("differential")
        bonus["compression"] = self.one(["none", "skip-inactive"])
        bonus["rates"] = self.payee_rates(bonus["base"])
        if self.chance(0.5) and bonus["base"] != "units":
            bonus["ties"] = {"rate": self.one(["1 %", "0.5 %"]), "people": self.one([1, 1, 2])}
        return bonus

    def payee_rates(self, base: str) -> Any:
        """Rates that differ from one payee to the other, as differentials need."""
        if self.rank_keys and self.chance(0.5):
            return self.by_rank(base, "", (), of=self.one(["rank", "title"]))
        return self.by_volume(base, "", ())

    def breakaway(self) -> Doc:
        bonus = self.walk_bonus("breakaway")
        bonus["leader"] = self.leader()
        bonus["compression"] = self.one(["none", "skip-inactive"])
        if self.chance(0.6):
            rows = {"by": "generation", "rows": [self.rate(bonus["base"])]}
            bonus["rates"] = rows
            if self.single_currency:
                bonus["guarantee"] = {"amount": self.one(["5.00 USD", "20.00 USD", "0.50 USD"])}
        else:
            bonus["rates"] = self.rates(bonus["base"], "generation")
        return bonus

    def leader(self) -> str:
        ranks = [key for key in self.tests if key.startswith("is-")]
        return str(self.one(ranks)) if ranks and self.chance(0.5) else self.payee()

    def boundary(self) -> Doc:
        if self.rank_keys and self.chance(0.65):
            return {"own": self.one(["rank", "title"])}
        return {"test": self.leader()}

    def generation(self) -> Doc:
        bonus = self.walk_bonus("generation")
        bonus["boundary"] = self.boundary()
        bonus["boundary_person"] = self.one(["next", "upper"])
        bonus["empty"] = self.one(["counted", "skipped"])
        if self.chance(0.5):
            bonus["own_group"] = self.rates(bonus["base"], "")
        bonus["rates"] = self.rates(bonus["base"], "generation")
        return bonus

    def infinity(self) -> Doc:
        bonus = self.walk_bonus("infinity")
        if self.chance(0.4):
            bonus["from_level"] = self.random.randint(1, 4)
        bonus["stop"] = self.boundary()
        bonus["stop_person"] = self.one(["included", "excluded"])
        bonus["rates"] = self.rates(bonus["base"], "")
        return bonus

    def retail(self) -> Doc:
        bonus = self.sale_bonus("retail")
        if bonus["base"] == "units":
            bonus["base"] = "margin"
        bonus["by"] = self.one(["base", "base", "volume"])
        applies = ["whole"]
        if bonus["by"] == "volume":
            bonus["volume"] = self.volume()
        else:
            applies = self.one([["whole"], ["above"], ["whole", "above"]])
        bounds = ["0", *sorted(self.some(THRESHOLDS, 0), key=float)]
        bonus["tiers"] = [
            {"from": bound, "rate": self.one([*RATES, "100 %"]), "applies": self.one(applies)}
            for bound in bounds
        ]
        return bonus

    def rank_advancement(self) -> Doc:
        bonus: Doc = {"kind": "rank-advancement", "pays": self.one(["first-time", "every-period"])}
        bonus["amounts"] = {
            key: self.one(["100.00 USD", "10.01 USD", "33.33 USD"])
            for key in self.some(self.rank_keys)
        }
        if self.chance(0.3):
            bonus["payee"] = self.payee()
        if bonus["pays"] == "first-time":
            bonus["jumped"] = self.one(["each", "highest"])
            if self.chance(0.3):
                bonus["held"] = self.one([1, 2])
            if self.chance(0.5):
                bonus["instalments"] = self.one([2, 3])
        return bonus

    # Rates

    def rate(self, base: str, code: str = "USD") -> Any:
        """One rate: a percentage, or money for each unit in the currency it is looked up for."""
        if base == "units":
            amounts = {"USD": ["1.00 USD", "0.35 USD", "0 %"], "JPY": ["40 JPY"], "other": ["0 %"]}
            return self.one(amounts[code])
        if self.chance(0.07):
            return "0 %"
        return self.scalar(self.one(RATES), "rate")

    def rates(self, base: str, by: str, inside: tuple[str, ...] = (), code: str = "USD") -> Any:
        """A rate table of a bonus: `by` is what it must have inside, if anything.

        inside: what the tables around it are by; none comes twice, and there are two at most.
        """
        by = "" if by in inside else by
        if len(inside) < 2 and self.chance(0.2 if inside else 0.45):
            makers = [self.by_sale, self.by_sale, self.by_country, self.by_enrolled]
            makers += [self.by_date, self.by_volume]
            if self.rank_keys:
                makers += [self.by_rank, self.by_rank]
            if (table := self.one(makers)(base, by, inside, code)) is not None:
                return table
        if not by:
            return self.rate(base, code)
        rows = [self.level_entry(base, (*inside, by), code) for _ in range(self.one([1, 2, 3, 4]))]
        return {"by": by, "rows": rows}

    def level_entry(self, base: str, inside: tuple[str, ...], code: str) -> Any:
        return self.rates(base, "", inside, code) if self.chance(0.4) else self.rate(base, code)

    def by_rank(
        self, base: str, by: str, inside: tuple[str, ...], code: str = "USD", of: str = ""
    ) -> Doc | None:
        of = of or self.one(["rank", "title", "source-rank"])
        return self.table({"by": of}, ["none", *self.rank_keys], base, by, inside, code)

    def by_sale(self, base: str, by: str, inside: tuple[str, ...], code: str) -> Doc | None:
        kinds = {
            "buyer-class": CLASSES,
            "order-kind": ORDER_KINDS,
            "product-line": PRODUCT_LINES,
            "currency": ["USD", "JPY"],
        }
        kind = self.one(list(kinds))
        return self.table({"by": kind}, [*self.some(kinds[kind]), "other"], base, by, inside, code)

    def by_country(self, base: str, by: str, inside: tuple[str, ...], code: str) -> Doc | None:
        head = {"by": "country", "of": self.one(["payee", "source", "order"])}
        return self.table(head, [*self.some(COUNTRIES), "other"], base, by, inside, code)

    def by_enrolled(self, base: str, by: str, inside: tuple[str, ...], code: str) -> Doc | None:
        return self.table({"by": "enrolled"}, ["personally", "otherwise"], base, by, inside, code)

    def table(
        self, head: Doc, keys: list[str], base: str, by: str, inside: tuple[str, ...], code: str
    ) -> Doc | None:
        """A table with an entry for each key, unless there is one like it around."""
        kind = str(head["by"])
        if kind in inside or kind == by:
            return None
        rows = {}
        for key in keys:
            of = key if kind == "currency" else code
            rows[key] = self.rates(base, by, (*inside, kind), of)
        return {**head, "rows": rows}

    def by_volume(
        self, base: str, by: str, inside: tuple[str, ...], code: str = "USD"
    ) -> Doc | None:
        if "volume" in inside:
            return None
        bounds = ["0", *sorted(self.some(THRESHOLDS), key=float)]
        inside = (*inside, "volume")
        rows = [{"from": bound, "rate": self.rates(base, by, inside, code)} for bound in bounds]
        return {"by": "volume", "volume": self.volume(), "rows": rows}

    def by_date(self, base: str, by: str, inside: tuple[str, ...], code: str) -> Doc | None:
        kind = self.one(["sale-date", "enrolment-date"])
        if kind in inside:
            return None
        inside = (*inside, kind)
        rows = [
            {"from": day, "rate": self.rates(base, by, inside, code)} for day in self.some(DAYS)
        ]
        return {"by": kind, "rows": rows}
