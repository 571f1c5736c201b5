"""Every page attached so far is the whole of the file it came in: its original has its own digests."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("conversions", "0003_after_registration"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE conversion_page SET original_sha256 = sha256, original_sha512 = sha512, original_length = length",
            migrations.RunSQL.noop,
        ),
    ]
