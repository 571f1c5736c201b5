"""The doctor tells whether documents can be printed here."""

from __future__ import annotations

from fixtures.paper import Rooms
from listina.documents.printing import room
from listina.documents.printing.room import PrintRoom
from listina.isolation.limits import Limits
from listina.isolation.pool import Confined
from listina.site.doctor import inputs


def test_a_sample_goes_through_the_print_room(rooms: Rooms) -> None:
    found = inputs.print_room(PrintRoom(confined=rooms.printing))
    assert found.well, found.found
    assert "A4" in found.found


def test_a_print_room_without_memory_is_a_complaint_with_advice() -> None:
    with Confined(*room.TASKS, count=1, limits=Limits(memory_bytes=1 << 20)) as narrow:
        found = inputs.print_room(PrintRoom(confined=narrow))
    assert not found.well
    assert "isolation" in found.advice
