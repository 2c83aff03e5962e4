from django.db import models
from django_countries.fields import CountryField

from ..core.db.fields import currency
from ..core.models import ModelWithMetadata


class MarkAsPaidStrategy:
    TRANSACTION_FLOW = "transaction_flow"
    PAYMENT_FLOW = "payment_flow"


class Channel(ModelWithMetadata):
    name = models.CharField(max_length=250)
    is_active = models.BooleanField(default=False)
    slug = models.SlugField(max_length=255, unique=True)
    currency_code = currency()
    default_country = CountryField()
    allocation_strategy = models.CharField(max_length=255, default="prioritize-sorting-order")
    order_mark_as_paid_strategy = models.CharField(
        max_length=255, default=MarkAsPaidStrategy.PAYMENT_FLOW
    )
    default_transaction_flow_strategy = models.CharField(max_length=255, default="charge")
    automatically_confirm_all_new_orders = models.BooleanField(default=True, null=True)
    allow_unpaid_orders = models.BooleanField(default=False)
    automatically_fulfill_non_shippable_gift_card = models.BooleanField(default=True, null=True)
    expire_orders_after = models.IntegerField(default=None, null=True, blank=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug
