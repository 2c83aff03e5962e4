import django_countries.fields
import saleor.core.utils.json_serializer
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Channel",
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
                ("name", models.CharField(max_length=250)),
                ("is_active", models.BooleanField(default=False)),
                ("slug", models.SlugField(max_length=255, unique=True)),
                ("currency_code", models.CharField(max_length=3)),
                ("default_country", django_countries.fields.CountryField(max_length=2)),
                (
                    "allocation_strategy",
                    models.CharField(default="prioritize-sorting-order", max_length=255),
                ),
                (
                    "order_mark_as_paid_strategy",
                    models.CharField(default="payment_flow", max_length=255),
                ),
                (
                    "default_transaction_flow_strategy",
                    models.CharField(default="charge", max_length=255),
                ),
                (
                    "automatically_confirm_all_new_orders",
                    models.BooleanField(default=True, null=True),
                ),
                ("allow_unpaid_orders", models.BooleanField(default=False)),
                (
                    "automatically_fulfill_non_shippable_gift_card",
                    models.BooleanField(default=True, null=True),
                ),
                ("expire_orders_after", models.IntegerField(blank=True, default=None, null=True)),
            ],
            options={"ordering": ("slug",)},
        )
    ]
