"""What peers are asked, answered by the services: with all checks, history and log."""

from collections.abc import Iterator
from typing import Any

from . import enrolling, reading
from .company import Company


class Ours:
    """`accounts`: ids of customers who may enrol, where a peer is given the new node's id."""

    name = "saleor_mlm"

    def __init__(self, company: Company, accounts: Iterator[int]) -> None:
        self.company, self.accounts = company, accounts

    def page(self, node: int) -> Any:
        return reading.first_page("enroller", node)

    def upline(self, node: int) -> Any:
        return reading.upline("enroller", node)

    def count(self, node: int) -> int:
        return int(reading.figures("enroller", node).size)

    def add(self, parent: int, number: int) -> None:
        first = 1 + parent % self.company.people
        enrolling.one(self.company, next(self.accounts), first)

    def move(self, node: int, target: int) -> None:
        from saleor_mlm.models import Distributor
        from saleor_mlm.services import enroller_requests
        from saleor_mlm.services.enroller_changes import Wish

        people = Distributor.objects.in_bulk([node, target])
        enroller_requests.change(Wish(people[node], people[target]), "bench", "bench")
