"""What the page of the counter shows: the person, the form part by part, every paper with what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import FieldError
from motcua.domain.process.process import Paper
from motcua.services.desk import desk
from motcua.services.desk.visitor import Visitor
from motcua.services.dossier import case
from motcua.services.intake import drafts, walk_in
from motcua.services.intake.walk_in import Entry, WalkIn
from motcua.web.context import language, say
from motcua.web.file_rows import FileRow, file_row
from motcua.web.filters import named
from motcua.web.forms import FormView

FORM_PREFIX, VISITOR, SEEN, MARK, FILE = "form-", "visitor-", "seen-", "paper-", "file-"
MARKS = ("good", "bad", "absent")


@dataclass(frozen=True)
class PaperRow:
    """One paper: what is needed of it, what was ticked, the scans so far, and what is wrong."""

    paper: Paper
    name: str
    note: str
    need: str
    seen: Sequence[str]
    mark: str
    files: Sequence[FileRow]
    error: str


@dataclass(frozen=True)
class WalkInPage:
    """`parts` are the sections of the form; `errors` are problems by anchor for the summary, `by_name` by their pointer.

    `may_ask`: the model lets the desk ask for a supplement.
    """

    found: WalkIn
    entry: Entry
    parts: Sequence[FormView]
    papers: Sequence[PaperRow]
    errors: Sequence[tuple[str, str]]
    by_name: Mapping[str, str]
    may_ask: bool
    notice: str = ""

    @property
    def has_bad(self) -> bool:
        return any(row.mark == "bad" for row in self.papers)

    def apply_action(self, action: str | None) -> bool:
        """Add or remove a row of the form, where a button asked for it."""
        return any(view.apply_action(action) for view in self.parts)

    @property
    def answers(self) -> dict[str, object]:
        return {key: value for view in self.parts for key, value in view.data.items()}


def page_of(
    found: WalkIn,
    form: MultiDict[str, str] | None = None,
    errors: Sequence[FieldError] = (),
    notice: str = "",
) -> WalkInPage:
    """The page as it was sent, or as it is kept."""
    files = {str(one.id): one.name for one in found.draft.files if one.slot.startswith(drafts.FIELD_SLOT)}
    parts = [
        FormView(
            found.draft.form,
            section.key,
            prefix=FORM_PREFIX,
            formdata=form,
            data=found.entry.answers,
            language=language(),
            files=files,
        )
        for section in found.draft.form.sections
    ]
    entry = found.entry if form is None else _entered(form, found, {})
    return _drawn(found, entry, parts, errors, notice)


def drawn_again(page: WalkInPage, found: WalkIn, errors: Sequence[FieldError]) -> WalkInPage:
    """The page as it was sent, rows added or removed, with the files that are kept now."""
    return _drawn(found, page.entry, page.parts, errors, "")


def _drawn(
    found: WalkIn, entry: Entry, parts: Sequence[FormView], errors: Sequence[FieldError], notice: str
) -> WalkInPage:
    by_name = {one.pointer: say(one.message) for one in reversed(errors)}
    rows = [_row(found, entry, paper, by_name) for paper in found.papers]
    return WalkInPage(found, entry, parts, rows, _summary(parts, errors), by_name, _may_ask(found), notice)


def entry_of(form: MultiDict[str, str], page: WalkInPage) -> Entry:
    """Everything that the officer has entered."""
    return _entered(form, page.found, page.answers)


def _entered(form: MultiDict[str, str], found: WalkIn, answers: Mapping[str, object]) -> Entry:
    return Entry(_visitor(form), answers, _marks(form, found), _seen(form, found), "originals" in form)


def _visitor(form: MultiDict[str, str]) -> Visitor:
    return Visitor.from_dict({key: form.get(f"{VISITOR}{key}", "")[:400] for key in Visitor().to_dict()})


def _marks(form: MultiDict[str, str], found: WalkIn) -> dict[str, str]:
    marks = {paper.key: form.get(f"{MARK}{paper.key}", "") for paper in found.papers}
    return {key: mark for key, mark in marks.items() if mark in MARKS}


def _seen(form: MultiDict[str, str], found: WalkIn) -> dict[str, list[str]]:
    ticked = {paper.key: form.getlist(f"{SEEN}{paper.key}") for paper in found.papers}
    return {key: [one for one in walk_in.SEEN if one in seen] for key, seen in ticked.items() if seen}


def _row(found: WalkIn, entry: Entry, paper: Paper, errors: Mapping[str, str]) -> PaperRow:
    draft = found.draft
    # The form itself is what the officer has just filled in; what is not required is mostly not there.
    usual = "good" if paper == found.papers[0] else "" if paper.is_needed else "absent"
    return PaperRow(
        paper=paper,
        name=named(paper),
        note=named(paper, "note"),
        need=_need(paper),
        seen=entry.seen.get(paper.key, ()),
        mark=entry.marks.get(paper.key, usual),
        files=[
            file_row(
                one,
                partial(url_for, "officer.walk_in_file", draft_id=draft.id, file_id=one.id),
                is_removable=True,
            )
            for one in draft.files_for(paper)
        ],
        error=errors.get(f"/_papers/{paper.key}", ""),
    )


def _need(paper: Paper) -> str:
    parts = []
    if paper.originals:
        parts.append(_("%(count)d bản chính", count=paper.originals))
    if paper.copies:
        parts.append(_("%(count)d bản sao", count=paper.copies))
    return ", ".join(str(part) for part in parts)


def _summary(parts: Sequence[FormView], errors: Sequence[FieldError]) -> list[tuple[str, str]]:
    """Every problem in the order of the page: the person, the form, the papers."""
    found = [
        (f"{VISITOR}{one.pointer.removeprefix('/_visitor/')}", say(one.message))
        for one in errors
        if one.pointer.startswith("/_visitor/")
    ]
    for view in parts:
        keys = {field.key for field in view.section.fields} if view.section is not None else set()
        mine = [one for one in errors if one.pointer.split("/")[1] in keys]
        # Without a problem nothing is attached: it would take away rows just added, being empty.
        if mine:
            view.attach_errors(mine)
        found += view.error_summary()
    found += [
        (f"{MARK}{one.pointer.removeprefix('/_papers/')}", say(one.message))
        for one in errors
        if one.pointer.startswith("/_papers/")
    ]
    found += [
        (one.pointer.removeprefix("/_").replace("/", "-"), say(one.message))
        for one in errors
        if one.pointer.startswith("/_assisted/")
    ]
    return found + [("originals", say(one.message)) for one in errors if one.pointer == "/_originals"]


def _may_ask(found: WalkIn) -> bool:
    """Whether the model lets the first step of the desk ask for a supplement (A-13)."""
    version = found.draft.version
    steps = [step for step in desk.steps_of_desk(version) if step.phase == "receive"] or version.model.steps[
        :1
    ]
    return case.offers(version, ACTIONS["request_supplement"], steps[0].id)
