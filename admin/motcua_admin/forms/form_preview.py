"""A form of a draft as people will see it: the real renderer in a frame of the designer, also for what is not saved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from motcua.domain.errors import InputError
from motcua.domain.forms import FormDefinition, validate_section
from motcua.domain.forms.form_sample import FILE_ID, FILE_NAME, sample_answers
from motcua.services.forms import form_drafts
from motcua.services.forms.form_drafts import kept
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.filters import ZONE
from motcua.web.forms import FormView
from motcua.web.forms.view import ACTION
from motcua.web.security import content_policy
from motcua_admin import bp

PREFIX: Final = "xt-"
FILES: Final = {FILE_ID: FILE_NAME}


@dataclass(frozen=True, slots=True)
class Wish:
    """What to show: the schema, its language, one page or all, and what was pressed (show, sample, check)."""

    schema: Any
    language: str
    is_one: bool
    section: str
    deed: str
    answers: Mapping[str, object]


@bp.get("/bieu-mau/<int:draft_id>/xem-thu")
@open_to("staff")
def form_preview(draft_id: int) -> ResponseReturnValue:
    """The stored draft."""
    with new_work() as work:
        row = form_drafts.get(work, actor(), draft_id)
    wish = _wish(row.schema, request.args)
    return _framed(draft_id, wish)


@bp.post("/bieu-mau/<int:draft_id>/xem-thu")
@open_to("staff")
def try_form_preview(draft_id: int) -> ResponseReturnValue:
    """The schema that was sent, filled with what was typed; nothing of it is kept."""
    with new_work() as work:
        form_drafts.get(work, actor(), draft_id)
    return _framed(draft_id, _wish(_object(request.form.get("_schema", "")), request.form))


def _wish(schema: Any, given: Mapping[str, str]) -> Wish:
    layout = given.get("_layout", "")
    is_one = layout == "one" or (not layout and isinstance(schema, dict) and schema.get("x-layout") == "one")
    deed = given.get("_do", "show")
    answers = _object(given.get("_answers", "{}")) or {}
    return Wish(
        schema,
        "en" if given.get("_language") == "en" else "vi",
        is_one,
        given.get("_section", ""),
        deed if deed in ("sample", "check", "go") else "show",
        answers,
    )


def _framed(draft_id: int, wish: Wish) -> ResponseReturnValue:
    """The page for the frame: only the designer beside it may hold it."""
    with force_locale(wish.language):
        answer = make_response(_page(draft_id, wish))
    policy = content_policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    answer.headers["Content-Security-Policy"] = policy
    return answer


def _page(draft_id: int, wish: Wish) -> str:
    facts: dict[str, Any] = {"draft_id": draft_id, "wish": wish, "form": None, "refused": ""}
    try:
        form = FormDefinition.from_schema(kept(wish.schema), is_lenient=True)
    except InputError as problem:
        return render_template("studio/form_preview.html", **facts | {"refused": say(problem.message)})
    today = now().astimezone(ZONE).date()
    answers = dict(wish.answers) if wish.deed != "sample" else sample_answers(form, today, 1)
    views = _views(form, wish, answers)
    is_again = wish.deed in ("show", "sample") or any(
        one.apply_action(request.form.get(ACTION)) for one in views
    )
    if wish.deed != "sample":
        for view in views:
            answers = view.merged(answers)
    is_right = wish.deed == "check" and not is_again and _judge(form, views, answers, today)
    return render_template(
        "studio/form_preview.html",
        **facts
        | {
            "form": form,
            "views": views,
            "answers": json.dumps(answers, ensure_ascii=False),
            "schema": json.dumps(wish.schema, ensure_ascii=False),
            "errors": [error for view in views for error in view.error_summary()],
            "is_right": is_right,
        },
    )


def _views(form: FormDefinition, wish: Wish, answers: Mapping[str, object]) -> list[FormView]:
    keys = [section.key for section in form.sections]
    at = wish.section if wish.section in keys else keys[0] if keys else ""
    shown = keys if wish.is_one else [at]
    posted = request.form if wish.deed in ("check", "go") or request.form.get(ACTION) else None
    return [
        FormView(form, key, prefix=PREFIX, formdata=posted, data=answers, language=wish.language, files=FILES)
        for key in shown
        if key in keys
    ]


def _judge(form: FormDefinition, views: list[FormView], answers: Mapping[str, object], today: date) -> bool:
    """Say at each field what the form says of the answers; whether it says nothing."""
    for view in views:
        view.attach_errors(validate_section(form, view.section_key, answers, today=today))
    return not any(view.error_summary() for view in views)


def _object(text: str) -> dict[str, Any] | None:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None
