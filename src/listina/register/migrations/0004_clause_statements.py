from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_entries_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="clause",
            name="statements",
            field=models.JSONField(default=list),
        ),
    ]
