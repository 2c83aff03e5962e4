"""The row of a new distributor with the first of its history and the agreement, in one statement.

Enrolments come by the thousand, so this is one round trip. Of an enroller whose agreement ends at
the same moment, the enrolment or the end comes first: nobody is enrolled below who has ended.
"""

from dataclasses import dataclass

from django.db import connection

from ..adapters import clock, statements
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
), acceptance AS (
    INSERT INTO saleor_mlm_agreementacceptance
        (distributor_id, channel_id, agreement_id, accepted_at, runs_from, address, actor)
    SELECT id, %(channel)s, %(agreement)s, %(now)s, %(now)s, %(address)s::inet, %(actor)s
    FROM person WHERE %(channel)s::bigint IS NOT NULL
)
SELECT id FROM person
"""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a newcomer agreed to: the agreement (none: the channel has none) of a channel (none: no
    channel was named), from which address."""

    channel_id: int | None = None
    agreement_id: int | None = None
    address: str | None = None


def write(person: Distributor, reason: str, accepted: Accepted, actor: str) -> Distributor:
    """Write an active distributor who is not written yet, in the caller's transaction."""
    person.joined_at = clock.now()
    person.status = DistributorStatus.ACTIVE
    found = statements.row(WRITE, _values(person, reason, accepted, actor))
    if found is None:
        code = person.enroller.code if person.enroller else ""
        message = f"{code} cannot enrol: the agreement is {DistributorStatus.ENDED}."
        raise MlmError("CODE_ENDED", message, "enrollerCode")
    person.id = found[0]
    person._state.adding, person._state.db = False, connection.alias
    return person


def _values(person: Distributor, reason: str, accepted: Accepted, actor: str) -> dict[str, object]:
    return {
        "channel": accepted.channel_id,
        "agreement": accepted.agreement_id,
        "address": accepted.address,
        "reason": reason[:255],
        "actor": actor,
        "code": person.code,
        "handle": person.handle,
        "name": person.display_name,
        "user": person.user_id,
        "enroller": person.enroller_id,
        "now": person.joined_at,
        "kind": str(person.kind),
        "country": person.country,
    }
