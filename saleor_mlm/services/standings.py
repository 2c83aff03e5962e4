"""What people were in a period: of a committed one as its run found it, else as estimated."""

from collections.abc import Collection

from ..models import EstimatedStanding, Standing
from ..models.runs import StandingRow


def of(distributor_ids: Collection[int], period: str) -> dict[int, StandingRow]:
    """By distributor; who was nothing of all this has no row."""
    committed = Standing.objects.filter(run__period=period, distributor_id__in=distributor_ids)
    found: dict[int, StandingRow] = {row.distributor_id: row for row in committed}
    estimated = EstimatedStanding.objects.filter(period=period, distributor_id__in=distributor_ids)
    return {row.distributor_id: row for row in estimated} | found
