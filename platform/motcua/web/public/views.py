"""Pages for everybody: home, the catalogue of procedures, looking a dossier up, the language."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.dossier.codes import CodeError
from motcua.domain.errors import NotFoundError
from motcua.services.accounts import accounts
from motcua.services.desk import lookup
from motcua.services.process import offers, procedures
from motcua.web import resume
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.public import agencies, notes, tracking, verify
from motcua.web.public.sheet import channel_words, rule_note, sheet_page

public = Blueprint("public", __name__)
public.add_url_rule("/agencies", view_func=agencies.agencies)
public.add_url_rule("/terms", view_func=notes.terms)
public.add_url_rule("/accessibility", view_func=notes.accessibility)
public.add_url_rule("/verify", view_func=verify.verify)
public.add_url_rule("/verify", view_func=verify.verify_file, methods=["POST"])
public.add_url_rule("/verify/<code>", view_func=verify.verified)

LONGEST_QUERY = 200


@public.get("/")
@open_to("public")
def home() -> ResponseReturnValue:
    with new_work() as work:
        fields = procedures.fields(work)
    return render_template("public/home.html", fields=fields)


@public.get("/procedures")
@open_to("public")
def search() -> ResponseReturnValue:
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    field, level = request.args.get("field", ""), request.args.get("level", "")
    with new_work() as work:
        fields = procedures.fields(work)
        found = procedures.search(work, query, field, level)
    return render_template(
        "public/search.html",
        query=query,
        field=field,
        level=level,
        fields=fields,
        levels=_levels(),
        found=found,
        field_found=next((one for one in fields if one.key == field), None),
    )


@public.get("/procedures/<code>")
@open_to("public")
def sheet(code: str) -> ResponseReturnValue:
    with new_work() as work:
        page = sheet_page(procedures.sheet(work, code), house().profile.service_level_scheme)
    return render_template(
        "public/sheet.html",
        page=page,
        facts=page.facts,
        draft_days=house().profile.draft_days,
        channel_words=channel_words,
        rule_note=lambda fee: rule_note(fee, page.sheet),
        may_file=actor().kind in ("public", "citizen"),
    )


@public.get("/procedures/<code>/form")
@open_to("public")
def blank_form(code: str) -> ResponseReturnValue:
    """The form to print and fill in by hand; not found where the online level stops at information (A-21)."""
    with new_work() as work:
        found = procedures.sheet(work, code)
    if not (found.facts.form and found.facts.manner.has_form_to_download):
        raise offers.unknown_procedure(code)
    return render_template("public/blank_form.html", facts=found.facts, form=found.version.form)


@public.get("/track")
@open_to("public")
def track() -> ResponseReturnValue:
    typed = request.args.get("code")
    if typed is None:
        return _track_form("")
    if not typed.strip():
        return _track_form("", _("Nhập mã hồ sơ in trên giấy tiếp nhận hoặc trong tin nhắn.")), 400
    return _tracked(typed, is_typed=True)


@public.get("/track/<code>")
@open_to("public")
def tracked(code: str) -> ResponseReturnValue:
    return _tracked(code, is_typed=False)


@public.post("/language/<code>")
@open_to("public")
def language(code: str) -> ResponseReturnValue:
    if code in ("vi", "en"):
        session["language"] = code
        if actor().kind in ("citizen", "staff"):
            with new_work() as work:
                accounts.speak(work, actor(), code)
    return redirect(resume.local_path(request.form.get("next")) or url_for("public.home"), 303)


def _tracked(typed: str, *, is_typed: bool) -> ResponseReturnValue:
    """The dossier's own address for a code typed into the form; the form again when there is no such dossier."""
    try:
        with new_work() as work:
            found = lookup.track(work, typed, now())
            if is_typed or found.row.code != typed:
                return redirect(url_for("public.tracked", code=found.row.code))
            shown = tracking.tracking(found)
    except CodeError as error:
        return _track_form(typed, say(error.message)), 400
    except NotFoundError as error:
        return _track_form(typed, say(error.message)), 404
    return render_template("public/tracked.html", shown=shown, dossier=found.row)


def _track_form(typed: str, error: str = "") -> str:
    return render_template("public/track.html", typed=typed, error=error)


def _levels() -> list[tuple[str, str]]:
    return [("tinh", _("Cấp tỉnh")), ("xa", _("Cấp xã"))]
