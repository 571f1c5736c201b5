"""The settings as mypy's Django plugin sees them: secrets have no default, so the type check brings its own."""

from __future__ import annotations

import os

os.environ.update(
    LISTINA_SECRET_KEY="only-the-type-check-uses-this-value-of-a-key",
    LISTINA_DATABASE_PASSWORD="unused",
    LISTINA_PKI_PIN="unused",
    LISTINA_DATABASE_HOST="/nonexistent",
    LISTINA_STORAGE_FOLDER="/nonexistent",
    LISTINA_PKI_FOLDER="/nonexistent",
    LISTINA_BASE_URL="https://localhost:8443",
)

from listina.site.settings import *  # noqa: F403  # after the variables it reads
