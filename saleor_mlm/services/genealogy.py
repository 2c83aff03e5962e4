"""Who is in the company, under whom, and with what status when."""

from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from ..adapters import people, statements
from ..models import Distributor, StatusChange
from ..models.genealogy import DistributorStatus
from . import as_of, owners
from .as_of import ENROLLER, AsOf

EARNING = (DistributorStatus.ACTIVE, DistributorStatus.SUSPENDED)

UPLINE = """
WITH RECURSIVE upline AS (
    SELECT id, enroller_id, 0 AS distance FROM saleor_mlm_distributor WHERE id = %s
    UNION ALL
    SELECT d.id, d.enroller_id, u.distance + 1
    FROM saleor_mlm_distributor d JOIN upline u ON d.id = u.enroller_id
    WHERE u.distance < %s
)
SELECT id FROM upline WHERE distance > 0 ORDER BY distance
"""
IS_BELOW = """
WITH RECURSIVE upline AS (
    SELECT id, enroller_id FROM saleor_mlm_distributor WHERE id = %s
    UNION ALL
    SELECT d.id, d.enroller_id
    FROM saleor_mlm_distributor d JOIN upline u ON d.id = u.enroller_id
)
SELECT EXISTS (SELECT 1 FROM upline WHERE id = %s)
"""
DOWNLINE = """
WITH RECURSIVE downline AS (
    SELECT id, 1 AS depth FROM saleor_mlm_distributor WHERE enroller_id = %(head)s
    UNION ALL
    SELECT d.id, w.depth + 1
    FROM saleor_mlm_distributor d JOIN downline w ON d.enroller_id = w.id
    WHERE w.depth < %(depth_max)s
)
SELECT depth, id FROM downline
WHERE (depth, id) > (%(after_depth)s, %(after_id)s)
    AND (depth, id) < (%(before_depth)s, %(before_id)s)
"""
BY_CODE = f"""
SELECT {statements.columns(Distributor, "d")} FROM saleor_mlm_distributor d WHERE d.id = (
    SELECT distributor_id FROM saleor_mlm_referralcode WHERE upper(code) = upper(%(code)s)
)
"""
CUSTOMER = f"""
SELECT {people.IS_THERE}, EXISTS (SELECT 1 FROM saleor_mlm_distributor WHERE user_id = %(user)s)
    OR EXISTS (SELECT 1 FROM saleor_mlm_transfer WHERE former_user_id = %(user)s)
"""
DEPTH_LIMIT = 2_000_000_000


def by_code(code: str) -> Distributor | None:
    """Who has a code or once had it, or goes on for that one: links with it stay alive for ever."""
    wanted = code.strip()
    if not wanted or "\x00" in wanted:
        return None
    known = statements.first(Distributor, BY_CODE, {"code": wanted})
    return owners.kept(known) if known else None


def customer(user_id: int) -> tuple[bool, bool]:
    """Whether there is such a customer, and whether that one is, or ever was, a distributor."""
    found = statements.row(CUSTOMER, {"user": user_id})
    assert found is not None
    return found[0], found[1]


def by_user(user_id: int | None) -> Distributor | None:
    return Distributor.objects.filter(user_id=user_id).first() if user_id else None


def status_at(distributor: Distributor, at: datetime) -> str | None:
    """The status at an instant; none before the person joined. The newest record rules."""
    changes = StatusChange.objects.filter(distributor=distributor, effective_at__lte=at)
    newest = changes.order_by("-effective_at", "-id").first()
    return newest.status if newest else None


def active_from(distributor: Distributor, at: datetime) -> Distributor | None:
    """The distributor, or where that one had ended by then the next above then who had not."""
    found: Distributor | None = distributor
    while found is not None and status_at(found, at) not in EARNING:
        link = as_of.of_one(ENROLLER, found.id, AsOf(at))
        enroller_id = link[0] if link else found.enroller_id
        found = Distributor.objects.filter(id=enroller_id).first()
    return found


def upline_ids(distributor_id: int, levels: int | None = None) -> list[int]:
    """Enrollers upwards, the nearest first."""
    return _ids(UPLINE, [distributor_id, DEPTH_LIMIT if levels is None else levels])


def is_in_line(distributor_id: int, head_id: int) -> bool:
    """Whether `distributor_id` is `head_id` or somewhere below."""
    with connection.cursor() as cursor:
        cursor.execute(IS_BELOW, [distributor_id, head_id])
        return bool(cursor.fetchone()[0])


def downline_page(
    head_id: int,
    *,
    depth_max: int | None,
    after: tuple[int, ...] | None,
    before: tuple[int, ...] | None,
    limit: int,
    backwards: bool,
) -> list[tuple[int, int]]:
    """(depth, id) of people below, by level and then by the order in which they joined."""
    low = after or (0, 0)
    high = before or (DEPTH_LIMIT, 0)
    direction = "depth DESC, id DESC" if backwards else "depth, id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{DOWNLINE} ORDER BY {direction} LIMIT %(limit)s",
            {
                "head": head_id,
                "depth_max": depth_max or DEPTH_LIMIT,
                "after_depth": low[0],
                "after_id": low[-1],
                "before_depth": high[0],
                "before_id": high[-1],
                "limit": limit,
            },
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _ids(sql: str, params: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def search(status: list[str] | None = None, text: str | None = None) -> QuerySet[Distributor]:
    """Distributors by status and by a part of code or name."""
    rows = Distributor.objects.all()
    if status:
        rows = rows.filter(status__in=status)
    if text and "\x00" not in text:
        rows = rows.filter(Q(code__icontains=text) | Q(display_name__icontains=text))
    return rows
