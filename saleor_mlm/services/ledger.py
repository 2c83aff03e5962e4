"""The ledger: balanced entries in, derived balances out, a chain of hashes over what was posted."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum

from ..adapters import clock
from ..models import Account, Block, CommissionLine, CommissionRun, Entry, Posting
from ..models.ledger import AccountKind

BLOCK_ENTRIES = 1000
GENESIS = "0" * 64
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Owed:
    """An amount that the company owes a distributor (negative: takes back), by bonus."""

    distributor_id: int
    bonus: str
    currency: str
    amount_minor: int
    release_at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """What a distributor has from one run in one currency, split by the release date."""

    period: str
    currency: str
    pending_minor: int
    available_minor: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the ledger does not prove itself."""

    where: str
    message: str


def post_run(run: CommissionRun, owed: Iterable[Owed]) -> Entry:
    """Post what a run owes: commission expense against what is payable to each person.

    Runs in the transaction that commits the run; the entry's fact is the run, so that it is
    posted once.
    """
    entry = Entry.objects.create(fact=f"run:{run.period}", run=run, at=run.committed_at)
    sums = _summed(owed)
    accounts = _accounts(sums)
    expense: dict[tuple[str, str], int] = {}
    postings = []
    for (distributor_id, bonus, currency, release_at), amount_minor in sums.items():
        expense[bonus, currency] = expense.get((bonus, currency), 0) + amount_minor
        account = accounts[AccountKind.COMMISSION_PAYABLE, distributor_id, currency]
        part = f"{bonus}:{release_at.isoformat()}"
        postings.append(_posting(entry, account, part, -amount_minor, release_at))
    for (bonus, currency), amount_minor in expense.items():
        account = accounts[AccountKind.COMMISSION_EXPENSE, None, currency]
        postings.append(_posting(entry, account, bonus, amount_minor, None))
    Posting.objects.bulk_create(postings, batch_size=BATCH)
    return entry


def balances(distributor_id: int, period: str | None = None) -> list[Balance]:
    """What the ledger says a distributor has, by period and currency."""
    found = Posting.objects.filter(
        account__kind=AccountKind.COMMISSION_PAYABLE, account__distributor_id=distributor_id
    )
    if period:
        found = found.filter(entry__run__period=period)
    held = Q(release_at__gt=clock.now())
    rows = (
        found.values("entry__run__period", "account__currency")
        .annotate(
            pending=Sum("amount_minor", filter=held, default=0),
            available=Sum("amount_minor", filter=~held, default=0),
        )
        .order_by("entry__run__period", "account__currency")
    )
    return [
        Balance(
            row["entry__run__period"], row["account__currency"], -row["pending"], -row["available"]
        )
        for row in rows
    ]


def seal() -> int:
    """Chain the entries that no block covers yet; how many blocks were added.

    The lock waits for writers under way: an entry with a lower number cannot appear behind a block.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE saleor_mlm_entry IN SHARE MODE")
        last = Block.objects.order_by("entry_id_to").last()
        entries = Entry.objects.filter(id__gt=last.entry_id_to if last else 0).order_by("id")
        ids = list(entries.values_list("id", flat=True))
        previous = last.sha256 if last else GENESIS
        for start in range(0, len(ids), BLOCK_ENTRIES):
            part = ids[start : start + BLOCK_ENTRIES]
            previous = _add_block(part[0], part[-1], previous).sha256
    return -(-len(ids) // BLOCK_ENTRIES)


def head() -> str:
    """The hash that stands for everything sealed so far; worth keeping outside the database."""
    last = Block.objects.order_by("entry_id_to").last()
    return last.sha256 if last else GENESIS


def verify() -> list[Fault]:
    """Recompute the chain and every sum, the entries not sealed yet included."""
    return [*_broken_blocks(), *_unbalanced()]


def _summed(owed: Iterable[Owed]) -> dict[tuple[int, str, str, datetime], int]:
    sums: dict[tuple[int, str, str, datetime], int] = {}
    for item in owed:
        key = (item.distributor_id, item.bonus, item.currency, item.release_at)
        sums[key] = sums.get(key, 0) + item.amount_minor
    return {key: sums[key] for key in sorted(sums) if sums[key]}


def _accounts(
    sums: Iterable[tuple[int, str, str, datetime]],
) -> dict[tuple[str, int | None, str], Account]:
    wanted: set[tuple[str, int | None, str]] = set()
    for distributor_id, _, currency, _ in sums:
        wanted.add((AccountKind.COMMISSION_PAYABLE, distributor_id, currency))
        wanted.add((AccountKind.COMMISSION_EXPENSE, None, currency))
    Account.objects.bulk_create(
        [
            Account(kind=kind, distributor_id=owner, currency=currency)
            for kind, owner, currency in sorted(wanted, key=str)
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    return {(row.kind, row.distributor_id, row.currency): row for row in Account.objects.all()}


def _posting(
    entry: Entry, account: Account, part: str, amount_minor: int, release_at: datetime | None
) -> Posting:
    return Posting(
        entry=entry, account=account, part=part, amount_minor=amount_minor, release_at=release_at
    )


def _add_block(first: int, last: int, previous: str) -> Block:
    return Block.objects.create(
        entry_id_from=first,
        entry_id_to=last,
        previous_sha256=previous,
        sha256=_block_sha256(first, last, previous),
        sealed_at=clock.now(),
    )


def _block_sha256(first: int, last: int, previous: str) -> str:
    digest = hashlib.sha256(previous.encode())
    entries = Entry.objects.filter(id__gte=first, id__lte=last).order_by("id")
    for entry in entries.values_list("id", "fact", "run_id", "at"):
        digest.update(_canonical(entry))
    postings = Posting.objects.filter(entry_id__gte=first, entry_id__lte=last).order_by("id")
    for posting in postings.values_list(
        "id",
        "entry_id",
        "account__kind",
        "account__distributor_id",
        "account__currency",
        "part",
        "amount_minor",
        "release_at",
    ).iterator(BATCH):
        digest.update(_canonical(posting))
    return digest.hexdigest()


def _canonical(row: tuple[object, ...]) -> bytes:
    plain = [item.isoformat() if isinstance(item, datetime) else item for item in row]
    return json.dumps(plain, separators=(",", ":")).encode()


def _broken_blocks() -> Iterator[Fault]:
    previous = GENESIS
    covered = 0
    for block in Block.objects.order_by("entry_id_to"):
        where = f"block {block.entry_id_from}-{block.entry_id_to}"
        if block.previous_sha256 != previous:
            yield Fault(where, "does not follow the block before it")
        if block.sha256 != _block_sha256(block.entry_id_from, block.entry_id_to, previous):
            yield Fault(where, "its entries are not what was sealed")
        if Entry.objects.filter(id__gt=covered, id__lt=block.entry_id_from).exists():
            yield Fault(where, "entries before it were never sealed")
        previous, covered = block.sha256, block.entry_id_to


def _unbalanced() -> Iterator[Fault]:
    sums = Posting.objects.values("entry_id", "account__currency").annotate(sum=Sum("amount_minor"))
    for row in sums.exclude(sum=0).order_by("entry_id"):
        yield Fault(
            f"entry {row['entry_id']}", f"is off by {row['sum']} {row['account__currency']}"
        )
    for entry in Entry.objects.filter(postings__isnull=True, run__isnull=False):
        if _owed_by(entry.run_id).exists():
            yield Fault(f"entry {entry.id}", "has no postings although its run paid")


def _owed_by(run_id: int) -> QuerySet[CommissionLine]:
    """What a run owes as it is posted: what is taken back and paid again in one sum is nothing."""
    lines = CommissionLine.objects.filter(run_id=run_id)
    sums = lines.values("distributor_id", "bonus", "currency", "release_at")
    return sums.annotate(sum=Sum("amount_minor")).exclude(sum=0)
