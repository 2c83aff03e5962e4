"""Where a new distributor is wanted in placement trees, as part of an enrolment."""

from typing import Any

import graphene

from ..services.placing import Wish

PLACING_CODES = [
    "POSITION_UNKNOWN",
    "SIDE_UNKNOWN",
    "SLOT_OUT_OF_RANGE",
    "SLOT_TAKEN",
    "TREE_UNKNOWN",
]


class MlmPlacementStrategy(graphene.Enum):
    BREADTH_FIRST = "breadth_first"
    LEFT_EDGE = "left_edge"
    RIGHT_EDGE = "right_edge"
    WEAKER_VOLUME = "weaker_volume"
    WEAKER_HEADS = "weaker_heads"
    ALTERNATE = "alternate"


class MlmPlace(graphene.Enum):
    """The side that a referral link asks for: `?place=left`."""

    LEFT = "left"
    RIGHT = "right"


class MlmPlacementInput(graphene.InputObjectType):
    """A slot below a parent, or a strategy that finds one below the parent or the enroller."""

    tree = graphene.String(required=True)
    parent_code = graphene.String(description="Left out, the enroller.")
    slot = graphene.Int(description="From 1 on the left; left out, the strategy finds one.")
    strategy = MlmPlacementStrategy(description="Left out, the tree's.")


def wishes(placement: list[dict[str, Any]] | None) -> list[Wish]:
    """What an enrolment's input asks for."""
    return [Wish(**chosen) for chosen in placement or []]
