"""A signature in a file of its own beside the document (`.p7s`): CAdES or plain CMS, of one signer or several.

A file that holds the document itself (`.p7m`) is taken too, if it is this document.

Source: RFC 5652; ETSI EN 319 122-1; decision 15 (a signature of another file is a stop, not „unsigned“).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from listina.trust import ber
from listina.trust.validation import cms_checks, outcomes
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.hashed_files import HashedFile
from listina.trust.validation.judging import Around, Judgement, judge_cms
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.outcomes import failed, reason
from listina.trust.validation.signature_report import Reason, SignatureReport
from listina.trust.validation.signature_values import digest_of
from listina.trust.validation.values import Form, Integrity, SubIndication

MOST_BYTES = 80_000_000

_MOST_SIGNERS = 50
OTHER_FILE = failed(
    SubIndication.HASH_FAILURE,
    reason(
        "detached.other_file",
        "Připojený podpis patří k jinému souboru.",
        "The detached signature belongs to another file.",
    ),
)
_TOO_LARGE = reason(
    "detached.too_large", "Připojený podpis je příliš velký soubor.", "The detached signature is too large a file."
)
_UNREADABLE = reason(
    "detached.unreadable",
    "Připojený soubor s podpisem nelze přečíst. Vyžádejte si jej znovu.",
    "The detached signature cannot be read.",
)
_TIMESTAMP = reason(
    "detached.timestamp",
    "Připojený soubor není podpis, ale časové razítko.",
    "The attached file is no signature but a timestamp.",
)
_NONE = reason(
    "detached.no_signature",
    "V připojeném souboru není žádný podpis.",
    "The attached file holds no signature.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachedFound:
    """What was found in a file with detached signatures.

    Attributes:
        signatures: in any order, all of number 1.
        reasons: why the file says nothing; then its signatures are undecidable, not absent.
    """

    signatures: tuple[SignatureReport, ...] = ()
    reasons: tuple[Reason, ...] = ()


def judge(path: Path, document: HashedFile, knowledge: Knowledge, around: Around) -> DetachedFound:
    """Judge the signatures beside a document; nothing in the files makes this raise.

    Args:
        path: the file with the signatures: DER, BER, PEM or base64.
        document: what they must be over.
        knowledge: whom to believe; it learns what the file carries.
        around: the moment of the validation.

    Raises:
        OSError: the file cannot be read.
    """
    if path.stat().st_size > MOST_BYTES:
        return DetachedFound(reasons=(_TOO_LARGE,))
    content = path.read_bytes()
    try:
        opened = ber.open_signed_data(content)
        signed_data = cms_checks.read(opened.encoded)
        if signed_data["encap_content_info"]["content_type"].native == "tst_info":
            return DetachedFound(reasons=(_TIMESTAMP,))
        signers = tuple(signed_data["signer_infos"])
    except Exception:  # noqa: BLE001  # a hostile file may break any parser: a doubt, never a yes
        return DetachedFound(reasons=(_UNREADABLE,))
    if not 1 <= len(signers) <= _MOST_SIGNERS:
        return DetachedFound(reasons=(_UNREADABLE if signers else _NONE,))
    is_of_other = not opened.is_detached and digest_of(opened.content)("sha256") != document.digest_of("sha256")
    found = []
    for signer in signers:
        signature = CmsSignature(signed_data=signed_data, signer=signer, digest_of=document.digest_of)
        judgement = judge_cms(signature, knowledge, around)
        if is_of_other or _is_of_other(judgement, signature):
            judgement = judgement.stopped_by(OTHER_FILE, Integrity.BROKEN)
        report = judgement.report(
            number=1, form=Form.DETACHED, level=judgement.cms_level, signed_length=document.length
        )
        found.append(report)
    return DetachedFound(signatures=tuple(found))


def _is_of_other(judgement: Judgement, signature: CmsSignature) -> bool:
    """Tell whether the signed digest is another file's; without signed attributes the value alone tells it."""
    if judgement.outcome is outcomes.CONTENT_CHANGED:
        return True
    return judgement.outcome is outcomes.VALUE_WRONG and not cms_checks.has_attributes(signature.signer)
