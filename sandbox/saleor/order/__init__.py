class OrderStatus:
    DRAFT = "draft"
    UNCONFIRMED = "unconfirmed"
    UNFULFILLED = "unfulfilled"
    PARTIALLY_FULFILLED = "partially fulfilled"
    FULFILLED = "fulfilled"
    PARTIALLY_RETURNED = "partially_returned"
    RETURNED = "returned"
    CANCELED = "canceled"
    EXPIRED = "expired"


class OrderOrigin:
    CHECKOUT = "checkout"
    DRAFT = "draft"
    REISSUE = "reissue"
    BULK_CREATE = "bulk_create"


class OrderAuthorizeStatus:
    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class OrderChargeStatus:
    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    OVERCHARGED = "overcharged"


class OrderGrantedRefundStatus:
    NONE = "none"
    PENDING = "pending"
    SUCCESS = "success"
    FAILURE = "failure"


class FulfillmentStatus:
    FULFILLED = "fulfilled"
    REFUNDED = "refunded"
    RETURNED = "returned"
    REFUNDED_AND_RETURNED = "refunded_and_returned"
    REPLACED = "replaced"
    CANCELED = "canceled"
    WAITING_FOR_APPROVAL = "waiting_for_approval"


class OrderEvents:
    DRAFT_CREATED = "draft_created"
    DRAFT_CREATED_FROM_REPLACE = "draft_created_from_replace"
    ADDED_PRODUCTS = "added_products"
    PLACED = "placed"
    PLACED_FROM_DRAFT = "placed_from_draft"
    CONFIRMED = "confirmed"
    CANCELED = "canceled"
    ORDER_FULLY_PAID = "order_fully_paid"
    ORDER_MARKED_AS_PAID = "order_marked_as_paid"
    UPDATED_ADDRESS = "updated_address"
    TRANSACTION_MARK_AS_PAID_FAILED = "transaction_mark_as_paid_failed"
    TRANSACTION_EVENT = "transaction_event"
    TRANSACTION_CHARGE_REQUESTED = "transaction_charge_requested"
    TRANSACTION_REFUND_REQUESTED = "transaction_refund_requested"
    TRANSACTION_CANCEL_REQUESTED = "transaction_cancel_requested"
    FULFILLMENT_CANCELED = "fulfillment_canceled"
    FULFILLMENT_RESTOCKED_ITEMS = "fulfillment_restocked_items"
    FULFILLMENT_FULFILLED_ITEMS = "fulfillment_fulfilled_items"
    FULFILLMENT_AWAITS_APPROVAL = "fulfillment_awaits_approval"
    FULFILLMENT_REPLACED = "fulfillment_replaced"
    ORDER_REPLACEMENT_CREATED = "order_replacement_created"
    EXPIRED = "expired"
    FULFILLMENT_RETURNED = "fulfillment_returned"
