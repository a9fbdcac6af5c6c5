"""What officers wrote at the steps: opinions with their files and the steps' own forms, never to be edited (D-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.forms import FormDefinition
from motcua.services.desk.dossiers import DossierPage, Opinion, Visit
from motcua.web.officer.history import step_name
from motcua.web.officer.papers import StoredFile, stored_file


@dataclass(frozen=True)
class Written:
    """All that was left behind at one visit to a step."""

    step: str
    who: str
    title: str
    at: datetime
    body: str
    files: Sequence[StoredFile]
    form: FormDefinition | None
    data: Mapping[str, object]


def written_of(shown: DossierPage) -> list[Written]:
    """Earliest first; steps at which nothing was written are left out."""
    by_visit = {opinion.row.step_row_id: opinion for opinion in shown.opinions}
    return [
        _written(shown, visit, by_visit.get(visit.row.id))
        for visit in shown.visits
        if visit.row.id in by_visit or visit.data
    ]


def _written(shown: DossierPage, visit: Visit, opinion: Opinion | None) -> Written:
    attached = opinion.files if opinion is not None else ()
    return Written(
        step=step_name(shown, visit),
        who=opinion.row.author_name if opinion is not None else visit.row.completed_name or "",
        title=opinion.row.author_title if opinion is not None else "",
        at=opinion.row.written_at if opinion is not None else visit.row.left_at,
        body=opinion.body if opinion is not None else "",
        files=[stored_file(shown.row.code, row) for row in attached],
        form=visit.form,
        data=visit.data,
    )
