"""The row of a new distributor with the first of its history, in one statement.

Enrolments come by the thousand, so this is one round trip. Of an enroller whose agreement ends at
the same moment, the enrolment or the end comes first: nobody is enrolled below who has ended.
"""

from django.db import connection

from ..adapters import clock
from ..models import Distributor
from ..models.genealogy import DistributorStatus
from .errors import MlmError

WRITE = """
WITH above AS (
    SELECT id FROM saleor_mlm_distributor
    WHERE id = %(enroller)s AND status = 'active' FOR SHARE
), person AS (
    INSERT INTO saleor_mlm_distributor
        (code, handle, display_name, user_id, enroller_id, status, joined_at, kind, house, country)
    SELECT %(code)s, %(handle)s, %(name)s, %(user)s, %(enroller)s, 'active', %(now)s, %(kind)s,
        false, %(country)s
    WHERE %(enroller)s::bigint IS NULL OR EXISTS (SELECT 1 FROM above)
    RETURNING id
), status AS (
    INSERT INTO saleor_mlm_statuschange
        (distributor_id, status, effective_at, recorded_at, reason, actor)
    SELECT id, 'active', %(now)s, %(now)s, %(reason)s, %(actor)s FROM person
)
SELECT id FROM person
"""


def write(person: Distributor, reason: str, actor: str) -> Distributor:
    """Write an active distributor who is not written yet, in the caller's transaction."""
    person.joined_at = clock.now()
    person.status = DistributorStatus.ACTIVE
    with connection.cursor() as cursor:
        cursor.execute(WRITE, _values(person) | {"reason": reason[:255], "actor": actor})
        found = cursor.fetchone()
    if found is None:
        code = person.enroller.code if person.enroller else ""
        message = f"{code} cannot enrol: the agreement is {DistributorStatus.ENDED}."
        raise MlmError("CODE_ENDED", message, "enrollerCode")
    person.id = found[0]
    person._state.adding, person._state.db = False, connection.alias
    return person


def _values(person: Distributor) -> dict[str, object]:
    return {
        "code": person.code,
        "handle": person.handle,
        "name": person.display_name,
        "user": person.user_id,
        "enroller": person.enroller_id,
        "now": person.joined_at,
        "kind": str(person.kind),
        "country": person.country,
    }
