"""How long a signature can be verified from the file alone: the levels of PAdES.

Source: ETSI EN 319 142-1, chapter 6.
"""

from __future__ import annotations

from enum import StrEnum


class SignatureLevel(StrEnum):
    """The level at which outputs are signed.

    `B_T` holds the signature and its timestamp; `B_LT` also the certificates and revocation data that verify them;
    `B_LTA` also a document timestamp over all of it.
    """

    B_T = "b-t"
    B_LT = "b-lt"
    B_LTA = "b-lta"
