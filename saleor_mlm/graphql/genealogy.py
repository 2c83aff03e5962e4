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
from ..models import Distributor, PersonChoice
from ..models.runs import StandingRow
from ..services import earnings as figures
from ..services import genealogy, holding_tank, plans, referrals, standings
from ..services import visibility as names
from ..services.errors import MlmError
from . import enroller_requests, histories, pages, team_types, teams, visibility
from .account_classes import MlmAccountClass
from .base import allowed, denied, row_number, user_id
from .earnings import MlmEarnings, earnings_of
from .enroller_requests import MlmEnrollerRequestConnection
from .histories import MlmChangeConnection
from .loaders import (
    ChoiceOf,
    ClassOfDistributor,
    DistributorById,
    DistributorByUser,
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
from .statuses import MlmDistributorStatus
from .visibility import Sight, in_line

TREE = "enroller"


class MlmOwnerKind(graphene.Enum):
    """Whom an agreement is with."""

    PERSON = "person"
    COUPLE = "couple"
    COMPANY = "company"


class MlmPersonChoice(graphene.ObjectType):
    """What a distributor lets be shown: the whole name where the company shows initials; the e-mail
    to the upline and to the own frontline, where the company lets it."""

    name_shown = graphene.Boolean(required=True)
    contact_shown = graphene.Boolean(required=True)


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
        team_types.MlmTeamConnection, required=True, tree=graphene.String(), **ARGUMENTS
    )
    downline = graphene.Field(
        team_types.MlmTeamConnection,
        required=True,
        tree=graphene.String(),
        max_depth=graphene.Int(),
        filter=team_types.MlmDownlineFilter(),
        sort_by=team_types.MlmDownlineSort(),
        **ARGUMENTS,
        description="By level, then as they joined, unless sorted otherwise.",
    )
    team = graphene.Field(team_types.MlmTeam, required=True, tree=graphene.String())
    legs = graphene.List(
        graphene.NonNull(team_types.MlmLeg),
        required=True,
        tree=graphene.String(),
        first=graphene.Int(default_value=100),
    )
    genealogy = graphene.Field(
        team_types.MlmGenealogy,
        required=True,
        tree=graphene.String(),
        depth=graphene.Int(default_value=3),
        width=graphene.Int(default_value=8),
        description="At most 500 nodes.",
    )
    path_to = graphene.List(
        graphene.NonNull(lambda: MlmDistributor),
        required=True,
        id=graphene.ID(required=True),
        tree=graphene.String(),
        description="From this person down to one below, both included; empty where there is no"
        " such person.",
    )
    newest = graphene.List(
        graphene.NonNull(lambda: MlmDistributor),
        required=True,
        tree=graphene.String(),
        first=graphene.Int(default_value=10),
    )
    contact = graphene.String(
        description="E-mail; for the own line, where the person and the company let it be shown."
    )
    choice = graphene.Field(
        MlmPersonChoice, description="What the person lets others see; for the person alone."
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

    def resolve_code(root: Distributor, info: Any) -> str:
        return visibility.code(info, root)

    def resolve_status(root: Distributor, info: Any) -> str:
        return visibility.status(info, root)

    def resolve_display_name(root: Distributor, info: Any) -> Any:
        return (
            ChoiceOf(info.context)
            .load(root.id)
            .then(lambda choice: visibility.name(info, root, choice))
        )

    def resolve_contact(root: Distributor, info: Any) -> Any:
        if root.user_id is None or visibility.sight(info, root.id) is Sight.NOBODY:
            return None
        return (
            ChoiceOf(info.context).load(root.id).then(lambda choice: _contact(root, info, choice))
        )

    def resolve_choice(root: Distributor, info: Any) -> Any:
        if visibility.sight(info, root.id) is not Sight.SELF:
            return None
        return ChoiceOf(info.context).load(root.id)

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

    resolve_upline = in_line(teams.upline)
    resolve_frontline = in_line(teams.frontline)
    resolve_downline = in_line(teams.downline)
    resolve_team = in_line(teams.figures)
    resolve_legs = in_line(teams.legs)
    resolve_genealogy = in_line(teams.genealogy)
    resolve_path_to = in_line(teams.path_to)
    resolve_newest = in_line(teams.newest)

    @in_line
    @on_writer
    def resolve_personal_volume(root: Distributor, info: Any, period: str | None = None) -> Any:
        return _personal_volumes(root, _period(period))[0]

    @in_line
    @on_writer
    def resolve_group_volume(root: Distributor, info: Any, period: str | None = None) -> Any:
        return _group_volume(root, info, _period(period))

    @in_line
    @on_writer
    def resolve_volumes(root: Distributor, info: Any, period: str | None = None) -> Any:
        found = _period(period)
        always = [*_personal_volumes(root, found), _group_volume(root, info, found)]
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
    choice = names.choices([distributor.id])[distributor.id]
    return MlmReferral(
        code=distributor.code,
        display_name=names.name_for_others(distributor, choice, names.policy()),
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
    return found if visibility.sees(info, found.id) else None


def resolve_distributors(
    _root: Any, info: Any, filter: dict[str, Any] | None = None, **arguments: Any
) -> Any:
    if not allowed(info, AccountPermissions.MANAGE_USERS):
        raise denied("To list distributors you need the permission MANAGE_USERS.")
    rows = genealogy.search(**(filter or {}))
    with host.writer():
        return pages.page(MlmDistributorConnection, pages.rows_by_id(rows), **arguments)


def resolve_ranks(_root: Any, info: Any) -> list[MlmRank]:
    """Those of the plan in force, the lowest first; for distributors and staff who manage users."""
    with host.writer():
        if allowed(info, AccountPermissions.MANAGE_USERS) or genealogy.by_user(user_id(info)):
            return _ranks(_period(None))
    return []


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


def _contact(root: Distributor, info: Any, choice: PersonChoice) -> Any:
    if not visibility.shows_contact(info, root, choice):
        return None
    return UserById(info.context).load(root.user_id).then(lambda user: user and user.email)


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
        ranks = {rank.key: rank for rank in _ranks(period)}
    return _standing(root, info, period).then(
        lambda standing: ranks.get(getattr(standing, which)) if standing else None
    )


def _ranks(period: Period | None) -> list[MlmRank]:
    """Those of the plan in force in a period, the lowest first."""
    published = plans.for_period(period) if period else None
    ladder = published.plan.ranks.ladder if published and published.plan.ranks else ()
    return [
        MlmRank(key=rank.key, name=rank.name, order=order)
        for order, rank in enumerate(ladder, start=1)
    ]


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


def _group_volume(root: Distributor, info: Any, period: Period | None) -> MlmVolume:
    """Of the open period from the tree that is counted, which walks nobody's team."""
    qv_e4 = 0
    if period is not None:
        counted_e4 = teams.group_volume_e4(root, info, period.key)
        if counted_e4 is None:
            counted_e4 = figures.group_volume_e4(root.id, period)
        qv_e4 = counted_e4
    return MlmVolume(name=team_types.GROUP, value=decimal_text(qv_e4))
