"""Which faults walks find: each patch of teeth/ on a copy, then walks on a sandbox with that copy.

A fault is found where the slow calculation disagrees, or where a walk of found/ comes out otherwise
than on the real Saleor that it was recorded on.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import found, hosts
from .scripts import draw

PATCHES = hosts.ROOT / "teeth"
COPIED = ("saleor_mlm", "sandbox", "walks", "recorder")
SEED, WALKS = "teeth", 12
# Faults that no walk can find, by why.
NOT_IN_WALKS = {
    "needs two workers at once": (
        "commit_passes_over_a_reading_under_way late_worker_overrules "
        "outbox_deletes_what_it_has_not_seen outbox_without_skip_locked"
    ),
    "nobody enrols, moves, merges, changes class or looks at a team in a walk": (
        "buyer_as_of_today commit_passes_over_a_move_under_way crossline_sees_when_somebody_joined "
        "cycle_looked_for_today_only invitation_used_by_two merged_for_orders_before_it "
        "moved_away_is_still_below new_owner_sees_the_former_ones_pay of_two_at_once_any "
        "period_on_todays_tree team_forgets_what_came_since team_mark_without_a_lock "
        "team_of_another_tree two_moves_at_once two_placings_at_once "
        "visitor_gets_an_account_that_is_there"
    ),
    "nobody leaves, no code and no policy changes in a walk": (
        "changes_undone_in_the_wrong_order ended_today_is_ended_then former_code_given_away "
        "policy_of_today purge_forgets_unread_orders window_is_closed"
    ),
    "nobody corrects a sale or lets old orders count in a walk": (
        "backfill_applies_what_changed_since correction_beside_a_commit "
        "correction_forgotten_by_the_next_reading counted_rows_change_hands "
        "reversal_counted_apart_from_its_refund"
    ),
    "commissions and the ledger are not walked": (
        "estimate_forgets_the_open_period_before half_up_rounding period_committed_twice "
        "refund_forgets_what_was_posted unbalanced_entry"
    ),
    "events for other systems and mails are not walked": (
        "delivery_claimed_but_not_put_off event_marked_before_its_deliveries "
        "mail_marked_after_it_is_sent rotated_secret_signs_alone"
    ),
    "walks have no storefront": (
        "billed_elsewhere_though_nobody_chose link_leads_out_of_the_shop parcel_without_an_address"
    ),
    "nobody locks a table": "hook_waits_for_a_locked_table",
    "needs a thousand orders in an hour": "sweep_starts_each_page_at_the_watermark",
    "Saleor 3.23 writes the order's row with every grant": "sweep_without_granted_refunds",
    "shows on other versions than 3.23": "metadata_is_never_null",
}
OUTSIDE = {name for names in NOT_IN_WALKS.values() for name in names.split()}


def prove(names: list[str]) -> int:
    """Apply each fault of teeth/ that is in the life of an order and demand that walks find it."""
    patches = [path for path in sorted(PATCHES.rglob("*.patch")) if _chosen(path.stem, names)]
    with hosts.sandbox_store() as template:
        missed = [path.stem for path in patches if not _found(path, template)]
    for why, outside in NOT_IN_WALKS.items():
        print(f"not in walks: {why}: {outside}")
    print(f"{len(patches) - len(missed)} found, {len(missed)} missed")
    return 1 if missed else 0


def _chosen(name: str, names: list[str]) -> bool:
    return name in names if names else name not in OUTSIDE


def _found(patch: Path, template: str) -> bool:
    with _copy(patch) as copy, hosts.sandbox(copy, template) as sandbox:
        trouble = next(troubles(sandbox), None)
    print(f"{'found ' if trouble else 'MISSED'}  {patch.stem}: {trouble or ''}", flush=True)
    return trouble is not None


def troubles(sandbox: hosts.Host) -> Iterator[str]:
    """What is wrong with a sandbox, walk by walk."""
    for name in found.names():
        kept = found.load(name)
        if found.brief(sandbox.take(kept["script"])) != kept["saleor"]:
            yield f"{name} is not as on Saleor"
    for number in range(WALKS):
        story = sandbox.take(draw(SEED, number))
        if problems := story.get("problems", ["fault"]):
            yield f"walk {SEED}.{number}: {problems[0]}"


@contextmanager
def _copy(patch: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            shutil.copytree(hosts.ROOT / name, Path(folder) / name)
        command = ["patch", "--strip=1", "--fuzz=0", "--silent", f"--input={patch}"]
        subprocess.run(command, cwd=folder, check=True)
        yield Path(folder)
