"""The audit trail; grants.sql makes it insert-only."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("action", models.CharField(max_length=60)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("authority_id", models.BigIntegerField(null=True)),
                ("subject", models.CharField(max_length=200, null=True)),
                ("details", models.JSONField(default=dict)),
                ("request_id", models.CharField(max_length=64, null=True)),
            ],
            options={
                "db_table": "audit_entry",
                "indexes": [
                    models.Index(fields=["authority_id", "at"], name="audit_by_authority"),
                    models.Index(fields=["subject"], name="audit_by_subject"),
                ],
            },
        ),
    ]
