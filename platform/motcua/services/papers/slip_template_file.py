"""A slip template as a file: taken from one place or installation to another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.papers import slip_template_choice, slip_template_places, slip_templates
from motcua.services.papers.slip_template_review import MAX_BYTES
from motcua.services.papers.slip_templates import Place
from motcua.services.work import Work

LARGEST: Final = MAX_BYTES
KEYS: Final = frozenset({"kind", "legal_set", "template"})


def written(work: Work, actor: Actor, place: Place, template_id: int) -> Mapping[str, Any]:
    """{kind, legal_set, template} of a version, a draft, or the legal set's own (0).

    Raises NotFoundError, NotAllowedError for who designs nothing, or for another's draft.
    """
    slip_template_places.require_designer(actor)
    body = slip_template_choice.built_in_body(place.kind, place.legal_set)
    if template_id:
        row = slip_templates.readable(work, actor, template_id)
        if (row.kind, row.legal_set) != (place.kind, place.legal_set):
            raise NotFoundError(Text("Không có mẫu phiếu này.", "There is no such template of a slip."))
        body = row.body
    return {"kind": place.kind, "legal_set": place.legal_set, "template": body}


def read(place: Place, content: bytes) -> Mapping[str, Any]:
    """The template in a file that `written` made, or the template alone; raises InputError.

    What the template says is judged when a draft is begun with it.
    """
    if len(content) > LARGEST:
        raise InputError(Text("Tệp lớn hơn 256 KB.", "The file is larger than 256 KB."))
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise InputError(
            Text(
                "Tệp không phải là mẫu phiếu đã tải về từ đây (JSON).",
                "The file is no slip template as it is downloaded here (JSON).",
            )
        )
    if set(given) != KEYS:
        return given
    if given["kind"] != place.kind:
        raise InputError(
            Text("Tệp là mẫu của loại phiếu khác.", "The file is a template of another kind of slip.")
        )
    template: Mapping[str, Any] = given["template"]
    return template
