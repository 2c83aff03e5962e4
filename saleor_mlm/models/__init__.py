"""Every table of the plugin, one file per area; Saleor's rows are known by stored ids only."""

from .attribution import Attribution, CheckoutClaim, DistributorVoucher, VoucherAssignment
from .backfills import Backfill, BackfillOrder
from .corrections import Correction
from .enroller_requests import EnrollerConsent, EnrollerRequest
from .enrolment import (
    AccountClassChange,
    Agreement,
    AgreementAcceptance,
    Invitation,
    SponsorTurn,
)
from .events import Event, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from .genealogy import CountryChange, Distributor, EnrollerChange, ReferralCode, StatusChange
from .ledger import Account, Block, Entry, Posting
from .network_files import NetworkImport, OpeningColumn
from .notices import Notice, NoticeOptOut
from .outbox import OrderReading, OutboxEntry
from .ownership import Merger, Transfer
from .placement import (
    OrderPosition,
    PlacementPreference,
    PlacementTree,
    PlannedMove,
    Position,
    PositionChange,
    PositionHint,
)
from .plans import PlanVersion
from .runs import (
    ClaimedSaleLine,
    CommissionLine,
    CommissionRun,
    Estimate,
    EstimatedStanding,
    RunColumn,
    Standing,
)
from .sales import OrderLineTraits, SaleLine
from .settings import Activation, ChannelSettings, Heartbeat, SettingChange
from .team import PersonChoice, TeamChange, TeamColumn, TeamSnapshot
from .volumes import Volume

__all__ = [
    "Account",
    "AccountClassChange",
    "Activation",
    "Agreement",
    "AgreementAcceptance",
    "Attribution",
    "Backfill",
    "BackfillOrder",
    "Block",
    "ChannelSettings",
    "CheckoutClaim",
    "ClaimedSaleLine",
    "CommissionLine",
    "CommissionRun",
    "Correction",
    "CountryChange",
    "Distributor",
    "DistributorVoucher",
    "EnrollerChange",
    "EnrollerConsent",
    "EnrollerRequest",
    "Entry",
    "Estimate",
    "EstimatedStanding",
    "Event",
    "Heartbeat",
    "Invitation",
    "Merger",
    "NetworkImport",
    "Notice",
    "NoticeOptOut",
    "OpeningColumn",
    "OrderLineTraits",
    "OrderPosition",
    "OrderReading",
    "OutboxEntry",
    "PersonChoice",
    "PlacementPreference",
    "PlacementTree",
    "PlanVersion",
    "PlannedMove",
    "Position",
    "PositionChange",
    "PositionHint",
    "Posting",
    "ReferralCode",
    "RunColumn",
    "SaleLine",
    "SettingChange",
    "SponsorTurn",
    "Standing",
    "StatusChange",
    "TeamChange",
    "TeamColumn",
    "TeamSnapshot",
    "Transfer",
    "Volume",
    "VoucherAssignment",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
]
