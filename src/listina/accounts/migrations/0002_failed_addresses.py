"""Failed sign-ins are counted by address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_authorities_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailedAddress",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "accounts_failed_address",
            },
        ),
    ]
