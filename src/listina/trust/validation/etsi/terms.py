"""What ETSI TS 119 102-2 and the Commission's library call the closed lists of a report.

Source: ETSI TS 119 102-2 V1.2.1, 4.3 to 4.5 (indications, processes, kinds of objects); EN 319 102-1, tables 5 and 6.
The qualities are those of the Commission's Digital Signature Service, because the standard names none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from listina.trust.validation.signature_report import SignatureReport
from listina.trust.validation.values import Indication, Kind, MaterialKind, Proof, Qualified

SUB_INDICATION = "urn:etsi:019102:subindication:"
PROOF_BY_VALIDATION = "urn:etsi:019102:poetype:validation"
SIGNED_DATA = "urn:etsi:019102:validationObject:signedData"
SHA_256 = "http://www.w3.org/2001/04/xmlenc#sha256"
NO_SIGNATURE = "urn:cef:dss:mainindication:noSignatureFound"
"""The standard wants at least one report, and has no word for a file that nobody signed."""
REASON, CHANGE = "urn:listina:validation:reason:", "urn:listina:validation:change:"
"""Before the stable code of what only this validation tells."""

MAIN_INDICATIONS: Mapping[Indication, str] = MappingProxyType(
    {
        Indication.PASSED: "urn:etsi:019102:mainindication:total-passed",
        Indication.FAILED: "urn:etsi:019102:mainindication:total-failed",
        Indication.INDETERMINATE: "urn:etsi:019102:mainindication:indeterminate",
    }
)
OBJECT_INDICATIONS: Mapping[Indication, str] = MappingProxyType(
    {
        **MAIN_INDICATIONS,
        Indication.PASSED: "urn:etsi:019102:mainindication:passed",
        Indication.FAILED: "urn:etsi:019102:mainindication:failed",
    }
)
"""Of what is only an object of a validation, such as a timestamp."""
PROCESSES: Mapping[Proof, str] = MappingProxyType(
    {
        Proof.MOMENT_OF_VALIDATION: "urn:etsi:019102:validationprocess:Basic",
        Proof.SIGNATURE_TIMESTAMP: "urn:etsi:019102:validationprocess:LTVM",
        Proof.ARCHIVE_TIMESTAMP: "urn:etsi:019102:validationprocess:LTA",
        Proof.DOCUMENT_TIMESTAMP: "urn:etsi:019102:validationprocess:LTA",
    }
)
OBJECTS: Mapping[MaterialKind, str] = MappingProxyType(
    {
        MaterialKind.CERTIFICATE: "urn:etsi:019102:validationObject:certificate",
        MaterialKind.CRL: "urn:etsi:019102:validationObject:CRL",
        MaterialKind.OCSP: "urn:etsi:019102:validationObject:OCSPResponse",
        MaterialKind.TIMESTAMP: "urn:etsi:019102:validationObject:timestamp",
    }
)
_ENDINGS = MappingProxyType({Kind.SIGNATURE: "ig", Kind.SEAL: "eal", Kind.MARK: "", Kind.UNKNOWN: ""})
_QUALITY = "urn:cef:dss:signatureQualification:"


def quality(signature: SignatureReport) -> str:
    """Return what a signature is worth: `QESig`, `AdESealQC` and the like; doubtful where its indication is."""
    if signature.indication is Indication.FAILED:
        return f"{_QUALITY}notApplicable"
    ending = _ENDINGS[signature.kind]
    if signature.qualification.qualified is not Qualified.YES:
        name = f"AdES{ending}"
    elif signature.qualification.in_device:
        name = f"QES{ending}"
    else:
        name = f"AdES{ending}QC"
    return f"{_QUALITY}{name if signature.indication is Indication.PASSED else f'indeterminate{name}'}"
