from decimal import Decimal

from django.db import models

from ..core.db.fields import amount, currency, money
from ..core.models import ModelWithMetadata


class GiftCard(ModelWithMetadata):
    code = models.CharField(max_length=16, unique=True, db_index=True)
    is_active = models.BooleanField(default=True)
    currency = currency()
    initial_balance_amount = amount()
    initial_balance = money("initial_balance_amount")
    current_balance_amount = amount()
    current_balance = money("current_balance_amount")

    class Meta:
        ordering = ("code",)

    def spend(self, wanted: Decimal) -> Decimal:
        """Take up to what is wanted; how much that was."""
        taken = min(wanted, self.current_balance_amount)
        self.current_balance_amount -= taken
        self.save(update_fields=["current_balance_amount"])
        return taken
