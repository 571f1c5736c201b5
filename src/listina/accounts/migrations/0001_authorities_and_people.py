"""Authorities, users, certificates, grants, and the sequence of public numbers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # Public numbers stand in clause numbers and are never used twice, so they come from a sequence, gaps and all.
        migrations.RunSQL(
            sql="CREATE SEQUENCE accounts_public_number AS bigint MINVALUE 1",
            reverse_sql="DROP SEQUENCE accounts_public_number",
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=500)),
                ("sort_key", models.TextField(db_collation="C")),
                ("search_text", models.TextField()),
                ("ico", models.CharField(max_length=8, unique=True)),
                ("mode", models.CharField(default="test", max_length=4)),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "successor_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.authority",
                    ),
                ),
            ],
            options={
                "db_table": "accounts_authority",
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=150, unique=True)),
                ("given_names", models.CharField(max_length=100)),
                ("family_name", models.CharField(max_length=100)),
                ("title_before", models.CharField(blank=True, max_length=50)),
                ("title_after", models.CharField(blank=True, max_length=50)),
                ("sort_key", models.TextField(db_collation="C")),
                ("search_text", models.TextField()),
                ("public_number", models.BigIntegerField(unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("failed_sign_ins", models.PositiveIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("password_changed_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.authority"
                    ),
                ),
            ],
            options={
                "db_table": "accounts_user",
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("signing", "Signing"), ("sign_in", "Sign In"), ("seal", "Seal")], max_length=10
                    ),
                ),
                ("der", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("serial_number", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=1000)),
                ("issuer", models.CharField(max_length=1000)),
                ("not_before", models.DateTimeField()),
                ("not_after", models.DateTimeField()),
                ("registered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("key_location", models.CharField(blank=True, max_length=200)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.authority"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "accounts_certificate",
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=30)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                ("granted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.authority"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "accounts_grant",
            },
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["live", "test"])), name="authority_mode_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(("ico__regex", "^[0-9]{8}$")), name="authority_ico_has_8_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_demo", False), ("mode", "test"), _connector="OR"),
                name="authority_demo_is_never_live",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["authority", "sort_key"], name="user_by_name"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("public_number__gt", 0)), name="user_public_number_positive"
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["authority", "user"], name="certificate_of_user"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("sha256", "purpose"),
                name="certificate_registered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", "seal"), ("user", None)),
                    models.Q(("purpose__in", ["signing", "sign_in"]), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="certificate_seal_is_the_authoritys",
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["authority", "user"], name="grant_of_user"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["kzmu", "local_administrator", "operator"])), name="grant_role_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"),
                name="grant_ends_after_start",
            ),
        ),
    ]
