"""Which objects the conversions name: what a backup must hold."""

from __future__ import annotations

from listina.conversions.models import Artifact, Page
from listina.conversions.sweeping import ARTIFACT_GIVEN_UP, PAGE_GIVEN_UP, RECEIVED_GIVEN_UP
from listina.conversions.to_paper.models import ReceivedFile
from listina.database.scope import system_scope


def named_objects() -> frozenset[tuple[int, str]]:
    """Return (authority id, SHA-256) of every file some case still names."""
    with system_scope("objects a backup must hold"):
        pages = Page.objects.exclude(PAGE_GIVEN_UP).values_list("authority_id", "sha256")
        artifacts = Artifact.objects.exclude(ARTIFACT_GIVEN_UP).values_list("authority_id", "sha256")
        received = ReceivedFile.objects.exclude(RECEIVED_GIVEN_UP).values_list("authority_id", "sha256")
        return frozenset({*pages.iterator(), *artifacts.iterator(), *received.iterator()})
