"""Every table of the plugin, one file per area; Saleor's rows are known by stored ids only."""

from .attribution import Attribution, CheckoutClaim, DistributorVoucher, VoucherAssignment
from .backfills import Backfill, BackfillOrder
from .corrections import Correction
from .events import Event, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from .genealogy import Distributor, ReferralCode, StatusChange
from .ledger import Account, Block, Entry, Posting
from .notices import Notice, NoticeOptOut
from .outbox import OrderReading, OutboxEntry
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
from .sales import SaleLine
from .settings import Activation, ChannelSettings, Heartbeat, SettingChange
from .volumes import Volume

__all__ = [
    "Account",
    "Activation",
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
    "Distributor",
    "DistributorVoucher",
    "Entry",
    "Estimate",
    "EstimatedStanding",
    "Event",
    "Heartbeat",
    "Notice",
    "NoticeOptOut",
    "OrderReading",
    "OutboxEntry",
    "PlanVersion",
    "Posting",
    "ReferralCode",
    "RunColumn",
    "SaleLine",
    "SettingChange",
    "Standing",
    "StatusChange",
    "Volume",
    "VoucherAssignment",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
]
