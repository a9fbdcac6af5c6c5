"""Where the open dossiers of a procedure stand, on the drawings of its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.version import live_counts as counts
from motcua.services.version.live_counts import Count, Live, LiveCounts
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.diagram_marks import Drawing, is_wide, render_marked
from motcua_admin import bp


@dataclass(frozen=True, slots=True)
class LiveStep:
    """A step with its dossiers."""

    name: str
    count: Count


@dataclass(frozen=True, slots=True)
class LiveVersion:
    """A version with its drawing; `elsewhere` are dossiers at no step."""

    number: int
    is_in_use: bool
    total: Count
    elsewhere: Count
    steps: Sequence[LiveStep]
    svg: Markup
    is_wide: bool


@dataclass(frozen=True, slots=True)
class LivePage:
    """What `studio/live_counts.html` draws."""

    code: str
    at: datetime
    versions: Sequence[LiveVersion]


@bp.get("/thu-tuc/<code>/ho-so")
@open_to("staff")
def live_counts(code: str) -> ResponseReturnValue:
    """The dossiers by step, version by version."""
    with new_work() as work:
        found = counts.of(work, actor(), code, now())
    return render_template("studio/live_counts_page.html", row=found.procedure, live=_page(found))


def live_of(work: Work, viewer: Actor, code: str, at: datetime) -> LivePage:
    """The same for a part of another page; raises as `services.live_counts.of`."""
    return _page(counts.of(work, viewer, code, at))


def _page(found: LiveCounts) -> LivePage:
    in_use = found.procedure.version_id if found.procedure.is_active else None
    return LivePage(found.procedure.code, found.at, [_version(one, in_use) for one in found.versions])


def _version(one: Live, in_use: int | None) -> LiveVersion:
    model = one.version.model
    ordered = sorted(model.steps, key=lambda step: step.order)
    steps = [
        LiveStep(say(Text(step.name, step.name_en or step.name)) or step.id, one.steps.get(step.id, Count()))
        for step in ordered
    ]
    drawing = Drawing(
        {key: "late" for key, count in one.steps.items() if count.overdue},
        {step.id: _caption(one.steps.get(step.id, Count())) for step in ordered},
        {},
    )
    words = "; ".join(f"{step.name}: {_caption(step.count)}".replace("\n", ", ") for step in steps)
    title = str(_("Hồ sơ theo bước, phiên bản %(number)s", number=one.version.number))
    svg = render_marked(model, drawing, title, words, language(), id=f"live-{one.version.number}")
    return LiveVersion(
        one.version.number, one.version.id == in_use, one.total, one.elsewhere, steps, svg, is_wide(model)
    )


def _caption(count: Count) -> str:
    """ "12 hồ sơ", and under it "3 quá hạn"."""
    if not count.open:
        return str(_("không có"))
    said = str(_("%(count)s hồ sơ", count=count.open))
    return f"{said}\n{_('%(count)s quá hạn', count=count.overdue)}" if count.overdue else said
