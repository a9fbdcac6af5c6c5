"""The results on a dossier's page: the files handed in for them, and what was issued once the desk had confirmed (F-16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.domain.papers import issued_result
from motcua.services.desk.dossiers import DossierPage
from motcua.services.papers import issued_results, result_files
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.filters import named
from motcua.web.officer.papers import file_address


@dataclass(frozen=True, slots=True)
class ResultFile:
    """The newest file of a result that is not issued yet."""

    name: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Results:
    """`keys` are the results that the reader may hand in files for: key and name; empty when he may not."""

    files: Sequence[ResultFile]
    issued: Sequence[Record]
    keys: Sequence[tuple[str, str]]
    may_take: bool
    may_certify: bool


def results_of(work: Work, shown: DossierPage) -> Results | None:
    """What there is and may be done; None where there is nothing of either. Nothing is asked before there is a result."""
    is_done = shown.row.result_at is not None
    issued = issued_results.of_dossier(work, shown.row.id) if is_done else ()
    may = shown.row.state in result_files.OPEN and (
        shown.is_receiver or any(visit.may for visit in shown.waiting)
    )
    keys = [(one.key, named(one)) for one in shown.version.facts.results] if may else []
    may_certify = shown.is_receiver and shown.row.accepted_at is not None
    found = Results([] if is_done else _files(shown), issued, keys, may, may_certify)
    return found if found.files or found.issued or may or may_certify else None


def _files(shown: DossierPage) -> list[ResultFile]:
    names = {one.key: named(one) for one in shown.version.facts.results}
    return [
        ResultFile(file.name, names[key], file_address(shown.row.code, file.id))
        for file in shown.files
        if file.replaced_at is None and (key := issued_result.key_of(file.slot)) in names
    ]
