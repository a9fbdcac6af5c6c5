"""The page of a comparison in the reader's language: drawings with marks, steps in a list, changes in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from motcua.domain.diff.process_diff import Change, ChangeKind, Difference, Side
from motcua.domain.diff.process_diff_words import time_words
from motcua.domain.process.publication import Decision
from motcua.domain.text import Text
from motcua.services.version.comparison import Compared, Comparison
from motcua.store.base import Record
from motcua.web.context import language, say
from motcua.web.diagram_marks import WORDS, Drawing, Ways, differing_ways, is_wide, render_marked
from motcua.web.filters import day, duration, instant, named

CHIPS: Final[Mapping[ChangeKind, tuple[str, str]]] = {
    "added": ("ok", "plus-lg"),
    "removed": ("bad", "dash-lg"),
    "changed": ("warn", "pencil"),
}
"""State and icon of a chip; its words are those of the drawing."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing: its name, what else is said of it, the picture."""

    name: str
    about: str
    svg: Markup
    is_wide: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in the list that stands for the drawings on a phone; `kind` is None where nothing changed."""

    name: str
    about: str
    kind: ChangeKind | None


@dataclass(frozen=True)
class ComparePage:
    """What `studio/compare.html` draws. `others` are (address, name, is chosen) of versions to compare with."""

    found: Comparison
    title: str
    about: str
    panels: Sequence[Panel]
    counts: Sequence[tuple[ChangeKind, str]]
    total: str
    changes: Sequence[Change]
    steps: Sequence[StepLine]
    others: Sequence[tuple[str, str, bool]]
    before: str
    after: str

    def chip(self, kind: ChangeKind) -> tuple[str, str, str]:
        """State, icon and words of the chip of a change."""
        return (*CHIPS[kind], say(WORDS[kind]))


def page_of(found: Comparison) -> ComparePage:
    """The page; without an older version only the new drawing, with nothing marked."""
    difference = found.difference
    after = name_of(found.new)
    before = name_of(found.old) if found.old is not None else ""
    return ComparePage(
        found=found,
        title=_title(found, before, after),
        about=" · ".join(filter(None, (_procedure(found), _decision(found.new.row)))),
        panels=_panels(found, difference),
        counts=_counts(difference) if difference is not None else (),
        total=_total(found, difference),
        changes=difference.changes if difference is not None else (),
        steps=_steps(difference) if difference is not None else (),
        others=_others(found),
        before=before,
        after=after,
    )


def name_of(one: Compared) -> str:
    """ "Phiên bản 5", "Bản thảo 12"."""
    if one.kind == "draft":
        return str(_("Bản thảo %(number)s", number=one.row.id))
    return str(_("Phiên bản %(number)s", number=one.row.number))


def _title(found: Comparison, before: str, after: str) -> str:
    if found.old is None:
        return str(_("%(after)s, chưa có phiên bản nào để so sánh", after=after))
    if found.new.kind == "version" and found.new.row.number > found.old.row.number:
        return str(_("%(after)s thay %(before)s", after=after, before=before[:1].lower() + before[1:]))
    return str(_("%(after)s so với %(before)s", after=after, before=before[:1].lower() + before[1:]))


def _procedure(found: Comparison) -> str:
    return named(found.procedure) if found.procedure is not None else str(found.new.row.name)


def _decision(row: Record) -> str:
    decision = Decision.from_dict(row.decision)
    return say(decision.words) if decision is not None else ""


def _panels(found: Comparison, difference: Difference | None) -> Sequence[Panel]:
    old_ways, new_ways = differing_ways(difference) if difference is not None else ({}, {})
    new_marks = difference.new_marks if difference is not None else {}
    panels = [_panel(found.new, new_marks, new_ways, "new")]
    if found.old is not None and difference is not None:
        panels.insert(0, _panel(found.old, difference.old_marks, old_ways, "old"))
    return panels


def _panel(one: Compared, marks: Mapping[str, ChangeKind], ways: Ways, id: str) -> Panel:
    model = one.side.model
    captions = {step.id: say(time_words(step.budget)) for step in model.steps}
    said = [f"{say(WORDS[kind])}: {model.node_by_id[key].name or key}" for key, kind in marks.items()]
    words = "; ".join(said) or str(_("Không đánh dấu gì."))
    drawing = Drawing(marks, captions, ways)
    svg = render_marked(model, drawing, name_of(one), words, language(), id=f"diagram-{id}")
    return Panel(name_of(one), _history(one), svg, is_wide(model))


def _history(one: Compared) -> str:
    """Who made it and since when it stands."""
    row = one.row
    if one.kind == "draft":
        return str(
            _("sửa lần cuối bởi %(name)s, %(at)s", name=row.updated_by_name, at=instant(row.updated_at))
        )
    if row.state == "waiting" and row.approved_at is not None:
        return str(
            _(
                "soạn bởi %(author)s, duyệt bởi %(approver)s %(at)s",
                author=row.author_name,
                approver=row.approver_name,
                at=instant(row.approved_at),
            )
        )
    if row.activated_at is None:
        return ""
    if row.ended_at is not None:
        return str(_("dùng từ %(begin)s đến %(end)s", begin=day(row.activated_at), end=day(row.ended_at)))
    return str(_("đang dùng từ %(day)s", day=day(row.activated_at)))


def _counts(difference: Difference) -> Sequence[tuple[ChangeKind, str]]:
    counted = difference.steps
    words: dict[ChangeKind, str] = {
        "added": str(_("Thêm %(count)s bước", count=counted["added"])),
        "removed": str(_("Bỏ %(count)s bước", count=counted["removed"])),
        "changed": str(_("Đổi %(count)s bước", count=counted["changed"])),
    }
    return [(kind, words[kind]) for kind, count in counted.items() if count]


def _total(found: Comparison, difference: Difference | None) -> str:
    """ "Tổng vẫn 56 giờ, bằng hạn luật"."""
    total, limit = found.examined.total, found.examined.limit_seconds
    was = difference.totals[0] if difference is not None else total
    said = str(_("Tổng %(time)s", time=duration(total)))
    if difference is not None and was == total:
        said = str(_("Tổng vẫn %(time)s", time=duration(total)))
    elif difference is not None:
        said = str(_("Tổng %(before)s → %(after)s", before=duration(was), after=duration(total)))
    if limit is None:
        return said
    if total == limit:
        return str(_("%(total)s, bằng hạn luật", total=said))
    if total < limit:
        return str(_("%(total)s, trong hạn luật %(limit)s", total=said, limit=duration(limit)))
    return str(_("%(total)s, vượt hạn luật %(limit)s", total=said, limit=duration(limit)))


def _steps(difference: Difference) -> Sequence[StepLine]:
    """The steps of both in one order, each once."""
    found = []
    for old, new in difference.matched.order:
        side, key = (difference.new, new) if new else (difference.old, old)
        if key in side.model.step_by_id:
            kind = (difference.new_marks if new else difference.old_marks).get(key)
            found.append(_step(side, key, kind))
    return found


def _step(side: Side, key: str, kind: ChangeKind | None) -> StepLine:
    step = side.model.step_by_id[key]
    name = say(Text(step.name, step.name_en or step.name)) or key
    return StepLine(name, say(time_words(step.budget)), kind)


def _others(found: Comparison) -> Sequence[tuple[str, str, bool]]:
    chosen = found.old.row.id if found.old is not None else None
    row = found.new.row
    return [
        (
            url_for("studio.compare", version_id=row.id, voi=one.id)
            if found.new.kind == "version"
            else url_for("studio.compare_draft", draft_id=row.id, voi=one.id),
            str(_("Phiên bản %(number)s", number=one.number)),
            one.id == chosen,
        )
        for one in found.others
    ]
