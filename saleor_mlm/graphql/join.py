"""The join: our fields on Saleor's own schema, before it is built.

Saleor's root types collect their fields from mixins when `saleor.graphql.api` is imported. That
happens after every app is ready, so fields put on a mixin at that moment are simply part of the
store's schema: one endpoint, one cost map, one login. No name of Saleor is replaced.
"""

import sys
from typing import Any

import graphene
from saleor.graphql.account.schema import AccountMutations, AccountQueries
from saleor.graphql.account.types import User
from saleor.graphql.checkout.types import Checkout
from saleor.graphql.order.types import Order
from saleor.graphql.query_cost_map import COST_MAP

from . import (
    account_class_changes,
    agreements,
    attribution,
    backfills,
    cooling_off,
    corrections,
    enroller_changes,
    enrolment,
    enrolment_rules,
    explanations,
    genealogy,
    invitations,
    notice_choice,
    owners,
    person_choice,
    placement,
    plans,
    renewals,
    runs,
    settings,
    sponsors,
    trees,
    volumes,
    webhooks,
)
from .account_classes import MlmAccountClass
from .genealogy import MlmDistributor, MlmDistributorConnection, MlmDistributorFilter, MlmReferral
from .loaders import DistributorByUser
from .money import MlmPeriod
from .pages import ARGUMENTS
from .ranks import MlmRank


def _resolve_of_user(root: Any, info: Any) -> Any:
    return DistributorByUser(info.context).load(root.pk)


def queries() -> dict[str, graphene.Field]:
    return {
        "mlm_me": graphene.Field(MlmDistributor, resolver=genealogy.resolve_me),
        "mlm_distributor": graphene.Field(
            MlmDistributor,
            id=graphene.ID(),
            code=graphene.String(),
            resolver=genealogy.resolve_distributor,
        ),
        "mlm_distributors": graphene.Field(
            MlmDistributorConnection,
            required=True,
            filter=MlmDistributorFilter(),
            resolver=genealogy.resolve_distributors,
            **ARGUMENTS,
        ),
        "mlm_backfills": graphene.Field(
            backfills.MlmBackfillConnection,
            required=True,
            resolver=backfills.resolve_backfills,
            **ARGUMENTS,
        ),
        "mlm_corrections": graphene.Field(
            corrections.MlmCorrectionConnection,
            required=True,
            order_id=graphene.ID(),
            user=graphene.ID(),
            resolver=corrections.resolve_corrections,
            **ARGUMENTS,
        ),
        "mlm_referral": graphene.Field(
            MlmReferral,
            code=graphene.String(required=True),
            channel=graphene.String(required=True),
            resolver=genealogy.resolve_referral,
        ),
        "mlm_sponsors": graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(sponsors.MlmSponsor))),
            text=graphene.String(required=True),
            channel=graphene.String(required=True),
            first=graphene.Int(),
            resolver=sponsors.resolve_sponsors,
        ),
        "mlm_agreement": graphene.Field(
            agreements.MlmAgreement,
            channel=graphene.String(required=True),
            resolver=agreements.resolve_agreement,
        ),
        "mlm_enrolment_rules": graphene.Field(
            enrolment_rules.MlmEnrolmentRules,
            channel=graphene.String(required=True),
            resolver=enrolment_rules.resolve_enrolment_rules,
        ),
        "mlm_inactive_distributors": graphene.Field(
            MlmDistributorConnection,
            required=True,
            channel=graphene.String(required=True),
            resolver=renewals.resolve_inactive,
            **ARGUMENTS,
        ),
        "mlm_invitation": graphene.Field(
            invitations.MlmInvitation,
            token=graphene.String(required=True),
            resolver=invitations.resolve_invitation,
        ),
        "mlm_trees": graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(trees.MlmTree))),
            resolver=trees.resolve_trees,
        ),
        "mlm_channel_settings": graphene.Field(
            settings.MlmChannelSettings,
            channel=graphene.String(required=True),
            resolver=settings.resolve_channel_settings,
        ),
        "mlm_periods": graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(MlmPeriod))),
            first=graphene.Int(),
            resolver=runs.resolve_periods,
        ),
        "mlm_ranks": graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(MlmRank))),
            resolver=genealogy.resolve_ranks,
        ),
        "mlm_webhook_endpoints": graphene.Field(
            webhooks.MlmWebhookEndpointConnection,
            required=True,
            resolver=webhooks.resolve_endpoints,
            **ARGUMENTS,
        ),
    }


def mutations() -> dict[str, graphene.Field]:
    return {
        "mlm_referral_visit": attribution.MlmReferralVisit.Field(),
        "mlm_checkout_attach": attribution.MlmCheckoutAttach.Field(),
        "mlm_checkout_detach": attribution.MlmCheckoutDetach.Field(),
        "mlm_voucher_assign": attribution.MlmVoucherAssign.Field(),
        "mlm_order_credit": corrections.MlmOrderCredit.Field(),
        "mlm_order_move": corrections.MlmOrderMove.Field(),
        "mlm_order_exclude": corrections.MlmOrderExclude.Field(),
        "mlm_customer_move": corrections.MlmCustomerMove.Field(),
        "mlm_correction_undo": corrections.MlmCorrectionUndo.Field(),
        "mlm_backfill_preview": backfills.MlmBackfillPreview.Field(),
        "mlm_backfill_apply": backfills.MlmBackfillApply.Field(),
        "mlm_distributor_enroll": enrolment.MlmDistributorEnroll.Field(),
        "mlm_enrolment_invite": invitations.MlmEnrolmentInvite.Field(),
        "mlm_invitation_withdraw": invitations.MlmInvitationWithdraw.Field(),
        "mlm_sponsor_turns_set": sponsors.MlmSponsorTurnsSet.Field(),
        "mlm_agreement_publish": agreements.MlmAgreementPublish.Field(),
        "mlm_enrolment_cancel": cooling_off.MlmEnrolmentCancel.Field(),
        "mlm_distributor_renew": renewals.MlmDistributorRenew.Field(),
        "mlm_account_class_change": account_class_changes.MlmAccountClassChange.Field(),
        "mlm_distributor_handle_change": enrolment.MlmDistributorHandleChange.Field(),
        "mlm_distributor_code_change": enrolment.MlmDistributorCodeChange.Field(),
        "mlm_distributor_merge": owners.MlmDistributorMerge.Field(),
        "mlm_distributor_transfer": owners.MlmDistributorTransfer.Field(),
        "mlm_enroller_change_preview": enroller_changes.MlmEnrollerChangePreview.Field(),
        "mlm_enroller_change_request": enroller_changes.MlmEnrollerChangeRequest.Field(),
        "mlm_enroller_change_withdraw": enroller_changes.MlmEnrollerChangeWithdraw.Field(),
        "mlm_change_consent": enroller_changes.MlmChangeConsent.Field(),
        "mlm_enroller_change": enroller_changes.MlmEnrollerChange.Field(),
        "mlm_distributor_end": enrolment.MlmDistributorEnd.Field(),
        "mlm_distributor_reinstate": enrolment.MlmDistributorReinstate.Field(),
        "mlm_tree_create": trees.MlmTreeCreate.Field(),
        "mlm_tree_update": trees.MlmTreeUpdate.Field(),
        "mlm_position_place": placement.MlmPositionPlace.Field(),
        "mlm_position_move_preview": placement.MlmPositionMovePreview.Field(),
        "mlm_position_move": placement.MlmPositionMove.Field(),
        "mlm_position_add": placement.MlmPositionAdd.Field(),
        "mlm_order_assign_position": placement.MlmOrderAssignPosition.Field(),
        "mlm_placement_preference_set": placement.MlmPlacementPreferenceSet.Field(),
        "mlm_volumes_set": volumes.MlmVolumesSet.Field(),
        "mlm_channel_settings_update": settings.MlmChannelSettingsUpdate.Field(),
        "mlm_plan_publish": plans.MlmPlanPublish.Field(),
        "mlm_commission_run_commit": runs.MlmCommissionRunCommit.Field(),
        "mlm_webhook_endpoint_create": webhooks.MlmWebhookEndpointCreate.Field(),
        "mlm_webhook_endpoint_update": webhooks.MlmWebhookEndpointUpdate.Field(),
        "mlm_webhook_endpoint_delete": webhooks.MlmWebhookEndpointDelete.Field(),
        "mlm_webhook_secret_rotate": webhooks.MlmWebhookSecretRotate.Field(),
        "mlm_webhook_redeliver": webhooks.MlmWebhookRedeliver.Field(),
        "mlm_notice_choose": notice_choice.MlmNoticeChoose.Field(),
        "mlm_person_choose": person_choice.MlmPersonChoose.Field(),
    }


EXTENSIONS = (
    (User, "mlm_distributor", MlmDistributor, _resolve_of_user),
    (User, "mlm_account_class", MlmAccountClass, account_class_changes.resolve_of_user),
    (Order, "mlm_attribution", attribution.MlmAttribution, attribution.resolve_of_order),
    (
        Order,
        "mlm_attribution_explanation",
        explanations.MlmAttributionExplanation,
        explanations.resolve_of_order,
    ),
    (Checkout, "mlm_attribution", attribution.MlmAttribution, attribution.resolve_of_checkout),
)
COSTS: dict[str, dict[str, Any]] = {
    "Query": {
        "mlmAgreement": {"complexity": 1},
        "mlmBackfills": {"complexity": 1, "multipliers": ["first", "last"]},
        "mlmChannelSettings": {"complexity": 1},
        "mlmCorrections": {"complexity": 1, "multipliers": ["first", "last"]},
        "mlmDistributor": {"complexity": 1},
        "mlmDistributors": {"complexity": 1, "multipliers": ["first", "last"]},
        "mlmEnrolmentRules": {"complexity": 1},
        "mlmInactiveDistributors": {"complexity": 5, "multipliers": ["first", "last"]},
        "mlmInvitation": {"complexity": 1},
        "mlmMe": {"complexity": 1},
        "mlmPeriods": {"complexity": 1, "multipliers": ["first"]},
        "mlmRanks": {"complexity": 1},
        "mlmReferral": {"complexity": 1},
        "mlmTrees": {"complexity": 1},
        "mlmSponsors": {"complexity": 5, "multipliers": ["first"]},
        "mlmWebhookEndpoints": {"complexity": 1, "multipliers": ["first", "last"]},
    },
    "MlmBackfill": {"channel": {"complexity": 1}},
    "MlmCorrection": {
        "after": {"complexity": 1},
        "before": {"complexity": 1},
        "committedPeriods": {"complexity": 1},
    },
    "MlmDistributor": {
        "accountClass": {"complexity": 1},
        "agreement": {"complexity": 1},
        "downline": {"complexity": 5, "multipliers": ["first", "last"]},
        "earnings": {"complexity": 2},
        "enroller": {"complexity": 1},
        "choice": {"complexity": 1},
        "contact": {"complexity": 1},
        "enrollerRequests": {"complexity": 1, "multipliers": ["first", "last"]},
        "frontline": {"complexity": 1, "multipliers": ["first", "last"]},
        "genealogy": {"complexity": 20},
        "groupVolume": {"complexity": 5},
        "history": {"complexity": 5, "multipliers": ["first", "last"]},
        "holdingTank": {"complexity": 1, "multipliers": ["first", "last"]},
        "invitations": {"complexity": 1, "multipliers": ["first", "last"]},
        "nextRank": {"complexity": 1},
        "legs": {"complexity": 10},
        "newest": {"complexity": 2, "multipliers": ["first"]},
        "pathTo": {"complexity": 5},
        "team": {"complexity": 2},
        "personalVolume": {"complexity": 1},
        "requirements": {"complexity": 1},
        "positions": {"complexity": 1},
        "upline": {"complexity": 2, "multipliers": ["levels"]},
        "volumes": {"complexity": 5},
    },
    "MlmChange": {"enroller": {"complexity": 1}, "kept": {"complexity": 1}},
    "MlmEnrollerRequest": {
        "consents": {"complexity": 1},
        "distributor": {"complexity": 1},
        "newEnroller": {"complexity": 1},
        "oldEnroller": {"complexity": 1},
    },
    "MlmEarnings": {"lines": {"complexity": 1, "multipliers": ["first", "last"]}},
    "MlmPosition": {"depth": {"complexity": 1}, "parent": {"complexity": 1}},
    "MlmTree": {"myPreference": {"complexity": 1}},
    "MlmWebhookEndpoint": {"deliveries": {"complexity": 1, "multipliers": ["first", "last"]}},
    "MlmInvitation": {"channel": {"complexity": 1}},
    "User": {"mlmAccountClass": {"complexity": 1}, "mlmDistributor": {"complexity": 1}},
    "MlmChannelSettings": {
        "changes": {"complexity": 1, "multipliers": ["first", "last"]},
        "inForce": {"complexity": 1},
    },
    "Order": {
        "mlmAttribution": {"complexity": 1},
        "mlmAttributionExplanation": {"complexity": 2},
    },
    "Checkout": {"mlmAttribution": {"complexity": 1}},
}


def _add_own_fields() -> None:
    """Fields of ours whose types are made of the type that they are on."""
    MlmDistributor._meta.fields["agreement"] = graphene.Field(
        renewals.MlmAgreementTerm,
        resolver=renewals.resolve_agreement_term,
        description="For the person and staff.",
    )
    MlmDistributor._meta.fields["invitations"] = graphene.Field(
        invitations.MlmInvitationConnection,
        required=True,
        resolver=invitations.resolve_invitations,
        description="Those that the person wrote; for the person alone.",
        **ARGUMENTS,
    )


_add_own_fields()


def join() -> None:
    """Add our fields; once, before the schema is built, and never over a name that is taken."""
    if "saleor.graphql.api" in sys.modules:
        raise RuntimeError(
            "saleor.graphql.api was imported before saleor_mlm was ready: something imports the"
            " schema while Django starts. The plugin's GraphQL cannot be joined."
        )
    _add_fields(AccountQueries, queries())
    _add_fields(AccountMutations, mutations())
    for owner, name, type_, resolver in EXTENSIONS:
        _free(owner, name)
        owner._meta.fields[name] = graphene.Field(type_, resolver=resolver)
    for type_name, fields in COSTS.items():
        COST_MAP.setdefault(type_name, {}).update(fields)


def _add_fields(mixin: Any, fields: dict[str, graphene.Field]) -> None:
    for name, field in fields.items():
        _free(mixin, name)
        setattr(mixin, name, field)
        mixin._meta.fields[name] = field


def _free(owner: Any, name: str) -> None:
    if name in owner._meta.fields:
        raise RuntimeError(f"{owner.__name__}.{name} exists already; is the plugin joined twice?")
