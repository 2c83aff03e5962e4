"""Bonuses: each kind a closed set of typed fields. Every kind pays on sales, none on enrolling.

Common to all that pay on sales. A *sale* here is the part of one order line's base that a run pays:
the interval of its earned base that was not paid before. It stands at a distributor, its *source*:
the buyer of an own order, or the distributor whose customer bought. A refund takes back what the
refunded part had paid, from the same people at the rates of then.

The *walk* of a sale goes up a tree from its first person. Whoever's agreement was not in force when
the sale was paid is passed over everywhere: he is paid nothing, uses no level, is no boundary and
stops nothing. Nobody has an agreement before he enrols. What belongs to no sale (rank advancement)
asks for an agreement at the period's last moment; volumes, tests and ranks do not look at
agreements. A source outside the tree has nobody above and is not there himself.

A sale is paid by the volumes, tests and ranks of the period of its volume date, also where it is
earned (delivered) in a later one: then by those that its period's result left. The warehouse
decides nobody's rank. Where there is no result of that period, or it lacks a volume or test that
the bonuses on sales of this length name, or titles, it is paid by those of the period that pays.
The trees, and the rates, are always those of the period that pays.

So a run pays sales in turns: those of each earlier period by its result, the earliest first, then
all others. What a bonus works out over all sales of a run (the axis of brackets, empty generations)
it works out in each turn apart; a fast start's limit goes on from turn to turn; a guarantee looks
at the last turn alone.

Where a rate is money of another currency than the sale's, the rate is 0.

Base that was given back and is earned again is a new sale, at the rates of the run that pays it.
"""

import enum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .quantities import (
    BonusKey,
    Count,
    Every,
    Money,
    RankKey,
    Rate,
    Share,
    TestKey,
    TreeKey,
    VolumeFrom,
    VolumeKey,
)
from .rates import RateTable
from .volumes import SaleFilter


class Base(enum.StrEnum):
    """What rates apply to: money of the sale, or its units (then a rate is money for one unit).

    An order line's base is what was earned of it. margin: where that comes to less than 0 (sold at
    a loss) the base is 0; it pays nothing and takes nothing from other order lines. No other base
    may fall below 0: more came back than was earned.
    """

    CV = "cv"
    PRICE = "price"
    MARGIN = "margin"
    UNITS = "units"


BASES = (Base.CV, Base.PRICE, Base.MARGIN, Base.UNITS)
"""A base's position here is its code in columns; new ones are added at the end."""


class First(enum.StrEnum):
    """Who is looked at first."""

    HIMSELF = "himself"
    ABOVE = "above"
    EXCLUDED = "excluded"


class Compression(enum.StrEnum):
    """What somebody does to a walk who is not paid where it comes to him."""

    NONE = "none"
    SKIP_INACTIVE = "skip-inactive"
    DYNAMIC = "dynamic"
    VOLUME = "volume"


class AnyBonus(BaseModel):
    """What all bonuses have: the period for which they are worked out. Volumes and tests that a
    bonus names are those of that period, at its end (of a late sale: of the period in which it was
    sold); ranks are, where they are worked out for the same length, and otherwise what their last
    closed period left.

    So a weekly bonus cannot ask what somebody did in the month: take a volume with `days`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Every | None = Field(
        default=None,
        description="The period it is worked out for; left out: the plan's.",
        examples=["week"],
    )


class SaleBonus(AnyBonus):
    """What all bonuses that pay on sales have."""

    base: Base = Field(
        description="What the rates apply to: `cv`, `price`, `margin` (percentages), or `units` "
        "(money for each).",
        examples=["cv"],
    )
    sales: SaleFilter = Field(
        default_factory=SaleFilter,
        description="On which sales it pays; left out: all.",
        examples=["{order_kinds: [first]}"],
    )
    source: TestKey | None = Field(
        default=None,
        description="A test: sales of sources who fail it pay nobody. Left out: all sources.",
        examples=["active"],
    )
    payee: TestKey | None = Field(
        default=None,
        description="A test that whoever is paid must pass. Left out: everyone.",
        examples=["active"],
    )


class WalkBonus(SaleBonus):
    """What all bonuses that walk up a tree have."""

    tree: TreeKey = Field(description="The tree it climbs.", examples=["enroller"])
    own_orders: First = Field(
        default=First.ABOVE,
        description="Who is looked at first for a distributor's own order: `above` (whoever is "
        "above him in the tree), `himself`; or `excluded`: it pays nothing.",
        examples=["above"],
    )
    customer_orders: First = Field(
        default=First.HIMSELF,
        description="The same for an order of a distributor's customer.",
        examples=["himself"],
    )


class LevelBonus(WalkBonus):
    """Pays the people above a sale, a rate for each level.

    Level 1 is the first person, level 2 whoever is above, and so on; the rate is looked up for the
    payee and the level. Somebody is *inactive* when he fails `payee`.

    - `none`: everyone uses a level. Who is inactive, or whose rate is 0, is paid nothing, and the
      level is lost (breakage).
    - `skip-inactive`: who is inactive is passed over and uses no level; a rate of 0 uses one.
    - `dynamic`: who is inactive, or whose rate for this level is 0, is passed over and uses no
      level; the level goes on until somebody is paid it, or to the top.
    - `volume`: the sale moves to the nearest person at or above its source who is active, as
      though it stood at him, for rate tables too (own order and customer's order stay what they
      were; `source` and being new are asked of the first source); from there on as `none`. Without
      such a person it pays nobody.
    """

    kind: Literal["level"] = Field(description="The kind of bonus.", examples=["level"])
    compression: Compression = Field(
        description="`none`, `skip-inactive`, `dynamic` or `volume`.", examples=["skip-inactive"]
    )
    rates: RateTable = Field(
        description="Rates with `by: level` inside.",
        examples=["{by: level, rows: [10 %, 5 %, 2.5 %]}"],
    )


class FastStartWindow(BaseModel):
    """How long somebody is new: so many days, the day of enrolment being the first; or so many
    calendar months, the month of enrolment being the first. One of the two. The sale's volume date
    decides, in the plan's time zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Count | None = Field(default=None, description="Days.", examples=["60"])
    calendar_months: Count | None = Field(
        default=None, description="Calendar months.", examples=["1"]
    )


class SameVolume(BaseModel):
    """What another bonus still pays on the volume that this one counts: what lies within `window`
    and `limit`, even if `payee` failed and nobody got it. Where several bonuses name the same one,
    their parts multiply."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bonus: BonusKey = Field(
        description="A bonus of the same `every` and `base` that stands later in the plan.",
        examples=["level"],
    )
    pays: Share = Field(
        description="The part of its rate that is left: `0 %` where this bonus replaces it.",
        examples=["0 %"],
    )


class FastStartBonus(LevelBonus):
    """A level bonus on the sales of sources who are new.

    `limit` is the most base of one new person that counts, over all his time as new, in the order
    of volume dates (then of order lines' keys); what earlier runs counted is carried as state. It
    counts each currency by itself, so much in each; with `base: units` it is pieces, whatever their
    currency. Another figure in another market is a further fast start, each on the sales of its
    `countries`. What is beyond the limit falls through to the other bonuses of the
    same `every`, a further fast start among them. The window asks the sale's volume date, `source`
    and `payee` how people stood at the end of its period. What is counted here, whether
    or not anybody was paid it, pays by the bonuses of `same_volume` only the part stated there; at
    0 % it is no part of that bonus at all. Of an order line the lower part of the interval counts
    first. A refund does not give the limit back.
    Sales that `source`, `sales` or `own_orders` leave out do not count.
    """

    kind: Literal["fast-start"] = Field(description="The kind of bonus.", examples=["fast-start"])  # type: ignore[assignment]
    window: FastStartWindow = Field(
        description="How long somebody is new.", examples=["{days: 60}"]
    )
    limit_e4: VolumeFrom | None = Field(
        default=None, alias="limit", description="Most base of one person.", examples=['"1000.00"']
    )
    same_volume: tuple[SameVolume, ...] = Field(
        default=(),
        description="What others pay on it; who is not named pays in full.",
        examples=["[{bonus: level, pays: 0 %}]"],
    )


class Ties(BaseModel):
    """A minimum override for people whose rate is the highest so far and no higher. It is a
    percentage: where rates are money for a piece there is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rate: Rate = Field(description="The override.", examples=["1 %"])
    people: Count = Field(
        description="So many of them at most, until somebody with a higher rate is paid.",
        examples=["1"],
    )


class DifferentialBonus(WalkBonus):
    """Pays everyone above a sale, to the top, the difference between his rate and the highest rate
    found below him: max(0, my rate - highest so far).

    Rates do not depend on the level. `none`: somebody inactive is paid nothing, and his rate counts
    as found (the company keeps his part). `skip-inactive`: he is passed over, his rate does not
    count, and his part goes to the next above. With `ties`, whoever's rate equals the highest so
    far (above 0), found in somebody else, is paid the override; the differences above are not less
    for it. Found is only the rate of whoever the walk looks at: with `own_orders: above` not that
    of the source, so that a buyer's own rate takes nothing off. To pay only what lies above the
    buyer's discount, use tables `by: source-rank`.
    """

    kind: Literal["differential"] = Field(
        description="The kind of bonus.", examples=["differential"]
    )
    compression: Literal[Compression.NONE, Compression.SKIP_INACTIVE] = Field(
        description="`none` or `skip-inactive`.", examples=["skip-inactive"]
    )
    rates: RateTable = Field(
        description="Rates by anything but the level.",
        examples=['{by: volume, volume: group, rows: [{from: "0", rate: 3 %}]}'],
    )
    ties: Ties | None = Field(
        default=None,
        description="A minimum override on ties. Left out: none.",
        examples=["{rate: 1 %, people: 1}"],
    )


class Guarantee(BaseModel):
    """The least that a leader must pass on to the leader above."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    amount: Money = Field(description="The least, in one currency.", examples=["400.00 USD"])


class BreakawayBonus(WalkBonus):
    """Pays leaders an override on the groups of the leaders who broke away below them.

    A *leader* passes `leader`. A leader's group is the leader and everyone below, without the
    groups of leaders further down. On the sales of a leader's group the leader himself is paid
    nothing by this bonus; the next leader above who also passes `payee` is generation 1, the next
    such leader generation 2, and so on, at the rates by generation. With `compression: none` a
    leader who fails `payee` uses a generation; a leader whose rate is 0 always does. A leader who
    fails `payee` still has a group, and it pays above. Whose group a
    sale is in does not depend on `own_orders`: a leader's own orders are in his own group.

    With a `guarantee` (one generation only), beginning with the deepest leaders: b is what a
    leader's group pays generation 1 in the guarantee's currency by this run's new lines, m the
    guarantee, r what the leader himself got from below (overrides and guarantees, in that
    currency). If b < m, the leader passes on min(m - b, r) out of what he got to the payee of
    generation 1. These two lines (less for one, more for the other) belong to no order and are not
    taken back by refunds. Who leads and who is generation 1 is decided here by the agreements at
    the period's last moment; r too is by this run's new lines.
    """

    kind: Literal["breakaway"] = Field(description="The kind of bonus.", examples=["breakaway"])
    leader: TestKey = Field(
        description="The test of who has broken away.", examples=["is-director"]
    )
    compression: Literal[Compression.NONE, Compression.SKIP_INACTIVE] = Field(
        description="`none` or `skip-inactive`.", examples=["skip-inactive"]
    )
    rates: RateTable = Field(
        description="Rates with `by: generation` inside.",
        examples=["{by: generation, rows: [4 %]}"],
    )
    guarantee: Guarantee | None = Field(
        default=None,
        description="What must be passed on. Left out: nothing.",
        examples=["{amount: 400.00 USD}"],
    )


class Boundary(BaseModel):
    """Who ends a generation: whoever passes a test; or, for each payee, whoever has the payee's own
    rank or a higher one. One of the two."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    test: TestKey | None = Field(default=None, description="A test.", examples=["is-director"])
    own: Literal["rank", "title"] | None = Field(
        default=None,
        description="By the payee's own paid-as `rank`, or career `title`.",
        examples=["rank"],
    )


class GenerationBonus(WalkBonus):
    """Pays leaders on the sales of so many generations of leaders below them.

    For a payee and a sale, g is the number of boundaries on the way from the sale's source
    (included) up to the payee (not included). g = 0 is the payee's own group, paid at `own_group`;
    generation g is paid at the rates by generation. With `boundary_person: upper` a boundary's own
    sales still belong to the generation above him: where the source itself is a boundary it is not
    counted. With `empty: skipped` a boundary is not counted whose generation is empty: for whom
    the sales, counted by this bonus in this run, of which he is the nearest boundary (for this
    payee, where the boundary is his `own` rank or title) sum to nothing.

    Paid is whoever passes `payee` and, where `boundary` names a test, passes that too; where it is
    the `own` rank or title, whoever has one. A walk begins at its first person as in other bonuses
    and goes to the top. Who is not paid uses no generation unless he is a boundary.
    """

    kind: Literal["generation"] = Field(description="The kind of bonus.", examples=["generation"])
    boundary: Boundary = Field(
        description="Who ends a generation.", examples=["{test: is-director}"]
    )
    boundary_person: Literal["next", "upper"] = Field(
        description="Whether a boundary's own sales start the next generation or belong to the "
        "one above.",
        examples=["next"],
    )
    empty: Literal["counted", "skipped"] = Field(
        description="Whether an empty generation uses a number.", examples=["counted"]
    )
    own_group: RateTable | None = Field(
        default=None,
        description="What is paid on the own group (g = 0). Left out: nothing.",
        examples=["2 %"],
    )
    rates: RateTable = Field(
        description="Rates with `by: generation` inside.",
        examples=["{by: generation, rows: [5 %, 3 %]}"],
    )


class InfinityBonus(WalkBonus):
    """Pays people on all sales below them however deep, until a stop.

    Paid is whoever passes `payee`, stands at least `from_level` steps up (the first person is step
    1, and who is passed over is a step too), and between whom and the sale no stop stands: nobody
    from the source (included) up to him (not included) passes `stop`. With `stop_person: included`
    the stop's own sales still pay: the source itself then never stops. With the stop `own`, a payee
    is who has a rank (or title) at all. Rates do not depend on the level.
    """

    kind: Literal["infinity"] = Field(description="The kind of bonus.", examples=["infinity"])
    from_level: Count = Field(default=1, description="The first step that is paid.", examples=["8"])
    stop: Boundary = Field(description="Who stops it.", examples=["{own: rank}"])
    stop_person: Literal["included", "excluded"] = Field(
        description="Whether the stop's own sales still pay.", examples=["excluded"]
    )
    rates: RateTable = Field(
        description="Rates by anything but the level.",
        examples=["{by: rank, rows: {none: 0 %, gold: 1 %}}"],
    )


class RetailTier(BaseModel):
    """A bracket of a retail bonus."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least_e4: VolumeFrom = Field(
        alias="from", description="The lower bound, included.", examples=['"1000.00"']
    )
    rate: Rate = Field(description="The rate.", examples=["5 %"])
    applies: Literal["whole", "above"] = Field(
        description="`whole`: the rate for everything up to the next bracket once this one is "
        "reached; `above`: only for what lies in this bracket.",
        examples=["whole"],
    )


class RetailBonus(SaleBonus):
    """Pays the distributor at whom a sale stands: retail margin, or a rate by brackets of his
    sales.

    The brackets ascend and the first begins at `"0"`. `by: volume` looks the bracket up with a
    named volume; then all tiers are `whole`. `by: base` lays the distributor's sales of this run on
    an axis, currency by currency, in the order of volume dates (then of order lines' keys). Its
    total chooses the highest bracket reached that is `whole`: its rate holds from 0 to the next
    bracket's lower bound; each bracket above it pays its own rate for what lies in it. All `whole`:
    one rate for everything; all `above`: marginal; both: mixed. An order line that lies across a
    bound has a commission line on either side. Sales that are not paid for (who fails `payee`, had
    no agreement, ...) do not lie on the axis.
    """

    kind: Literal["retail"] = Field(description="The kind of bonus.", examples=["retail"])
    by: Literal["base", "volume"] = Field(
        description="What chooses the bracket.", examples=["base"]
    )
    volume: VolumeKey | None = Field(
        default=None, description="With `by: volume`, the volume.", examples=["customer-qv"]
    )
    tiers: Annotated[tuple[RetailTier, ...], Field(min_length=1)] = Field(
        description="The brackets.", examples=['[{from: "0", rate: 100 %, applies: whole}]']
    )


class RankAdvancementBonus(AnyBonus):
    """Pays a fixed amount for a rank: every rank rests on volumes of sales, never on enrolling.

    `pays: first-time`: once in a lifetime for each rank, when somebody has been paid as that rank
    or a higher one in `held` periods in a row, this one included. Who jumps over ranks is paid each
    of them (`jumped: each`) or the highest only (`highest`; those jumped over are then never paid).
    In `instalments` equal parts (the first takes the odd cents): one now and one in each later
    period in which he is paid as that rank or a higher one.

    `pays: every-period`: in every period the amount of the paid-as rank; `held`, `jumped` and
    `instalments` may not be written.

    Whoever fails `payee`, or has no agreement in force at the period's last moment, is paid nothing
    in this period, no instalment either; what he would have begun or gone on to be paid may follow
    in a later one. What was paid is carried as state. Ranks that are not named pay nothing.
    """

    kind: Literal["rank-advancement"] = Field(
        description="The kind of bonus.", examples=["rank-advancement"]
    )
    pays: Literal["first-time", "every-period"] = Field(
        description="Once, or in every period.", examples=["first-time"]
    )
    amounts: Annotated[dict[RankKey, Money], Field(min_length=1)] = Field(
        description="An amount for a rank.", examples=["{gold: 500.00 USD}"]
    )
    payee: TestKey | None = Field(
        default=None,
        description="A test that whoever is paid must pass. Left out: everyone.",
        examples=["active"],
    )
    held: Count = Field(default=1, description="Periods in a row.", examples=["2"])
    jumped: Literal["each", "highest"] | None = Field(
        default=None, description="What is paid for ranks jumped over.", examples=["each"]
    )
    instalments: Count = Field(default=1, description="In so many parts.", examples=["3"])


Bonus = Annotated[
    LevelBonus
    | FastStartBonus
    | DifferentialBonus
    | BreakawayBonus
    | GenerationBonus
    | InfinityBonus
    | RetailBonus
    | RankAdvancementBonus,
    Field(discriminator="kind"),
]
