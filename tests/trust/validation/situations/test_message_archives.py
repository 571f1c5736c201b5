"""An archive timestamp counts in the seal of a data message as in a signature beside a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from listina.trust import ber
from listina.trust.validation import cms_checks, signature_values
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.judging import Around, Judgement, judge_cms
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.values import Proof, Result, Source
from trust.validation.situations.archiving import Archiving, archived
from trust.validation.situations.building import Making, signed
from trust.validation.situations.world import World

MESSAGE = b"<MessageDownloadResponse/>"
ARCHIVED, AFTERWARDS = datetime(2022, 9, 1, tzinfo=UTC), datetime(2029, 6, 1, tzinfo=UTC)


def _judged(world: World, sealed: bytes) -> Judgement:
    """Judge a seal as messages are judged: the content is taken out before the rest is read."""
    opened = ber.open_signed_data(sealed)
    signed_data = cms_checks.read(opened.encoded)
    signature = CmsSignature(
        signed_data=signed_data,
        signer=signed_data["signer_infos"][0],
        digest_of=signature_values.digest_of(opened.content),
    )
    knowledge = Knowledge(trust=world.trust())
    knowledge.learn(world.data(at=AFTERWARDS), Source.FETCHED)
    return judge_cms(signature, knowledge, Around(at=AFTERWARDS))


def test_the_seal_of_a_message_stays_valid_by_its_archive_timestamp(world: World) -> None:
    making = Making(by=world.signer, crls=[world.ca.crl(ARCHIVED)])
    sealed = signed(MESSAGE, making, encapsulated=MESSAGE)
    assert _judged(world, sealed).outcome.result is Result.UNDECIDABLE
    how = Archiving(by=world.stamper, at=ARCHIVED)
    judged = _judged(world, archived(sealed, MESSAGE, how))
    assert judged.outcome.result is Result.VALID
    assert (judged.proof, judged.best_time) == (Proof.ARCHIVE_TIMESTAMP, ARCHIVED)
    other = _judged(world, archived(sealed, MESSAGE, replace(how, spoil=lambda stamped: stamped[::-1])))
    assert other.proof is Proof.MOMENT_OF_VALIDATION
    assert other.outcome.result is Result.UNDECIDABLE
