"""The application as gunicorn serves it: the timestamp authority's address first, then Django."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "listina.site.settings")
_django = get_wsgi_application()

from listina.site.composition import services  # noqa: E402  # the services need Django set up
from listina.site.timestamp_door import TimestampDoor  # noqa: E402  # beside it

application = TimestampDoor(_django, lambda: services().timestamp_authority)
