"""How long a conversion takes: the whole of it through service, database, store, gate and register, beside its floor.

The floor is the work no conversion can do without, on the same files with nothing kept: place the pages, typeset the
clause, compose the PDF/A, sign it, stamp it. The difference is the price of being resumable, checked and registered.
The peer is Ghostscript making a PDF/A of the same pages, without clause, signature and registration, if it is there.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from uuid import UUID

# First: it sets Django up, which everything below needs.
from fixtures.database import make_authority, make_official  # isort: skip

from django.conf import settings

from bench.installation import running_installation
from bench.rows import Row
from listina.accounts import queries as accounts
from listina.conversions import queries
from listina.documents import archive
from listina.documents.assessment import assess
from listina.documents.clause import typeset
from listina.law.clause import Standing, ToElectronicClause
from listina.law.dates import prague_day
from listina.law.wording import to_electronic_sheet
from listina.site.composition import build
from listina.trust.demo_pki import DemoOfficial, make
from listina.trust.signers import SoftwareKey
from listina.trust.signing import complete, prepare

PAGE_COUNTS = (1, 3, 10)
ROUNDS = 5
PIN = "1234"
NUMBER = "T1-1-260312100000"
URL = f"https://listina.test/overeni/{NUMBER}/0123456789/"
PEER = "ghostscript: PDF/A of the pages only"
ANSWERS = {"own_powers": "yes", "kind_of_original": "original"}


def measure() -> list[Row]:
    """Return rows for 1, 3 and 10 pages."""
    with tempfile.TemporaryDirectory(prefix="listina-bench-") as name, running_installation():
        bench = _Bench(Path(name))
        return [row for count in PAGE_COUNTS for row in bench.rows(count)]


def median_seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of some runs after one that warms up."""
    work()
    found = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return round(statistics.median(found), 4)


class _Bench:
    """An official with a key, and distinct scans."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        official = DemoOfficial(username="novakova", name="Jana Nováková")
        pki = make(settings.ENVIRONMENT.pki_folder, officials=[official], pin=PIN)
        self._services = build(settings.ENVIRONMENT)
        self._signer = SoftwareKey.from_pkcs12(pki.official_path(official.username), PIN)
        self._actor = make_official(
            make_authority(is_demo=True).authority_id,
            certificate=self._signer.certificate,
            key_location="pkcs12:novakova.p12",
        )
        self._scans = sorted((Path(__file__).parents[2] / "demo" / "scans").glob("decision-page-*.jpg"))

    def rows(self, page_count: int) -> list[Row]:
        """Measure one size."""
        scans = [self._distinct(number) for number in range(page_count)]
        case = f"{page_count} page{'s' if page_count > 1 else ''}"
        placed = self._placed(scans)
        floor = median_seconds(lambda: self._floor(placed))
        peer = self._peer(placed)
        whole = median_seconds(lambda: self._sign_and_finish(self._prepared(scans)))
        waiting = iter([self._prepared(scans) for _ in range(ROUNDS + 1)])
        last = median_seconds(lambda: self._sign_and_finish(next(waiting)))
        name = PEER if peer else None
        return [
            Row(case=case, measure="whole conversion", unit="s", value=whole, floor=floor, peer=name, peer_value=peer),
            Row(
                case=case,
                measure="from PIN to registered",
                unit="s",
                value=last,
                floor=floor,
                peer=name,
                peer_value=peer,
            ),
        ]

    def _distinct(self, number: int) -> bytes:
        """Return a scan that equals no other: a comment segment of JPEG tells them apart."""
        content = self._scans[number % len(self._scans)].read_bytes()
        comment = f"page {number}".encode()
        return content[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + content[2:]

    def _prepared(self, scans: list[bytes]) -> UUID:
        """Return a case to which only the signature is missing."""
        conversions, actor = self._services.conversions, self._actor
        case_id = conversions.open(actor, agenda_code="A1", purpose="měření")
        conversions.answer(actor, case_id, ANSWERS)
        noes = {question.id: "no" for question in queries.case(conversions, actor, case_id).questions}
        conversions.answer(actor, case_id, {**noes, **ANSWERS})
        for number, scan in enumerate(scans):
            conversions.attach_page(actor, case_id, content=scan, filename=f"{number}.jpg")
        conversions.state_page_count(actor, case_id, len(scans))
        for page in queries.case(conversions, actor, case_id).pages:
            conversions.compare_page(actor, case_id, page.id, agrees=True)
        conversions.declare_agreement(actor, case_id)
        conversions.state_untransferable(actor, case_id, None)
        conversions.describe(actor, case_id, designation="Měření", drawn_up_on=None, no_date=True)
        return case_id

    def _sign_and_finish(self, case_id: UUID) -> None:
        certificate = accounts.signing_certificates(self._actor)[0]
        self._services.conversions.sign(self._actor, case_id, certificate.id, self._signer)
        self._services.conversions.finish(self._actor.authority_id, case_id)

    def _placed(self, scans: list[bytes]) -> list[archive.PlacedPage]:
        found = []
        for number, scan in enumerate(scans):
            path = self._folder / f"{number}.jpg"
            path.write_bytes(scan)
            assessment = assess(scan, day=prague_day(datetime.now(UTC)))
            found.append(archive.PlacedPage(path=path, assessment=assessment, rotation=0))
        return found

    def _floor(self, pages: list[archive.PlacedPage]) -> None:
        """Do what no conversion can do without, and keep nothing."""
        now = datetime.now(UTC)
        page_set = archive.place_pages(pages, self._folder / "pages.pdf")
        clause = ToElectronicClause(
            number=NUMBER,
            authority_name="Městský úřad Lhota",
            input_page_count=len(pages),
            untransferable=(),
            drawn_up_on=prague_day(now),
            official_name="Jana Nováková",
            check_code="0123456789",
            content_digest=page_set.content_digest,
            verification_url=URL,
            standing=Standing.DEMO,
        )
        sheet = to_electronic_sheet(clause)
        clause_pdf = typeset(sheet, number=NUMBER, verification_url=URL, standing=Standing.DEMO)
        info = archive.ArchiveInfo(title="Měření", authority_name="Lhota", created_at=now, number=NUMBER)
        composed = archive.compose(page_set, clause_pdf, info, self._folder / "composed.pdf")
        prepared_file = self._folder / "prepared.pdf"
        prepared = prepare(composed.path, prepared_file, certificate=self._signer.certificate, chain=self._signer.chain)
        value = self._signer.sign(prepared.signed_attributes)
        complete(prepared, prepared_file, value, self._services.timestamps, self._folder / "signed.pdf")

    def _peer(self, pages: list[archive.PlacedPage]) -> float | None:
        """Have Ghostscript make a PDF/A of the same pages; None if it is not on this machine."""
        ghostscript = shutil.which("gs")
        if ghostscript is None:
            return None
        archive.place_pages(pages, self._folder / "peer.pdf")
        command = [ghostscript, "-q", "-dPDFA=2", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite"]
        command += [f"-sOutputFile={self._folder / 'peer-out.pdf'}", str(self._folder / "peer.pdf")]
        return median_seconds(lambda: subprocess.run(command, check=True, capture_output=True))
