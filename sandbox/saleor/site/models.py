from django.contrib.sites.models import Site
from django.db import models

from ..core.models import ModelWithMetadata


class SiteSettings(ModelWithMetadata):
    site = models.OneToOneField(Site, related_name="settings", on_delete=models.CASCADE)
    description = models.CharField(max_length=500, blank=True)
    track_inventory_by_default = models.BooleanField(default=True)
    enable_account_confirmation_by_email = models.BooleanField(default=True)
    allow_login_without_confirmation = models.BooleanField(default=False)
    fulfillment_auto_approve = models.BooleanField(default=True)
    fulfillment_allow_unpaid = models.BooleanField(default=True)
    limit_quantity_per_checkout = models.IntegerField(blank=True, null=True, default=50)
    use_legacy_update_webhook_emission = models.BooleanField(default=True)
    use_legacy_shipping_zone_stock_availability = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.site.name
