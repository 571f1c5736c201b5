"""The tests' own ground: every test has a database of its own and works in it as the application does."""

from __future__ import annotations

import pytest
from django.db import connection

from fixtures.database import TestDatabase, make_official
from listina.accounts import queries


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_an_empty_clone_and_commits_into_it(turn: int) -> None:
    actor = make_official(username=f"turn{turn}")
    assert queries.converting_usernames() == (actor.username,)


def test_django_works_as_the_application_role(database: TestDatabase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("listina_app", database.name)
