"""Dataloaders: one query for all objects of a level, never one each."""

from collections.abc import Iterable
from typing import Any

from saleor.account.models import User
from saleor.graphql.core.dataloaders import DataLoader

from ..adapters import channels, clock, host
from ..models import (
    Attribution,
    CheckoutClaim,
    Correction,
    Distributor,
    Event,
    PersonChoice,
    Position,
    WebhookAttempt,
)
from ..models.runs import StandingRow
from ..services import account_classes, holdings, moved_lines, standings, visibility


class DistributorById(DataLoader[int, Distributor | None]):
    context_key = "mlm_distributor_by_id"

    def batch_load(self, keys: Iterable[int]) -> list[Distributor | None]:
        found = Distributor.objects.using(self.database_connection_name).in_bulk(list(keys))
        return [found.get(key) for key in keys]


class DistributorByUser(DataLoader[int, Distributor | None]):
    context_key = "mlm_distributor_by_user"

    def batch_load(self, keys: Iterable[int]) -> list[Distributor | None]:
        rows = Distributor.objects.using(self.database_connection_name)
        found = {row.user_id: row for row in rows.filter(user_id__in=list(keys))}
        return [found.get(key) for key in keys]


class ClassOfDistributor(DataLoader[int, str]):
    """What a distributor is to the company now."""

    context_key = "mlm_class_of_distributor"

    def batch_load(self, keys: Iterable[int]) -> list[str]:
        wanted = list(keys)
        with host.writer():
            found = account_classes.of_distributors(wanted, clock.now())
        return [found[key] for key in wanted]


class ClassOfUser(DataLoader[int, str]):
    """What a customer is to the company now."""

    context_key = "mlm_class_of_user"

    def batch_load(self, keys: Iterable[int]) -> list[str]:
        wanted = list(keys)
        with host.writer():
            found = account_classes.of_users(wanted, clock.now())
        return [found[key] for key in wanted]


class PositionById(DataLoader[int, Position | None]):
    context_key = "mlm_position_by_id"

    def batch_load(self, keys: Iterable[int]) -> list[Position | None]:
        rows = Position.objects.using(self.database_connection_name).select_related("tree")
        found = rows.in_bulk(list(keys))
        return [found.get(key) for key in keys]


class PositionsOf(DataLoader[int, list[Position]]):
    """A distributor's positions in placement trees, by tree and number."""

    context_key = "mlm_positions_of"

    def batch_load(self, keys: Iterable[int]) -> list[list[Position]]:
        found: dict[int, list[Position]] = {key: [] for key in keys}
        rows = Position.objects.using(self.database_connection_name).select_related("tree")
        for row in rows.filter(distributor__in=list(found)).order_by("tree__name", "number"):
            found[row.distributor_id].append(row)
        return [found[key] for key in keys]


class UserById(DataLoader[int, Any]):
    context_key = "mlm_user_by_id"

    def batch_load(self, keys: Iterable[int]) -> list[Any]:
        found = User.objects.using(self.database_connection_name).in_bulk(list(keys))
        return [found.get(key) for key in keys]


class ChoiceOf(DataLoader[int, PersonChoice]):
    """What a distributor lets be shown."""

    context_key = "mlm_choice_of"

    def batch_load(self, keys: Iterable[int]) -> list[PersonChoice]:
        wanted = list(keys)
        with host.writer():
            found = visibility.choices(wanted)
        return [found[key] for key in wanted]


class AttributionByOrder(DataLoader[Any, Attribution | None]):
    """As it rules now: staff's newest correction has been put over the decision."""

    context_key = "mlm_attribution_by_order"

    def batch_load(self, keys: Iterable[Any]) -> list[Attribution | None]:
        wanted = list(keys)
        found = Attribution.objects.using(self.database_connection_name).in_bulk(wanted)
        rows = Correction.objects.using(self.database_connection_name)
        corrected = rows.filter(order_id__in=wanted).order_by("id")
        for order_id, newest in {row.order_id: row for row in corrected}.items():
            holdings.overrule(found[order_id], newest)
        return [found.get(key) for key in wanted]


class ChannelSlug(DataLoader[int, str | None]):
    context_key = "mlm_channel_slug"

    def batch_load(self, keys: Iterable[int]) -> list[str | None]:
        with host.writer():
            found = {channel.id: channel.slug for channel in channels.all_channels()}
        return [found.get(key) for key in keys]


class CommittedPeriodsByOrder(DataLoader[Any, list[str]]):
    context_key = "mlm_committed_periods_by_order"

    def batch_load(self, keys: Iterable[Any]) -> list[list[str]]:
        wanted = list(keys)
        with host.writer():
            found = moved_lines.committed_periods(wanted)
        return [found.get(key, []) for key in wanted]


class ClaimByCheckout(DataLoader[Any, CheckoutClaim | None]):
    context_key = "mlm_claim_by_checkout"

    def batch_load(self, keys: Iterable[Any]) -> list[CheckoutClaim | None]:
        found = CheckoutClaim.objects.using(self.database_connection_name).in_bulk(list(keys))
        return [found.get(key) for key in keys]


class StandingOf(DataLoader[tuple[int, str], StandingRow | None]):
    """What a distributor was in a period, by both."""

    context_key = "mlm_standing_of"

    def batch_load(self, keys: Iterable[tuple[int, str]]) -> list[StandingRow | None]:
        wanted: dict[str, list[int]] = {}
        for distributor_id, period in keys:
            wanted.setdefault(period, []).append(distributor_id)
        with host.writer():
            found = {period: standings.of(ids, period) for period, ids in wanted.items()}
        return [found[period].get(distributor_id) for distributor_id, period in keys]


class EventById(DataLoader[Any, Event | None]):
    context_key = "mlm_event_by_id"

    def batch_load(self, keys: Iterable[Any]) -> list[Event | None]:
        found = Event.objects.using(self.database_connection_name).in_bulk(list(keys))
        return [found.get(key) for key in keys]


class AttemptsByDelivery(DataLoader[int, list[WebhookAttempt]]):
    """The calls made for a delivery, the latest hundred."""

    context_key = "mlm_attempts_by_delivery"

    def batch_load(self, keys: Iterable[int]) -> list[list[WebhookAttempt]]:
        found: dict[int, list[WebhookAttempt]] = {key: [] for key in keys}
        rows = WebhookAttempt.objects.using(self.database_connection_name)
        for row in rows.filter(delivery_id__in=list(found)).order_by("number", "id"):
            found[row.delivery_id].append(row)
        return [found[key][-100:] for key in keys]
