"""The papers of a dossier: one tab each, the chosen one shown in place; every opening of a file is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.papers import unlisted_paper
from motcua.domain.process.process import Paper
from motcua.services.desk import dossiers, examined_file
from motcua.services.desk.dossiers import DossierPage
from motcua.services.forms import draft_files
from motcua.services.intake import walk_in
from motcua.services.papers.files import SHOWN_IN_PLACE
from motcua.services.signing import verification
from motcua.services.signing.verification import Examined
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.file_response import send_stored, wanted_form
from motcua.web.file_rows import file_row
from motcua.web.filters import named
from motcua.web.keys import record_key

PreviewKind = Literal["form", "pdf", "picture", "other", "waiting", "infected"]


@dataclass(frozen=True, slots=True)
class Tab:
    """One paper; `mark` is what the desk found: "good", "bad" or empty."""

    text: str
    url: str
    mark: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as pages list it: `url` shows it among the papers, `content_url` is the file itself."""

    name: str
    size_text: str
    url: str
    content_url: str
    download_url: str
    state: str = ""
    threat: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """`files` are those of the tab on top, `missing` the names of papers that came without a file.

    `examined` is what is known of the signatures of the PDF on top, None before anybody asked; `check_url` asks.
    `seal_url` is where the dossier is sealed, empty where the province does not seal it.
    """

    tabs: Sequence[Tab]
    kind: PreviewKind
    shown: StoredFile | None
    files: Sequence[StoredFile]
    missing: Sequence[str]
    examined: Examined | None = None
    check_url: str = ""
    seal_url: str = ""


@open_to("staff")
def file(code: str, file_id: int) -> ResponseReturnValue:
    """A file of the dossier: in place for PDF and pictures, saved otherwise or with `download`."""
    with new_work() as work:
        opened = dossiers.file_content(work, actor(), code, file_id, now(), wanted_form())
    return send_stored(opened)


@open_to("staff")
def check_signature(code: str, file_id: int) -> ResponseReturnValue:
    """Examine the signatures of a file now, and show it with what was found."""
    with new_work() as work:
        examined_file.examine(work, actor(), code, file_id, now())
    return redirect(file_address(code, file_id), 303)


def stored_file(code: str, row: Record) -> StoredFile:
    address = partial(url_for, "officer.file", code=code, file_id=row.id)
    shown = file_row(row, address)
    earlier = _("ảnh gốc") if row.joined_id is not None else _("bản trước")
    return StoredFile(
        name=row.name,
        size_text=shown.size_text if row.replaced_at is None else earlier,
        url=file_address(code, row.id),
        content_url=address(),
        download_url=address(download=1),
        state=shown.state,
        threat=row.threat or "",
    )


def files_of(shown: DossierPage, paper_key: str) -> list[Record]:
    """What came in for one paper, the newest version first."""
    form = shown.filed.form
    found = [one for one in shown.files if draft_files.paper_of(form, one.slot) == paper_key]
    return sorted(found, key=lambda one: (one.replaced_at is not None, one.id))


def papers_of(work: Work, shown: DossierPage) -> Papers:
    """The tabs, and the paper that the address asks for: `file` is a file's id, none shows the filled form."""
    code = shown.row.code
    chosen = shown.files_by_id.get(request.args.get("file", 0, type=record_key))
    marks = shown.row.checklist or {}
    form_paper, *others = shown.filed.facts.papers
    slots = dict.fromkeys(one.slot.removeprefix("paper:") for one in shown.files)
    others += unlisted_paper.papers_of((), slots)
    tabs = [Tab(say(shown.form.title), file_address(code), marks.get(form_paper.key, ""), chosen is None)]
    beside = [chosen] if chosen is not None else []
    for paper in others:
        attached = files_of(shown, paper.key)
        if attached:
            is_current = chosen in attached
            tabs.append(
                Tab(named(paper), file_address(code, attached[0].id), marks.get(paper.key, ""), is_current)
            )
            beside = attached if is_current else beside
    if chosen is not None and not any(tab.is_current for tab in tabs):
        tabs.append(Tab(chosen.name, file_address(code, chosen.id), "", True))
    kind = _kind(chosen)
    return Papers(
        tabs=tabs,
        kind=kind,
        examined=_known(work, chosen) if chosen is not None and kind == "pdf" else None,
        check_url=url_for("officer.check_signature", code=code, file_id=chosen.id)
        if chosen is not None
        else "",
        seal_url=url_for("officer.seals", code=code) if _is_sealed_here(work, shown) else "",
        shown=stored_file(code, chosen) if chosen is not None else None,
        files=[stored_file(code, one) for one in beside],
        missing=[_on_paper(shown, paper) for paper in others if not files_of(shown, paper.key)],
    )


def _is_sealed_here(work: Work, shown: DossierPage) -> bool:
    return rules.of(work, shown.version).dossier_seal != "none" and shown.row.accepted_at is not None


def _known(work: Work, file: Record) -> Examined | None:
    return verification.known(work, [file.sha256]).get(file.sha256)


def _on_paper(shown: DossierPage, paper: Paper) -> str:
    """A paper without a file: its name, with what the desk has seen of it at the counter (C-04)."""
    seen = (shown.row.papers_seen or {}).get(paper.key, ())
    words = [say(walk_in.SEEN[one]) for one in seen if one in walk_in.SEEN]
    return f"{named(paper)} ({', '.join(words)})" if words else named(paper)


def _kind(chosen: Record | None) -> PreviewKind:
    if chosen is None:
        return "form"
    if chosen.scan in {"waiting", "infected"}:
        return "waiting" if chosen.scan == "waiting" else "infected"
    if chosen.media_type not in SHOWN_IN_PLACE:
        return "other"
    return "pdf" if chosen.media_type == "application/pdf" else "picture"


def file_address(code: str, file_id: int | None = None) -> str:
    """The dossier's page with this file on top; which step it is about stays as it is."""
    return url_for(
        "officer.dossier", code=code, task=request.args.get("task"), file=file_id, _anchor="papers"
    )
