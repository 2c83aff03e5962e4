import django.db.models.deletion
import saleor.core.utils.json_serializer
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("sites", "0002_alter_domain_unique")]

    operations = [
        migrations.CreateModel(
            name="SiteSettings",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "private_metadata",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        encoder=saleor.core.utils.json_serializer.CustomJsonEncoder,
                    ),
                ),
                (
                    "metadata",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        encoder=saleor.core.utils.json_serializer.CustomJsonEncoder,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=500)),
                ("track_inventory_by_default", models.BooleanField(default=True)),
                ("enable_account_confirmation_by_email", models.BooleanField(default=True)),
                ("allow_login_without_confirmation", models.BooleanField(default=False)),
                ("fulfillment_auto_approve", models.BooleanField(default=True)),
                ("fulfillment_allow_unpaid", models.BooleanField(default=True)),
                (
                    "limit_quantity_per_checkout",
                    models.IntegerField(blank=True, default=50, null=True),
                ),
                ("use_legacy_update_webhook_emission", models.BooleanField(default=True)),
                ("use_legacy_shipping_zone_stock_availability", models.BooleanField(default=True)),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settings",
                        to="sites.site",
                    ),
                ),
            ],
            options={"abstract": False},
        )
    ]
