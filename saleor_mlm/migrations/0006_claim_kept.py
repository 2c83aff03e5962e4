from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("saleor_mlm", "0005_events")]

    operations = [
        migrations.AddField(
            model_name="orderreading",
            name="claimed_code",
            field=models.CharField(blank=True, db_default="", max_length=64),
        )
    ]
