import uuid
from decimal import Decimal

import django.db.models.deletion
import django.utils.timezone
import saleor.core.utils.json_serializer
import saleor.order.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE order_order_number_seq", "DROP SEQUENCE order_order_number_seq"
        ),
        migrations.CreateModel(
            name="Fulfillment",
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
                ("fulfillment_order", models.PositiveIntegerField(editable=False)),
                ("status", models.CharField(db_index=True, default="fulfilled", max_length=32)),
                ("tracking_number", models.CharField(blank=True, default="", max_length=255)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "shipping_refund_amount",
                    models.DecimalField(
                        blank=True, decimal_places=3, default=None, max_digits=20, null=True
                    ),
                ),
                (
                    "total_refund_amount",
                    models.DecimalField(
                        blank=True, decimal_places=3, default=None, max_digits=20, null=True
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
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
                (
                    "external_reference",
                    models.CharField(
                        blank=True, db_index=True, max_length=250, null=True, unique=True
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        unique=True,
                    ),
                ),
                (
                    "number",
                    models.IntegerField(
                        default=saleor.order.models.get_order_number, editable=False, unique=True
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, editable=False
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, db_index=True)),
                ("expired_at", models.DateTimeField(blank=True, null=True)),
                ("status", models.CharField(db_index=True, default="unfulfilled", max_length=32)),
                (
                    "authorize_status",
                    models.CharField(db_index=True, default="none", max_length=32),
                ),
                ("charge_status", models.CharField(db_index=True, default="none", max_length=32)),
                ("language_code", models.CharField(default="en", max_length=35)),
                ("user_email", models.EmailField(blank=True, default="", max_length=254)),
                ("origin", models.CharField(max_length=32)),
                ("currency", models.CharField(max_length=3)),
                ("shipping_method_name", models.CharField(default=None, max_length=255, null=True)),
                (
                    "shipping_price_net_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "shipping_price_gross_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "base_shipping_price_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "undiscounted_base_shipping_price_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "shipping_tax_rate",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True),
                ),
                ("checkout_token", models.CharField(blank=True, db_index=True, max_length=36)),
                ("lines_count", models.PositiveIntegerField()),
                (
                    "total_net_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "total_gross_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "undiscounted_total_net_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "undiscounted_total_gross_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "total_charged_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "total_authorized_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "subtotal_net_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "subtotal_gross_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                ("voucher_code", models.CharField(blank=True, max_length=255, null=True)),
                ("display_gross_prices", models.BooleanField(default=True)),
                ("customer_note", models.TextField(blank=True, default="")),
                ("redirect_url", models.URLField(blank=True, null=True)),
                ("should_refresh_prices", models.BooleanField(default=True)),
                ("tax_exemption", models.BooleanField(default=False)),
                ("tax_error", models.CharField(blank=True, max_length=255, null=True)),
            ],
            options={"ordering": ("-number",)},
        ),
        migrations.CreateModel(
            name="OrderEvent",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "date",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, editable=False
                    ),
                ),
                ("type", models.CharField(db_index=True, max_length=255)),
                (
                    "parameters",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        encoder=saleor.core.utils.json_serializer.CustomJsonEncoder,
                    ),
                ),
            ],
            options={"ordering": ("date",)},
        ),
        migrations.CreateModel(
            name="OrderGrantedRefund",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, db_index=True)),
                (
                    "amount_value",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                ("currency", models.CharField(max_length=3)),
                ("reason", models.TextField(blank=True, default="")),
                ("shipping_costs_included", models.BooleanField(default=False)),
                ("status", models.CharField(default="none", max_length=128)),
            ],
            options={"ordering": ("created_at", "id")},
        ),
        migrations.CreateModel(
            name="OrderGrantedRefundLine",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("reason", models.TextField(blank=True, default="", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
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
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("product_name", models.CharField(max_length=386)),
                ("variant_name", models.CharField(blank=True, default="", max_length=255)),
                ("product_sku", models.CharField(blank=True, max_length=255, null=True)),
                ("product_variant_id", models.CharField(blank=True, max_length=255, null=True)),
                ("product_type_id", models.IntegerField(blank=True, null=True)),
                ("is_shipping_required", models.BooleanField()),
                ("is_gift_card", models.BooleanField()),
                ("quantity", models.IntegerField()),
                ("quantity_fulfilled", models.IntegerField(default=0)),
                ("is_gift", models.BooleanField(default=False)),
                ("currency", models.CharField(max_length=3)),
                (
                    "unit_discount_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                ("unit_discount_type", models.CharField(blank=True, max_length=10, null=True)),
                ("unit_discount_reason", models.TextField(blank=True, null=True)),
                (
                    "unit_discount_value",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "unit_price_net_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "unit_price_gross_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "total_price_net_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "total_price_gross_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "undiscounted_unit_price_net_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "undiscounted_unit_price_gross_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "undiscounted_total_price_net_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "undiscounted_total_price_gross_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "base_unit_price_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "undiscounted_base_unit_price_amount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=20),
                ),
                (
                    "tax_rate",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True),
                ),
                ("is_price_overridden", models.BooleanField(blank=True, null=True)),
                ("voucher_code", models.CharField(blank=True, max_length=255, null=True)),
            ],
            options={"ordering": ("created_at", "id")},
        ),
        migrations.CreateModel(
            name="FulfillmentLine",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                (
                    "fulfillment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="order.fulfillment",
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
    ]
