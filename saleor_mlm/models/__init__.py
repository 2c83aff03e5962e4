"""Every table of the plugin, one file per area; Saleor's rows are known by stored ids only."""

from .attribution import Attribution, CheckoutClaim, CustomerOfRecord, DistributorVoucher
from .events import Event, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from .genealogy import Distributor, StatusChange
from .ledger import Account, Block, Entry, Posting
from .notices import Notice, NoticeOptOut
from .outbox import OrderReading, OutboxEntry
from .plans import PlanVersion
from .runs import ClaimedSaleLine, CommissionLine, CommissionRun, Estimate
from .sales import SaleLine
from .settings import Activation, ChannelSettings, Heartbeat
from .volumes import Volume

__all__ = [
    "Account",
    "Activation",
    "Attribution",
    "Block",
    "ChannelSettings",
    "CheckoutClaim",
    "ClaimedSaleLine",
    "CommissionLine",
    "CommissionRun",
    "CustomerOfRecord",
    "Distributor",
    "DistributorVoucher",
    "Entry",
    "Estimate",
    "Event",
    "Heartbeat",
    "Notice",
    "NoticeOptOut",
    "OrderReading",
    "OutboxEntry",
    "PlanVersion",
    "Posting",
    "SaleLine",
    "StatusChange",
    "Volume",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
]
