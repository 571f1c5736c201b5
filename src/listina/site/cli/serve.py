"""`listina serve`."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings

from listina.database.schema import require_this_schema
from listina.site.cli.exits import Exit, UsageError
from listina.site.composition import services
from listina.site.environment import Environment
from listina.site.server import Server
from listina.site.supervision import Child, supervise


def run(asked: argparse.Namespace) -> int:
    """Serve until a signal comes; with a worker beside it, both end together."""
    environment: Environment = settings.ENVIRONMENT
    if environment.tls_certificate_file is None and not environment.behind_proxy:
        message = "without LISTINA_TLS_CERTIFICATE_FILE there must be a proxy in front: LISTINA_BEHIND_PROXY=yes"
        raise UsageError(message)
    require_this_schema()
    services()  # what cannot be built is said once, here, and not in every process
    if asked.with_worker:
        command = (sys.executable, "-m", "listina.site.cli")
        children = (
            Child(name="server", command=(*command, "serve")),
            Child(name="worker", command=(*command, "worker")),
        )
        return supervise(children)
    Server(environment).run()
    return Exit.DONE
