"""A store with our data in it goes from one Saleor to the next: `before FILE`, then `after FILE`.

Between the two the same database is migrated by the newer source. No worker of ours runs from the
last look before until the first one after, so every table has to be the same to the byte.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from company import PAY, here, people_of
from scenarios.faults import DRAIN
from scenarios.waiting import until, until_equal

SEAL = "saleor_mlm.tasks.ledger.seal"


def before(file: Path) -> None:
    """A month that is committed, and one with an order that is paid and not sent."""
    company = here()
    line = company.found()
    month = company.books.month().key
    sold = company.sell(line)
    until_equal(lambda: line.estimated(month), PAY)
    company.books.close()
    assert line.posted(month) == PAY
    on_its_way = company.sell(line, send=False)
    company.faults.run(DRAIN, SEAL)
    company.faults.tell("pause", paused=True)
    seen = {"people": people_of(line), "month": month, "sold": sold, "on_its_way": on_its_way}
    digests = until(company.faults.digests, lambda found: found == company.faults.digests())
    file.write_text(json.dumps({**seen, "digests": digests, "proofs": company.proofs()}))
    print(f"before: {len(digests)} tables, ledger {company.proofs()['head'][:12]}")


def after(file: Path) -> None:
    """Everything is there; the order on its way is sent and paid out, a unit sold comes back."""
    company, seen = here(), json.loads(file.read_text())
    assert company.faults.digests() == seen["digests"]
    assert company.proofs() == seen["proofs"]
    line = company.line(seen["people"])
    assert line.posted(seen["month"]) == PAY
    company.faults.tell("pause", paused=False)
    month = company.books.month().key
    company.store.fulfill(seen["on_its_way"])
    until_equal(lambda: line.estimated(month), PAY)
    company.books.close()
    assert line.posted(month) == PAY
    taken_back = company.books.month().key
    company.store.refund(seen["sold"], {"SKU-01": 2, "SKU-02": 1})
    back = {name: -minor for name, minor in PAY.items()}
    until_equal(lambda: line.estimated(taken_back), back)
    print(f"after: every table the same, ledger proven to {company.proofs()['head'][:12]}")


if __name__ == "__main__":
    {"before": before, "after": after}[sys.argv[1]](Path(sys.argv[2]))
