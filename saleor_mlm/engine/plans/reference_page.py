"""The page `docs/plan-reference.md`, made from the models so that it cannot fall behind them.

Docstrings are the rules, so they stand on it in full; a field's row says its form, an example and
what it means.
"""

import enum
import inspect
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from . import bonuses, calendars, parameters, promotions, ranks, rates, schema, tests, volumes
from .advice import WARNINGS
from .places import (
    alternatives,
    bare,
    field_form,
    fields,
    is_model,
    is_rates,
    names_part,
    parser_words,
)

type Model = type[BaseModel]
type Section = tuple[str, Model | type[enum.Enum]]

# Chapters: a heading, the module whose docstring introduces it, its sections in reading order.
CHAPTERS: tuple[tuple[str, Any, tuple[Section, ...]], ...] = (
    (
        "The plan",
        schema,
        (("The top of the document", schema.Plan), ("`words`", schema.Words)),
    ),
    ("Calendars", calendars, (("An entry of a calendar", calendars.CalendarEntry),)),
    (
        "Parameters",
        parameters,
        (
            ("An entry of `parameters`", parameters.Parameter),
            ("`limits`", parameters.Limits),
            ("An entry of `values`", parameters.Dated),
        ),
    ),
    (
        "Volumes",
        volumes,
        (
            ("`measure`", volumes.Measure),
            ("`kind: sales`", volumes.SalesVolume),
            ("`sales`: a filter", volumes.SaleFilter),
            ("`kind: team`", volumes.TeamVolume),
            ("`kind: legs`", volumes.LegsVolume),
            ("`limit` of legs", volumes.LegLimit),
            ("`kind: sum`", volumes.SumVolume),
            ("`kind: blocks`", volumes.BlocksVolume),
            ("`kind: heads`", volumes.HeadsVolume),
            ("`kind: credits`", volumes.CreditsVolume),
            ("An entry of credits", volumes.Credit),
            ("`kind: window`", volumes.WindowVolume),
            ("`kind: earnings`", volumes.EarningsVolume),
        ),
    ),
    (
        "Tests",
        tests,
        (
            ("`kind: volume`", tests.VolumeTest),
            ("`at_least_of`", tests.Comparison),
            ("`kind: count`", tests.CountTest),
            ("`kind: rank`", tests.RankTest),
            ("`kind: legs`", tests.LegsTest),
            ("`kind: distinct-legs`", tests.DistinctLegsTest),
            ("An entry of `needs`", tests.LegNeed),
            ("`kind: cross-tree`", tests.CrossTreeTest),
            ("`kind: class`", tests.ClassTest),
            ("`kind: country`", tests.CountryTest),
            ("`kind: days-since`", tests.DaysSinceTest),
            ("`kind: history`", tests.HistoryTest),
            ("`kind: first-time`", tests.FirstTimeTest),
            ("`kind: all`", tests.AllTest),
            ("`kind: any`", tests.AnyTest),
            ("`kind: not`", tests.NotTest),
        ),
    ),
    (
        "Ranks",
        ranks,
        (
            ("`ranks`", ranks.Ranks),
            ("An entry of `ladder`", ranks.Rank),
            ("`title`", ranks.Title),
        ),
    ),
    (
        "Rates",
        rates,
        (
            ("`by: level`, `by: generation`", rates.LevelRates),
            ("`by: rank`, `by: title`, `by: source-rank`", rates.RankRates),
            ("`by: volume`", rates.TierRates),
            ("An entry of `by: volume`", rates.Tier),
            ("`by: buyer-class`, `order-kind`, `product-line`, `currency`", rates.SaleRates),
            ("`by: country`", rates.CountryRates),
            ("`by: enrolled`", rates.EnrolledRates),
            ("`by: sale-date`, `by: enrolment-date`", rates.DatedRates),
            ("An entry of dated rates", rates.DatedRow),
        ),
    ),
    (
        "Bonuses",
        bonuses,
        (
            ("All bonuses", bonuses.AnyBonus),
            ("Bonuses on sales", bonuses.SaleBonus),
            ("`base`", bonuses.Base),
            ("Bonuses that walk up a tree", bonuses.WalkBonus),
            ("`own_orders`, `customer_orders`", bonuses.First),
            ("`compression`", bonuses.Compression),
            ("`kind: level`", bonuses.LevelBonus),
            ("`kind: fast-start`", bonuses.FastStartBonus),
            ("`window`", bonuses.FastStartWindow),
            ("An entry of `same_volume`", bonuses.SameVolume),
            ("`kind: differential`", bonuses.DifferentialBonus),
            ("`ties`", bonuses.Ties),
            ("`kind: breakaway`", bonuses.BreakawayBonus),
            ("`guarantee`", bonuses.Guarantee),
            ("`kind: generation`", bonuses.GenerationBonus),
            ("`kind: infinity`", bonuses.InfinityBonus),
            ("`boundary`, `stop`", bonuses.Boundary),
            ("`kind: retail`", bonuses.RetailBonus),
            ("An entry of `tiers`", bonuses.RetailTier),
            ("`kind: rank-advancement`", bonuses.RankAdvancementBonus),
        ),
    ),
    (
        "Promotions",
        promotions,
        (
            ("The top of a promotion's document", promotions.Promotion),
            ("An entry of `changes`", promotions.Change),
        ),
    ),
)
HEAD = """\
# Plan reference

Generated from the models in `saleor_mlm/engine/plans/`: edit those, then run `python -m
tests.engine.test_plan_reference`. `plan-schema.json` beside it is for editors.

A plan is one YAML document. Whatever a company's plan says is put together from these parts:
*volumes* (numbers for every person), *tests* (yes or no for every person), *ranks* (which rest on
tests), *rates* (what is paid, by one or several things) and *bonuses* (who is paid on which sale).
What cannot be combined is refused with the reason, never ignored.

## How it is written

| what | how | such as |
|---|---|---|
| rate | a percentage from 0 to 100 with one space and at most 4 decimals | `10 %`, `2.5 %` |
| share | the same, and it may be above 100 | `110 %` |
| volume | a decimal in quotes with at most 4 decimals | `"50.00"` |
| amount | a decimal with at most 4 decimals, a space and the currency | `500.00 USD` |
| count | a whole number from 1 to 100,000 | `3` |
| day | year, month, day | `2026-10-25` |
| key | what you name yourself: lower-case letters, digits, hyphens, at most 40 | `gold-volume` |
| name | a word of sales, people or calendars: letters, digits, `-`, `_`, at most 40 | `2026-C01` |

It is read strictly: every key once, none but those on this page, nothing after a key left open; no
anchors, aliases or tags. `yes` and `no` are words like any other. No number passes through a float.
`$key` stands for a parameter wherever a rate, share, volume, amount or count may stand. Equal
content has one hash, whatever its layout. Names may be used before they are defined; nothing may
rest on itself, but for ranks by the rules of ranks.

## How a period is worked out

1. Volumes and tests, each after those it rests on; ranks among them.
2. Bonuses, in the order of the plan. A bonus pays on the part of each order line's base that was
   earned (delivered) and not paid before.
3. Every amount is rounded once, to the currency's smallest unit, for each order line, bonus and
   payee: a line on the base from a to b pays R(rate × b) − R(rate × a), so that an order delivered
   in parts pays what it would have paid at once. R is `rounding`.
4. What was given back in the period is taken back first: the parts of the order line's base that
   stood last, from the people and at the rates that they had paid.

Who, at whom, himself: the *source* of a sale is the distributor at whom it stands, that is the
buyer of an own order or the distributor whose customer bought. *Above* and *below* are in a tree. A
*leg* of a person is somebody directly below him with everyone below that one.

No kind of bonus pays for enrolling anyone; a document that asks for one is refused, and so is a
rank that somebody can have without any sales, or for having had one before and bringing people.
"""


def reference_page(refused: Iterable[tuple[str, str]], examples: Iterable[tuple[str, str]]) -> str:
    """The page in Markdown. refused: a code and the words of such an error. examples: a heading and
    a whole document."""
    lines = [HEAD, *(line for chapter in CHAPTERS for line in _chapter(*chapter))]
    lines += ["## What is refused", "", "| code | such as |", "|---|---|"]
    lines += [f"| `{code}` | {message} |" for code, message in refused]
    lines += ["", "## What is warned of", "", "| code | when |", "|---|---|"]
    lines += [f"| `{code}` | {when} |" for code, when in WARNINGS.items()]
    for heading, document in examples:
        lines += ["", f"## {heading}", "", "```yaml", document.strip(), "```"]
    return "\n".join([*lines, ""])


def _chapter(heading: str, module: Any, sections: tuple[Section, ...]) -> Iterator[str]:
    introduction = inspect.cleandoc(sys.modules[module.__name__].__doc__ or "")
    yield f"## {heading}\n\n{introduction}\n"
    for title, model in sections:
        yield f"### {title}\n\n{inspect.cleandoc(model.__doc__ or '')}\n"
        if issubclass(model, BaseModel):
            yield from _fields(model)


def _fields(model: Model) -> Iterator[str]:
    base = model.__bases__[0]
    inherited = [] if base is BaseModel else list(fields(base))
    if inherited and (title := _title(base)) is not None:
        yield f"Its keys are those of “{title}” and these.\n"
    own = {
        key: info for key, info in fields(model).items() if key not in inherited or key == "kind"
    }
    yield "| key | required | form | example | what it says |\n|---|---|---|---|---|"
    yield from (_row(model, key, info) for key, info in own.items())
    yield ""


def _title(model: Model) -> str | None:
    return next((title for _, _, part in CHAPTERS for title, other in part if other is model), None)


def _row(model: Model, key: str, info: FieldInfo) -> str:
    example = f"`{info.examples[0]}`" if info.examples else ""
    form = form_text(field_form(model, key))
    return f"| `{key}` | {_required(info)} | {form} | {example} | {info.description} |"


def _required(info: FieldInfo) -> str:
    """Whether a key must be written, or what rules where it is not."""
    if info.is_required():
        return "yes"
    default = info.get_default(call_default_factory=True)
    return f"no: `{default}`" if isinstance(default, str | int) else "no"


def form_text(form: Any) -> str:
    """What may stand at a place, in words."""
    if is_rates(form):
        return "rates"
    return " or ".join(dict.fromkeys(_one_form(part) for part in alternatives(form)))


def _one_form(form: Any) -> str:
    here: Any = bare(form)
    origin = get_origin(here)
    if origin is tuple:
        return f"list of {form_text(get_args(here)[0])}"
    if origin is dict:
        keys, values = get_args(here)
        return f"{form_text(keys)}: {form_text(values)}"
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in get_args(here))
    return _single(form, here)


def _single(form: Any, here: Any) -> str:
    if is_model(form):
        return "mapping"
    if isinstance(here, type) and issubclass(here, enum.Enum):
        return ", ".join(f"`{word.value}`" for word in here)
    if (part := names_part(form)) is not None:
        return f"name in `{part}`"
    return parser_words(form) or ("whole number" if here is int else "text")
