"""What the addresses of slip templates name: an agency's own version of one, and its open draft of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fixtures_dossier import actor_of
from fixtures_house import NOW

from motcua.services.papers import slip_template_choice, slip_template_publication, slip_templates
from motcua.services.papers.slip_templates import Place
from motcua.services.work import House

ADDRESSES = "/thiet-ke/mau-phieu"
CONSTANT = {"legal_set": "tt01_2018", "kind": "refusal", "template_id": 0}


def slip_things(house: House, agency_id: int) -> dict[str, object]:
    """`slip_draft`, a draft of the apology that can be published; the refusal has a version in force."""
    author, publisher = actor_of(house, "soan.quytrinh"), actor_of(house, "duyet.quytrinh")
    with house.work() as work:
        made = slip_templates.begin(
            work, author, Place("refusal", "tt01_2018", agency_id), NOW, body=changed("refusal")
        )
        slip_template_publication.publish(work, publisher, made, 1, "thử", NOW)
        draft_id = slip_templates.begin(
            work, author, Place("apology", "tt01_2018", agency_id), NOW, body=changed("apology")
        )
    return {"slip_draft": draft_id}


def changed(kind: str) -> Mapping[str, Any]:
    body = slip_template_choice.built_in_body(kind, "tt01_2018")
    return {**body, "blocks": [*body["blocks"], {"kind": "text", "text": "thử"}]}
