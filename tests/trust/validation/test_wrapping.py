"""A signature wrapped into another file is found out, though pyHanko calls it whole."""

from __future__ import annotations

import io

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.status import SignatureCoverageLevel

from fixtures.input_trust import validated
from fixtures.signed_inputs import SignedInputs
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.validation.values import Integrity, SubIndication, Verdict
from trust import wrapping


def test_a_wrapped_signature_is_broken(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    path = signed_inputs.altered(official_key, wrapping.wrap)
    signature = PdfFileReader(io.BytesIO(path.read_bytes())).embedded_signatures[-1]
    signature.compute_integrity_info()
    assert signature.coverage is SignatureCoverageLevel.ENTIRE_FILE
    report = validated(path, trust_policy)
    assert report.verdict is Verdict.BROKEN
    assert report.integrity is Integrity.BROKEN
    assert report.signatures[0].sub_indication is SubIndication.FORMAT_FAILURE
