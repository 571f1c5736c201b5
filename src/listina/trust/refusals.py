"""How a timestamp authority refuses: the PKIFailureInfo of RFC 3161, written and read.

Source: RFC 3161, § 2.4.2.
"""

from __future__ import annotations

from enum import IntEnum

from listina.trust import der

_REJECTION = der.integer(2)


class FailureInfo(IntEnum):
    """Why a request is rejected: the number of the bit in PKIFailureInfo."""

    BAD_ALGORITHM = 0
    BAD_REQUEST = 2
    BAD_DATA_FORMAT = 5
    TIME_NOT_AVAILABLE = 14
    UNACCEPTED_POLICY = 15
    UNACCEPTED_EXTENSION = 16
    ADDITIONAL_INFORMATION_NOT_AVAILABLE = 17
    SYSTEM_FAILURE = 25


def rejection(failure: FailureInfo, text: str) -> bytes:
    """Return a TimeStampResp without a token; the failure is a named bit, trailing zero bits are not encoded."""
    size = failure // 8 + 1
    bits = (1 << (8 * size - 1 - failure)).to_bytes(size, "big")
    unused = 8 * size - 1 - failure
    return der.sequence(
        der.sequence(
            _REJECTION,
            der.sequence(der.value(der.UTF8_STRING, text.encode())),
            der.value(der.BIT_STRING, bytes((unused,)) + bits),
        )
    )


def system_failure() -> bytes:
    """Return the TimeStampResp for when the authority itself is out of order."""
    return rejection(FailureInfo.SYSTEM_FAILURE, "the authority is out of order")


def reasons_in(status_info: bytes) -> str:
    """Return the reasons a PKIStatusInfo gives, such as `UNACCEPTED_POLICY`; its own words are a stranger's.

    Args:
        status_info: the content of the SEQUENCE.

    Raises:
        NotDerError: it is malformed.
    """
    given = [element.content for element in der.read_all(status_info) if element.tag == der.BIT_STRING]
    named = [failure.name for bits in given for failure in FailureInfo if _is_set(bits, failure)]
    return ", ".join(named) or "no reason given"


def _is_set(bits: bytes, number: int) -> bool:
    """Tell whether a bit is set; the first byte of a BIT STRING counts its unused bits."""
    at = 1 + number // 8
    return at < len(bits) and bool(bits[at] & 0x80 >> number % 8)
