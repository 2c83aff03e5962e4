"""People and their place: MlmDistributor, what each viewer sees of one, and how one is found."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import graphene
from promise import Promise
from saleor.graphql.account.types import User
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import AccountPermissions, PaymentPermissions

from ..adapters import clock, host
from ..engine.periods import Period
from ..engine.plans import Plan
from ..models import Distributor
from ..models.runs import StandingRow
from ..services import earnings as figures
from ..services import genealogy, holding_tank, plans, referrals, standings
from ..services.errors import MlmError
from . import enroller_requests, histories, pages
from .account_classes import MlmAccountClass
from .base import allowed, denied, row_number, user_id
from .earnings import MlmEarnings, earnings_of
from .enroller_requests import MlmEnrollerRequestConnection
from .histories import MlmChangeConnection
from .loaders import (
    ClassOfDistributor,
    DistributorById,
    DistributorByUser,
    InViewersLine,
    PositionsOf,
    StandingOf,
    UserById,
)
from .money import MlmVolume, decimal_text
from .notices import MlmNotice, shown
from .pages import ARGUMENTS
from .placing import MlmPlace
from .positions import (
    MlmHeldPositionConnection,
    MlmPosition,
    of_enroller_tree,
    of_placement,
)
from .ranks import MlmNextRank, MlmRank, MlmRequirement

TREE = "enroller"
LEVELS_MAX = 100


class MlmDistributorStatus(graphene.Enum):
    APPLIED = "applied"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class MlmOwnerKind(graphene.Enum):
    """Whom an agreement is with."""

    PERSON = "person"
    COUPLE = "couple"
    COMPANY = "company"


def in_line(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Only for the person, those above, and staff who manage users."""

    @wraps(resolve)
    def guarded(root: Distributor, info: Any, **arguments: Any) -> Any:
        if allowed(info, AccountPermissions.MANAGE_USERS):
            return resolve(root, info, **arguments)

        def decide(inside: bool) -> Any:
            if not inside:
                raise denied("Only the person, the upline and staff may see this.")
            return resolve(root, info, **arguments)

        return InViewersLine(info.context).load(root.id).then(decide)

    return guarded


def on_writer(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Money and volumes are read from the writer: a replica may lag behind what was just paid."""

    @wraps(resolve)
    def reading(root: Any, info: Any, **arguments: Any) -> Any:
        with host.writer():
            return resolve(root, info, **arguments)

    return reading


class MlmDistributor(graphene.ObjectType):
    """An enrolled person. Code, name and status are public; the rest is for the person, those
    above and staff; earnings are for the person and for staff who handle payments."""

    id = graphene.ID(required=True)
    code = graphene.String(required=True)
    handle = graphene.String()
    display_name = graphene.String(required=True)
    kind = MlmOwnerKind(required=True)
    house = graphene.Boolean(required=True, description="An account of the company itself.")
    country = graphene.String(description="Two letters, such as DE.")
    account_class = graphene.Field(MlmAccountClass, required=True, description="As it is now.")
    status = MlmDistributorStatus(required=True)
    joined_at = DateTime(required=True)
    user = graphene.Field(User, description="Null unless the viewer may know.")
    enroller = graphene.Field(lambda: MlmDistributor)
    positions = graphene.List(
        graphene.NonNull(MlmPosition),
        required=True,
        tree=graphene.String(),
        description="In the enroller tree first, then in placement trees.",
    )
    holding_tank = graphene.Field(
        MlmHeldPositionConnection,
        required=True,
        tree=graphene.String(),
        description="Own enrollees who wait to be placed; for the person and staff.",
        **ARGUMENTS,
    )
    rank = graphene.Field(MlmRank, period=graphene.String(), description="Paid-as rank.")
    title = graphene.Field(MlmRank, description="Career title.")
    upline = graphene.List(
        graphene.NonNull(lambda: MlmDistributor),
        required=True,
        tree=graphene.String(),
        levels=graphene.Int(),
    )
    frontline = graphene.Field(
        lambda: MlmDistributorConnection, required=True, tree=graphene.String(), **ARGUMENTS
    )
    downline = graphene.Field(
        lambda: MlmDistributorConnection,
        required=True,
        tree=graphene.String(),
        max_depth=graphene.Int(),
        **ARGUMENTS,
    )
    personal_volume = graphene.Field(MlmVolume, required=True, period=graphene.String())
    group_volume = graphene.Field(MlmVolume, required=True, period=graphene.String())
    volumes = graphene.List(graphene.NonNull(MlmVolume), required=True, period=graphene.String())
    next_rank = graphene.Field(
        MlmNextRank,
        period=graphene.String(),
        description="Null at the top, and where the period decides no ranks.",
    )
    requirements = graphene.List(
        graphene.NonNull(MlmRequirement),
        required=True,
        period=graphene.String(),
        description="Every test of the plan: why somebody is paid, or not.",
    )
    earnings = graphene.List(graphene.NonNull(MlmEarnings), required=True, period=graphene.String())
    notices = graphene.List(
        graphene.NonNull(MlmNotice), required=True, description="The mails that the person gets."
    )
    history = graphene.Field(
        MlmChangeConnection,
        required=True,
        description="Changes of status, enroller, place, class and owner, the newest first.",
        resolver=histories.resolve_of_distributor,
        **ARGUMENTS,
    )
    enroller_requests = graphene.Field(
        MlmEnrollerRequestConnection,
        required=True,
        description="Wishes for another enroller: about the person, or that ask for a consent.",
        resolver=enroller_requests.resolve_of_distributor,
        **ARGUMENTS,
    )
    referral_url = graphene.String(
        required=True,
        channel=graphene.String(required=True),
        place=MlmPlace(description="The side of placement trees for who joins by this link."),
    )

    def resolve_id(root: Distributor, info: Any) -> str:
        return graphene.Node.to_global_id("MlmDistributor", root.id)

    @in_line
    def resolve_kind(root: Distributor, info: Any) -> str:
        return root.kind

    @in_line
    def resolve_country(root: Distributor, info: Any) -> str | None:
        return root.country or None

    @in_line
    def resolve_account_class(root: Distributor, info: Any) -> Any:
        return ClassOfDistributor(info.context).load(root.id)

    @in_line
    def resolve_joined_at(root: Distributor, info: Any) -> Any:
        return root.joined_at

    def resolve_user(root: Distributor, info: Any) -> Any:
        own = root.user_id is not None and root.user_id == user_id(info)
        if root.user_id is None or not (own or allowed(info, AccountPermissions.MANAGE_USERS)):
            return None
        return UserById(info.context).load(root.user_id)

    @in_line
    def resolve_enroller(root: Distributor, info: Any) -> Any:
        return _enroller(root, info)

    @in_line
    def resolve_positions(root: Distributor, info: Any, tree: str | None = None) -> Any:
        own = [of_enroller_tree(root)] if tree in (None, TREE) else []
        if tree == TREE:
            return own
        rows = PositionsOf(info.context).load(root.id)
        return rows.then(
            lambda found: [
                *own,
                *(of_placement(row) for row in found if tree in (None, row.tree.name)),
            ]
        )

    def resolve_holding_tank(
        root: Distributor, info: Any, tree: str | None = None, **arguments: Any
    ) -> Any:
        own = root.user_id is not None and root.user_id == user_id(info)
        if not (own or allowed(info, AccountPermissions.MANAGE_USERS)):
            raise denied("Only the person and staff may see who waits.")
        with host.writer():
            rows = pages.rows_by_id(holding_tank.waiting(root, tree))
            return pages.page(MlmHeldPositionConnection, rows, **arguments)

    @in_line
    def resolve_rank(root: Distributor, info: Any, period: str | None = None) -> Any:
        return _ranked(root, info, period, "paid_as")

    @in_line
    def resolve_title(root: Distributor, info: Any) -> Any:
        return _ranked(root, info, None, "title")

    @in_line
    def resolve_upline(
        root: Distributor, info: Any, tree: str | None = None, levels: int | None = None
    ) -> Any:
        _known_tree(tree)
        wanted = min(levels or LEVELS_MAX, LEVELS_MAX)
        with host.writer():
            ids = genealogy.upline_ids(root.id, wanted)
        return DistributorById(info.context).load_many(ids)

    @in_line
    def resolve_frontline(
        root: Distributor, info: Any, tree: str | None = None, **arguments: Any
    ) -> Any:
        _known_tree(tree)
        rows = Distributor.objects.filter(enroller_id=root.id)
        with host.writer():
            return pages.page(MlmDistributorConnection, pages.rows_by_id(rows), **arguments)

    @in_line
    def resolve_downline(
        root: Distributor,
        info: Any,
        tree: str | None = None,
        max_depth: int | None = None,
        **arguments: Any,
    ) -> Any:
        _known_tree(tree)
        with host.writer():
            return pages.page(MlmDistributorConnection, _downline(root.id, max_depth), **arguments)

    @in_line
    @on_writer
    def resolve_personal_volume(root: Distributor, info: Any, period: str | None = None) -> Any:
        return _personal_volumes(root, _period(period))[0]

    @in_line
    @on_writer
    def resolve_group_volume(root: Distributor, info: Any, period: str | None = None) -> Any:
        return _group_volume(root, _period(period))

    @in_line
    @on_writer
    def resolve_volumes(root: Distributor, info: Any, period: str | None = None) -> Any:
        found = _period(period)
        always = [*_personal_volumes(root, found), _group_volume(root, found)]
        return _standing(root, info, found).then(
            lambda standing: [*always, *_named_volumes(found, standing)]
        )

    @in_line
    @on_writer
    def resolve_next_rank(root: Distributor, info: Any, period: str | None = None) -> Any:
        found = _period(period)
        published = plans.for_period(found) if found else None
        if found is None or published is None:
            return None
        return _standing(root, info, found).then(
            lambda standing: _next_rank(published.plan, found, standing)
        )

    @in_line
    @on_writer
    def resolve_requirements(root: Distributor, info: Any, period: str | None = None) -> Any:
        found = _period(period)
        published = plans.for_period(found) if found else None
        if published is None:
            return []
        return _standing(root, info, found).then(
            lambda standing: standings.requirements(published.plan, standing)
        )

    @on_writer
    def resolve_earnings(root: Distributor, info: Any, period: str | None = None) -> Any:
        if allowed(info, PaymentPermissions.HANDLE_PAYMENTS):
            return earnings_of(root.id, period)
        if root.user_id is None or root.user_id != user_id(info):
            raise denied("Only the person and staff who handle payments may see earnings.")
        return earnings_of(root.id, period, root.user_id)

    @on_writer
    def resolve_notices(root: Distributor, info: Any) -> Any:
        if root.user_id is None or root.user_id != user_id(info):
            raise denied("Only the person may see which mails are wanted.")
        return shown(root)

    @on_writer
    def resolve_referral_url(
        root: Distributor, info: Any, channel: str, place: str | None = None
    ) -> str:
        return referrals.url(root.code, channel, place)


MlmDistributorConnection: Any = pages.connection_type(MlmDistributor)


class MlmDistributorFilter(graphene.InputObjectType):
    """Every given condition has to hold."""

    status = graphene.List(graphene.NonNull(MlmDistributorStatus))
    text = graphene.String(description="Part of the code or of the name shown.")


class MlmReferral(graphene.ObjectType):
    """What a referral code tells the public: nothing else about the person."""

    code = graphene.String(required=True)
    display_name = graphene.String(required=True)
    picture = graphene.String()
    active = graphene.Boolean(required=True)


def referral_of(distributor: Distributor) -> MlmReferral:
    return MlmReferral(
        code=distributor.code,
        display_name=distributor.display_name,
        active=distributor.status in genealogy.EARNING,
    )


def resolve_me(_root: Any, info: Any) -> Any:
    found = user_id(info)
    return DistributorByUser(info.context).load(found) if found else None


def resolve_distributor(
    _root: Any, info: Any, id: str | None = None, code: str | None = None
) -> Any:
    """Staff find anyone; a distributor finds the own line; for others there is nobody."""
    with host.writer():
        found = _find(id, code)
    if found is None or allowed(info, AccountPermissions.MANAGE_USERS):
        return found
    inside: Promise[bool] = InViewersLine(info.context).load(found.id)
    return inside.then(lambda yes: found if yes else None)


def resolve_distributors(
    _root: Any, info: Any, filter: dict[str, Any] | None = None, **arguments: Any
) -> Any:
    if not allowed(info, AccountPermissions.MANAGE_USERS):
        raise denied("To list distributors you need the permission MANAGE_USERS.")
    rows = genealogy.search(**(filter or {}))
    with host.writer():
        return pages.page(MlmDistributorConnection, pages.rows_by_id(rows), **arguments)


def resolve_referral(_root: Any, info: Any, code: str, channel: str) -> Any:
    with host.writer():
        found = referrals.public(code, channel)
    return referral_of(found) if found else None


def _find(global_id: str | None, code: str | None) -> Distributor | None:
    if global_id:
        try:
            key = row_number(global_id, "MlmDistributor", "id")
        except MlmError:
            return None
        return Distributor.objects.filter(id=key).first()
    return genealogy.by_code(code or "")


def _enroller(root: Distributor, info: Any) -> Any:
    if root.enroller_id is None:
        return None
    return DistributorById(info.context).load(root.enroller_id)


def _known_tree(tree: str | None) -> None:
    if tree not in (None, TREE):
        raise denied(f"There is no tree {tree}; the plan knows `{TREE}`.")


def _downline(head_id: int, depth_max: int | None) -> pages.Fetch:
    def fetch(
        after: pages.Key | None, before: pages.Key | None, limit: int, backwards: bool
    ) -> list[tuple[pages.Key, Any]]:
        keys = genealogy.downline_page(
            head_id,
            depth_max=depth_max,
            after=after,
            before=before,
            limit=limit,
            backwards=backwards,
        )
        found = Distributor.objects.in_bulk([key[1] for key in keys])
        return [(key, found[key[1]]) for key in keys]

    return fetch


def _period(key: str | None) -> Period | None:
    return plans.period(key) if key else plans.period_of(clock.now())


def _standing(root: Distributor, info: Any, period: Period | None) -> Promise[Any]:
    if period is None:
        return Promise.resolve(None)
    return StandingOf(info.context).load((root.id, period.key))


def _ranked(root: Distributor, info: Any, key: str | None, which: str) -> Any:
    """The rank that the standing of a period names, by the plan in force then."""
    with host.writer():
        period = _period(key)
        published = plans.for_period(period) if period else None
    ladder = published.plan.ranks.ladder if published and published.plan.ranks else ()
    ranks = {
        rank.key: MlmRank(key=rank.key, name=rank.name, order=order)
        for order, rank in enumerate(ladder, start=1)
    }
    return _standing(root, info, period).then(
        lambda standing: ranks.get(getattr(standing, which)) if standing else None
    )


def _next_rank(plan: Plan, period: Period, standing: StandingRow | None) -> MlmNextRank | None:
    found = standings.next_rank(plan, str(period.kind), standing)
    if found is None:
        return None
    rank = MlmRank(key=found.rank.key, name=found.rank.name, order=found.order)
    return MlmNextRank(rank=rank, requirements=found.requirements)


def _named_volumes(period: Period | None, standing: StandingRow | None) -> list[MlmVolume]:
    """Every formula that the plan names; 0.00 of what a person has nothing of."""
    published = plans.for_period(period) if period else None
    own = standing.volumes if standing else {}
    names = published.plan.volumes if published else ()
    return [MlmVolume(name=name, value=own.get(name, "0.00")) for name in names]


def _personal_volumes(root: Distributor, period: Period | None) -> list[MlmVolume]:
    qv_e4, cv_e4 = figures.personal_volume_e4(root.id, period) if period else (0, 0)
    return [
        MlmVolume(name="personal QV", value=decimal_text(qv_e4)),
        MlmVolume(name="personal CV", value=decimal_text(cv_e4)),
    ]


def _group_volume(root: Distributor, period: Period | None) -> MlmVolume:
    qv_e4 = figures.group_volume_e4(root.id, period) if period else 0
    return MlmVolume(name="group QV", value=decimal_text(qv_e4))
