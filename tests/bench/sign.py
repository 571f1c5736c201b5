"""How many signatures a second one core makes on a small PDF with RSA-2048, by level, beside the raw key and peers.

The floor is the raw key operation and nothing else: one for B-B, and one of the timestamp authority (P-256) for each
timestamp. Peers: pyHanko as its documentation has it; pyHanko with the key parsed once, the place reserved and one
validation context (what its measurements advise); endesive, if it can be imported and runs. The timestamps of all come
from Listina's own authority in the same process, so that no network is measured.
"""

from __future__ import annotations

import importlib
import logging
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import pikepdf
from asn1crypto import tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench.rows import Row
from listina.trust import archiving, cms, tokens
from listina.trust.authority import LocalTimestampSource, TimestampAuthority
from listina.trust.demo_making import DemoOfficial, make
from listina.trust.demo_pki import DemoPki
from listina.trust.levels import SignatureLevel
from listina.trust.signers import SoftwareKey
from listina.trust.signing import PreparedFile, embed, prepare, verify_value
from listina.trust.timestamps import TimestampClient
from listina.trust.validation_data import NOTHING, data_about

SECONDS = 3.0
PIN = "1234"
UNIT = "signatures/s of one core"
DOCUMENTED, TUNED, OTHER = "pyHanko as documented", "pyHanko tuned", "endesive"
_OFFICIAL = DemoOfficial(username="bench", name="Měření")
_RESERVED_HEX_DIGITS = 32_768


def measure() -> list[Row]:
    """Return rows for B-B, B-T, B-LT and B-LTA beside each peer that does the same."""
    logging.getLogger("pyhanko").setLevel(logging.ERROR)  # it warns at each signature of the peers
    with tempfile.TemporaryDirectory(prefix="listina-bench-") as name:
        bench = _Bench.of(Path(name))
        return [row for level in (None, *SignatureLevel) for row in bench.rows(level)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bench:
    """Key, authority and file of a measurement."""

    folder: Path
    pki: DemoPki
    key: SoftwareKey
    authority: TimestampAuthority
    client: TimestampClient
    stamping_certificate: bytes
    source: Path

    @classmethod
    def of(cls, folder: Path) -> _Bench:
        pki = make(folder / "pki", officials=(_OFFICIAL,), pin=PIN)
        authority = pki.timestamp_authority(PIN)
        source = folder / "source.pdf"
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=(595, 842))
            pdf.save(source)
        return cls(
            folder=folder,
            pki=pki,
            key=SoftwareKey.from_pkcs12(pki.official_path(_OFFICIAL.username), PIN),
            authority=authority,
            client=TimestampClient(sources=(LocalTimestampSource(authority=authority),), policy=pki.policy()),
            stamping_certificate=SoftwareKey.from_pkcs12(pki.timestamp_key_path, PIN).certificate,
            source=source,
        )

    def rows(self, level: SignatureLevel | None) -> list[Row]:
        """Return the rows of a level; None is a signature without a timestamp."""
        name = "B-B" if level is None else level.value.upper()
        own = _rate(lambda: self._sign(level))
        floor = _rate(lambda: self._raw(level))
        peers = [(peer, _rate(act)) for peer, act in self._peers(level).items()]
        return [
            Row(case=name, measure="signing", unit=UNIT, value=own, floor=floor, peer=peer, peer_value=value)
            for peer, value in peers
        ]

    def _sign(self, level: SignatureLevel | None) -> None:
        data = NOTHING
        if level not in {None, SignatureLevel.B_T}:
            material = self.pki.policy().material()
            data = data_about(self.key.certificate, material) | data_about(self.stamping_certificate, material)
        parts = PreparedFile(source=self.source, revision=self.folder / "revision")
        prepared = prepare(
            parts.source, parts.revision, certificate=self.key.certificate, chain=self.key.chain, validation_data=data
        )
        value = self.key.sign(prepared.signed_attributes)
        if level is None:
            verify_value(prepared, value)
            cms.signed_data(
                certificate=prepared.certificate,
                certificates=(prepared.certificate, *prepared.chain),
                signed_attributes=prepared.signed_attributes,
                value=value,
            )
            return
        token = self.client.token(tokens.imprint(value))
        signed = embed(prepared, parts, value, token.der, self.folder / "signed.pdf")
        if level is SignatureLevel.B_LTA:
            archiving.add_document_timestamp(signed.path, self.client)

    def _raw(self, level: SignatureLevel | None) -> None:
        self.key.sign(b"x" * 200)
        for _ in range({None: 0, SignatureLevel.B_LTA: 2}.get(level, 1)):
            self.authority._signer.sign(b"x" * 200)

    def _peers(self, level: SignatureLevel | None) -> dict[str, Callable[[], object]]:
        documented = signers.SimpleSigner.load_pkcs12(
            self.pki.official_path(_OFFICIAL.username), passphrase=PIN.encode()
        )
        shared = self._context()
        found: dict[str, Callable[[], object]] = {
            DOCUMENTED: lambda: self._pyhanko(documented, level, self._context(), None),
            TUNED: lambda: self._pyhanko(self._cached(), level, shared, _RESERVED_HEX_DIGITS),
        }
        if level is None and (other := self._endesive()) is not None:
            found[OTHER] = other
        return found

    def _context(self) -> ValidationContext:
        return ValidationContext(
            trust_roots=[x509.Certificate.load(self.pki.root)],
            other_certs=[x509.Certificate.load(self.pki.ca)],
            crls=list(self.pki.crls()),
        )

    def _cached(self) -> Any:
        registry = SimpleCertificateStore()
        registry.register(x509.Certificate.load(self.pki.ca))
        return _CachedKey(self.key, registry)

    def _pyhanko(
        self, signer: Any, level: SignatureLevel | None, context: ValidationContext, reserved: int | None
    ) -> None:
        metadata = signers.PdfSignatureMetadata(
            field_name="Podpis",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            validation_context=context,
            embed_validation_info=level in {SignatureLevel.B_LT, SignatureLevel.B_LTA},
            use_pades_lta=level is SignatureLevel.B_LTA,
        )
        stamper = None if level is None else OwnTimeStamper(self.authority)
        writer = IncrementalPdfFileWriter(BytesIO(self.source.read_bytes()))
        signers.sign_pdf(writer, metadata, signer=signer, timestamper=stamper, bytes_reserved=reserved)

    def _endesive(self) -> Callable[[], object] | None:
        """Return endesive's signing if it can be imported and signs at all."""
        try:
            sign = importlib.import_module("endesive.pdf.cms").sign
        except Exception as error:  # noqa: BLE001  # it is not there, or its libraries do not know this OpenSSL
            print(f"{OTHER} does not run here: {error}", file=sys.stderr)  # noqa: T201  # the row would be missing unsaid
            return None
        content = self.source.read_bytes()
        bundle = pkcs12.load_key_and_certificates(self.pki.official_path(_OFFICIAL.username).read_bytes(), PIN.encode())
        moment = datetime.now(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
        facts = {"sigflags": 3, "contact": "", "location": "", "signingdate": moment, "reason": "", "aligned": 16384}

        def act() -> object:
            return sign(content, facts, bundle[0], bundle[1], bundle[2], "sha256")

        try:
            act()
        except Exception:  # noqa: BLE001  # a peer that does not run is no peer
            return None
        return act


class _CachedKey(signers.Signer):  # type: ignore[misc]  # pyHanko is imported without its types
    """pyHanko's signer with the key parsed once and the size of a signature known."""

    def __init__(self, key: SoftwareKey, registry: Any) -> None:
        super().__init__(signing_cert=x509.Certificate.load(key.certificate), cert_registry=registry)
        self._key: Any = key._key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002, ARG002  # pyHanko's
        if dry_run:
            return bytes(self._key.key_size // 8)
        return bytes(self._key.sign(data, padding.PKCS1v15(), hashes.SHA256()))


class OwnTimeStamper(TimeStamper):  # type: ignore[misc]  # pyHanko is imported without its types
    """Listina's authority as pyHanko asks it."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()
        self._authority = authority

    async def async_request_tsa_response(self, req: Any) -> Any:
        return tsp.TimeStampResp.load(self._authority.respond(req.dump()))


def _rate(act: Callable[[], object]) -> float:
    """Return how often the act is done in a second of CPU time."""
    act()
    count, started = 0, process_time()
    while (spent := process_time() - started) < SECONDS:
        act()
        count += 1
    return count / spent
