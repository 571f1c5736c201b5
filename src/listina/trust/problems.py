"""A problem found by a check: something to show, to write into a report and to decide by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One reason why something is not (known to be) in order.

    Attributes:
        code: public name, such as `signature.not_intact`.
        cs: a Czech sentence.
        en: an English sentence, with the technical detail.
    """

    code: str
    cs: str
    en: str
