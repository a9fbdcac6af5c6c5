"""The slips of a dossier: drafted for a deed, printed as PDF, taken out as Word; every printing is written down."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import FieldError, InputError, ValidationError
from motcua.extend.signature_provider import SignatureUnavailableError
from motcua.services.papers import slip_drafts, slip_prints
from motcua.services.papers.slip_drafts import Asked
from motcua.services.papers.slip_prints import Form
from motcua.services.signing import slip_signing
from motcua.web.access import open_to
from motcua.web.context import actor, house, language, new_work, now
from motcua.web.file_response import send_stored
from motcua.web.office.typed import number_of
from motcua.web.officer import act
from motcua.web.officer.given import given_of


@open_to("staff")
def slip(code: str, action_key: str) -> ResponseReturnValue:
    """Make the slip of an action out of what has been typed so far, and show it; nothing else is done yet (F-10)."""
    action = slip_drafts.action_of(action_key)
    try:
        given = given_of(request.form, action)
        with new_work() as work:
            asked = Asked(action, given, request.form.get("task", ""), language())
            slip_id = slip_drafts.draft(work, actor(), code, asked, now())
    except ValidationError as error:
        return act.refused_page(code, action, error)
    kind = "docx" if "word" in request.args else "pdf"
    return redirect(url_for("officer.slip_file", code=code, slip_id=slip_id, kind=kind), 303)


@open_to("staff")
def slip_sign(code: str, action_key: str) -> ResponseReturnValue:
    """Sign the slip that was made of what is typed; the page of the action comes again with all of it (F-10, F-13)."""
    action = slip_drafts.action_of(action_key)
    try:
        given = given_of(request.form, action)
        asked = Asked(action, given, request.form.get("task", ""), language())
        key_id, secret = number_of(request.form, "key_id") or 0, request.form.get("secret", "")
        slip_signing.sign(house(), actor(), code, asked, key_id, secret, now())
    except ValidationError as error:
        return act.refused_page(code, action, error)
    except (InputError, SignatureUnavailableError) as error:
        told = ValidationError([FieldError("/secret", error.code, error.message)])
        return act.refused_page(code, action, told)
    flash(_("Đã ký số phiếu. Xem lại rồi xác nhận việc cần làm."), "ok")
    return act.kept_page(code, action, given)


@open_to("staff")
def slip_file(code: str, slip_id: int, kind: Form) -> ResponseReturnValue:
    """A slip of a deed, draft or official."""
    with new_work() as work:
        found = slip_prints.printed(work, actor(), code, slip_id, kind, now())
    return send_stored(found)


@open_to("staff")
def slip_print(code: str, name: str, kind: Form) -> ResponseReturnValue:
    """The receipt, the control slip or the satisfaction slip, at any moment (F-02, F-06, F-07)."""
    with new_work() as work:
        found = slip_prints.asked(work, actor(), code, name, kind, language(), now())
    return send_stored(found)
