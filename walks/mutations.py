"""The mutations that walks send: arguments as GraphQL types them, and what is asked back."""

import re

MUTATIONS = """
checkoutCreate(input: CheckoutCreateInput!) checkout { id }
checkoutLinesAdd(id: ID, lines: [CheckoutLineInput!]!)
checkoutLinesUpdate(id: ID, lines: [CheckoutLineUpdateInput!]!)
checkoutAddPromoCode(id: ID, promoCode: String!)
checkoutRemovePromoCode(id: ID, promoCode: String)
checkoutEmailUpdate(id: ID, email: String!)
checkoutDeliveryMethodUpdate(id: ID, deliveryMethodId: ID)
checkoutShippingAddressUpdate(id: ID, shippingAddress: AddressInput!)
checkoutBillingAddressUpdate(id: ID, billingAddress: AddressInput!)
checkoutCustomerAttach(id: ID, customerId: ID)
checkoutComplete(id: ID, metadata: [MetadataInput!]) order { id }
orderCreateFromCheckout(id: ID!) order { id }
mlmCheckoutAttach(checkoutId: ID!, code: String, token: String)
mlmReferralVisit(code: String!, channel: String!) token
updateMetadata(id: ID!, input: [MetadataInput!]!)
updatePrivateMetadata(id: ID!, input: [MetadataInput!]!)
customerCreate(input: UserCreateInput!) user { id }
customerUpdate(id: ID, input: CustomerInput!)
transactionCreate(id: ID!, transaction: TransactionCreateInput!)
transactionUpdate(id: ID, transaction: TransactionUpdateInput)
transactionEventReport(id: ID, type: TransactionEventTypeEnum!, amount: PositiveDecimal, \
pspReference: String!)
transactionRequestAction(id: ID, actionType: TransactionActionEnum!, amount: PositiveDecimal)
transactionRequestRefundForGrantedRefund(grantedRefundId: ID!)
draftOrderCreate(input: DraftOrderCreateInput!) order { id }
draftOrderComplete(id: ID!) order { id }
draftOrderDelete(id: ID)
orderUpdateShipping(order: ID!, input: OrderUpdateShippingInput!)
orderFulfillmentApprove(id: ID!, notifyCustomer: Boolean!)
customerDelete(id: ID)
orderMarkAsPaid(id: ID!, transactionReference: String)
orderConfirm(id: ID!)
orderCancel(id: ID!)
orderFulfill(order: ID, input: OrderFulfillInput!)
orderFulfillmentCancel(id: ID!, input: FulfillmentCancelInput)
orderFulfillmentReturnProducts(order: ID!, input: OrderReturnProductsInput!) \
replaceOrder { id }
orderGrantRefundCreate(id: ID!, input: OrderGrantRefundCreateInput!)
orderGrantRefundUpdate(id: ID!, input: OrderGrantRefundUpdateInput!)
orderUpdate(id: ID, input: OrderUpdateInput!)
"""
LINE = re.compile(r"(\w+)\((.+?)\)(?: (.+))?")


def _documents() -> dict[str, str]:
    return dict(_document(*LINE.fullmatch(line).groups()) for line in MUTATIONS.split("\n") if line)


def _document(name: str, arguments: str, selection: str | None) -> tuple[str, str]:
    names = re.findall(r"(\w+):", arguments)
    declared = ", ".join(f"${part}" for part in arguments.split(", "))
    passed = ", ".join(f"{key}: ${key}" for key in names)
    asked = f"{selection or ''} errors {{ field code }}"
    return name, f"mutation ({declared}) {{ {name}({passed}) {{ {asked} }} }}"


DOCUMENTS = _documents()
