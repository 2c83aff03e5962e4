# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
import secrets
from decimal import Decimal
from typing import Any

from ...giftcard.models import GiftCard
from ..core.sdl import load, resolves

GiftcardMutations = load("giftcard")["Mutation"]


@resolves("Mutation.giftCardCreate")
def gift_card_create(_root: Any, _info: Any, input: dict[str, Any]) -> dict[str, GiftCard]:
    balance = Decimal(str(input["balance"]["amount"]))
    card = GiftCard.objects.create(
        code=secrets.token_hex(6).upper(),
        currency=input["balance"]["currency"],
        initial_balance_amount=balance,
        current_balance_amount=balance,
        is_active=input["is_active"],
    )
    return {"gift_card": card}
