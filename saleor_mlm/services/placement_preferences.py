"""Where distributors want their own enrollees, as long as nobody places these by hand."""

from ..adapters import clock
from ..models import Distributor, PlacementPreference
from ..models.placement import Strategy
from . import placement_trees
from .errors import MlmError


def choose(distributor: Distributor, tree_name: str, strategy: str | None) -> str | None:
    """Set a distributor's standing preference in a tree, or (none) leave it to the tree."""
    tree = placement_trees.by_name(tree_name)
    rows = PlacementPreference.objects.filter(tree=tree, distributor=distributor)
    if strategy is None:
        rows.delete()
        return None
    if tree.width is None:
        message = f"{tree_name} has no width: there is nothing to prefer."
        raise MlmError("STRATEGY_NEEDS_WIDTH", message, "strategy")
    if strategy == Strategy.WEAKER_VOLUME and not tree.volume:
        message = f"{tree_name} names no volume by which legs could be compared."
        raise MlmError("STRATEGY_NEEDS_VOLUME", message, "strategy")
    PlacementPreference.objects.update_or_create(
        tree=tree,
        distributor=distributor,
        defaults={"strategy": strategy, "changed_at": clock.now()},
    )
    return strategy


def chosen(distributor: Distributor, tree_name: str) -> str | None:
    """A distributor's standing preference; none where the tree decides."""
    rows = PlacementPreference.objects.filter(tree__name=tree_name, distributor=distributor)
    found: str | None = rows.values_list("strategy", flat=True).first()
    return found
