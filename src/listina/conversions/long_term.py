"""What goes into an output so that it can be verified years later, according to the level the installation signs at."""

from __future__ import annotations

from pathlib import Path

from listina.conversions.models import Case
from listina.conversions.snapshots import chain_of
from listina.conversions.stored import certificate_of
from listina.conversions.workshop import Workshop
from listina.trust import archiving
from listina.trust.levels import SignatureLevel
from listina.trust.validation_data import NOTHING, ValidationData, data_about


def data_to_sign(workshop: Workshop, case: Case) -> ValidationData:
    """Return what the signature's own revision can hold: about the signer and the timestamp authorities known."""
    if workshop.signature_level is SignatureLevel.B_T:
        return NOTHING
    tokens = workshop.authorities.tokens(workshop.now())
    others = (*chain_of(case), *archiving.certificates_with(tokens))
    data = NOTHING
    for certificate in (certificate_of(case), *(archiving.authority_of(token) for token in tokens)):
        data |= data_about(certificate, workshop.policy.material_about(certificate, others))
    return data


def complete(workshop: Workshop, case: Case, path: Path, token: bytes) -> bytes:
    """Bring a signed and timestamped file to the level; return its newest timestamp, DER.

    Where another timestamp authority answered than the ones known before, what verifies it comes in a revision of its
    own; a document timestamp always does.

    Raises:
        TimestampUnavailableError: no authority gave the document timestamp.
        CannotArchiveError: the file cannot take a revision.
    """
    level = workshop.signature_level
    if level is SignatureLevel.B_T:
        return token
    found = archiving.Signatures(
        signer=certificate_of(case),
        tokens=(token,),
        others=(*chain_of(case), *archiving.certificates_with((token,))),
        stored=archiving.stored_in(path),
    )
    if archiving.lacks_certificates(found, workshop.policy):
        archiving.add_validation_data(path, archiving.data_for(found, workshop.policy))
    if level is SignatureLevel.B_LT:
        return token
    return archiving.add_document_timestamp(path, workshop.timestamps).der
