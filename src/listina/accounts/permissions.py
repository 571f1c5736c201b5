"""What roles allow; the law's rules stay in `law`, here is only who may come to them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is entrusted with in an authority (role).

    Attributes:
        KZMU: performs conversions ex officio (konverze z moci úřední).
        LOCAL_ADMINISTRATOR: keeps the authority's users, roles and certificates (lokální administrátor).
        OPERATOR: operates the installation (provozovatel).
    """

    KZMU = "kzmu"
    LOCAL_ADMINISTRATOR = "local_administrator"
    OPERATOR = "operator"


class Permission(StrEnum):
    """What a door asks for before it lets somebody in.

    Attributes:
        CONVERT: perform conversions and see one's own.
        ADMINISTER_AUTHORITY: keep users, roles and certificates of one's authority.
        OPERATE: see the state of the installation.
    """

    CONVERT = "convert"
    ADMINISTER_AUTHORITY = "administer_authority"
    OPERATE = "operate"


ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.KZMU: frozenset({Permission.CONVERT}),
        Role.LOCAL_ADMINISTRATOR: frozenset({Permission.ADMINISTER_AUTHORITY}),
        Role.OPERATOR: frozenset({Permission.OPERATE}),
    }
)


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that carry a permission."""
    return frozenset(role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions)
