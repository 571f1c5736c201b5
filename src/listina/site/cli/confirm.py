"""`listina convert confirm`: the four facts about a print are stated, and the conversion is registered."""

from __future__ import annotations

import argparse

from listina.accounts import queries as accounts
from listina.conversions import queries
from listina.database.schema import require_this_schema
from listina.law.dates import prague_day
from listina.law.paper.declarations import affirmations_on
from listina.site.cli.converting import official_of, require_statements
from listina.site.cli.exits import Exit
from listina.site.composition import services
from listina.trust.clock import utc_now


def run(asked: argparse.Namespace) -> int:
    """Register; prints number, check code and where the clause can be verified."""
    binding = affirmations_on(prague_day(utc_now()))
    require_statements(asked, {item.id: item.text.en.rstrip(".") for item in binding}, "convert confirm")
    require_this_schema()
    house = services()
    actor = accounts.actor_named(official_of(asked))
    case_id = queries.case_id_of(actor, asked.number)
    house.to_paper.affirm(actor, case_id, [item.id for item in binding])
    house.conversions.finish(actor.authority_id, case_id)
    found = queries.case(house.conversions, actor, case_id)
    print(f"number      {found.number}")  # noqa: T201  # the command's answer
    print(f"check code  {found.check_code}")  # noqa: T201
    print(f"verify at   {found.verification_url}")  # noqa: T201
    return Exit.DONE
