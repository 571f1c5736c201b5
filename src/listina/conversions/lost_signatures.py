"""When a signature that was made can no longer lead to an output: only then may the official sign anew.

A good signature is never thrown away for a failure that passes; these do not.
"""

from __future__ import annotations

from listina.conversions.cases import CaseState
from listina.conversions.errors import GateRefusedError
from listina.conversions.models import Case
from listina.objects.errors import ObjectDamagedError, ObjectMissingError
from listina.trust.errors import CertificateNotUsableError, PreparedFileChangedError, SignatureTooLargeError

# What neither time nor another try can mend: only a new signature can.
_FATAL = frozenset(
    error.code
    for error in (
        CertificateNotUsableError,
        GateRefusedError,
        ObjectDamagedError,
        ObjectMissingError,
        PreparedFileChangedError,
        SignatureTooLargeError,
    )
)
_SIGNED_AND_UNREGISTERED = frozenset({CaseState.AWAITING_TIMESTAMP, CaseState.SIGNED})


def is_lost(case: Case) -> bool:
    """Return whether the case is signed and its output was refused for a reason that stays."""
    if CaseState(case.state) not in _SIGNED_AND_UNREGISTERED or case.last_problem is None:
        return False
    return case.last_problem["code"] in _FATAL
