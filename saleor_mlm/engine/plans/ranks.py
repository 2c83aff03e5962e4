"""Ranks: paid-as rank of a period and career title, two things."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .quantities import Count, Every, Key, TestKey


class Rank(BaseModel):
    """One rank: whoever passes all its tests qualifies for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key = Field(alias="rank", description="The rank's key.", examples=["gold"])
    name: Annotated[str, Field(min_length=1, max_length=60)] = Field(
        description="What people call it.", examples=["Gold Director"]
    )
    requires: Annotated[tuple[TestKey, ...], Field(min_length=1)] = Field(
        description="Tests of `tests`; all of them.", examples=["[active, gold-volume]"]
    )


class Title(BaseModel):
    """How the career title follows the paid-as rank.

    A title rises to the paid-as rank at once. `never`: it never falls. `follows`: it is the
    paid-as rank. A number n: once the paid-as rank has been below the title for n periods in a row
    (this one included), the title falls to the paid-as rank. These periods are counted, as state,
    whatever `demotion` says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    demotion: Literal["never", "follows"] | Count = Field(
        description="When it falls.", examples=["never"]
    )


class Ranks(BaseModel):
    """All ranks, lowest first.

    **Qualified rank**: the highest rank all of whose tests a person passes; with `cumulative: yes`
    he must also qualify for every rank below it, so that one that is missed ends the ladder.
    **Paid-as rank**: the highest of the qualified ranks of this period and the last
    `grace_periods` before it. Tests of rank `paid-as` see this. In a run that does not work the
    ranks out (another `every`), rank and title are what the last closed period of the ranks left:
    for a week under monthly ranks the month before the one in which the week ends.

    Ranks that rest on the ranks of others (by `legs`, `cross-tree`, or volumes of heads or credits)
    are the least set that satisfies itself: begin with nobody having any rank (but grace), give
    everyone the ranks that then follow, and again until nothing changes. Where a rank can also take
    away (a volume that `stops_at` a rank, a `not`, a `below`) that set is only defined when
    everything the ranks rest on lies strictly below in one and the same tree: then the deepest
    people are decided first. A plan for which neither holds is refused, since its ranks could
    oscillate.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Every | None = Field(
        default=None,
        description="The period they are worked out for; left out: the plan's.",
        examples=["month"],
    )
    cumulative: Literal["yes", "no"] = Field(
        description="Whether each rank also needs all those below it.", examples=["yes"]
    )
    grace_periods: Annotated[int, Field(ge=0, le=100)] = Field(
        default=0,
        description="For how many further periods a qualified rank is still paid.",
        examples=["1"],
    )
    title: Title = Field(description="The career title.", examples=["{demotion: never}"])
    ladder: Annotated[tuple[Rank, ...], Field(min_length=1, max_length=60)] = Field(
        description="The ranks, lowest first.",
        examples=["[{rank: silver, name: Silver, requires: [active]}]"],
    )
