"""Opening an account for a citizen or an organisation, and verifying its contact (J-02)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, FieldError, InputError, TooManyError, ValidationError
from motcua.services.accounts import passwords, recovery, registration, terms
from motcua.services.accounts.registration import Registration
from motcua.web import sessions
from motcua.web.access import open_to
from motcua.web.account import account, pending
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.errors import status_of

# In the order of the page, which is also that of the error summary.
FIELDS = ("organisation", "tax_code", "name", "identity", "phone", "email", "password", "terms")


@account.get("/register")
@open_to("public")
def register() -> ResponseReturnValue:
    if actor().kind != "public":
        return redirect(pending.first_page(actor().kind))
    return _page([])


@account.post("/register")
@open_to("public")
def register_submit() -> ResponseReturnValue:
    """An account is open at once; before it files anything its contact is verified on the next page."""
    given = _given()
    try:
        with new_work() as work:
            signed_in = registration.register(work, given, now(), request.remote_addr or "")
    except ValidationError as error:
        return _page(error.errors), 422
    except (ConflictError, TooManyError) as error:
        return _page([FieldError("/email", error.code, error.message)]), status_of(error)
    sessions.begin(signed_in)
    return redirect(url_for("account.contact", next=pending.next_page() or None), 303)


@account.get("/contact")
@open_to("citizen")
def contact() -> ResponseReturnValue:
    return _contact_page()


@account.post("/contact")
@open_to("citizen")
def contact_submit() -> ResponseReturnValue:
    """The code of the letter."""
    try:
        with new_work() as work:
            recovery.verify_contact(work, actor(), "".join(request.form.get("code", "").split()), now())
    except InputError as error:
        return _contact_page([("code", say(error.message))]), status_of(error)
    flash(_("Đã xác nhận thư điện tử. Bạn có thể nộp hồ sơ ngay."), "ok")
    return redirect(pending.next_page() or url_for("public.search"), 303)


@account.post("/contact/again")
@open_to("citizen")
def contact_again() -> ResponseReturnValue:
    """Another code, to the same address or to a corrected one."""
    email = request.form.get("email", "").strip()
    try:
        with new_work() as work:
            recovery.correct_contact(work, actor(), email, now())
    except ValidationError as error:
        return _contact_page([("email", say(one.message)) for one in error.errors]), 422
    except (ConflictError, TooManyError) as error:
        return _contact_page([("email", say(error.message))]), status_of(error)
    flash(_("Đã gửi mã mới. Mã cũ không dùng được nữa."), "ok")
    return redirect(url_for("account.contact", next=pending.next_page() or None), 303)


def _given() -> Registration:
    words = {name: request.form.get(name, "") for name in FIELDS if name != "terms"}
    number = request.form.get("terms", "")
    accepted = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
    return Registration(**words, terms=accepted, language=language())


def _page(errors: Sequence[FieldError]) -> str:
    with new_work() as work:
        number = terms.current(work).number
    messages = {one.pointer.removeprefix("/"): say(one.message) for one in errors}
    typed = {name: request.form.get(name, "") for name in FIELDS if name != "password"}
    return render_template(
        "account/register.html",
        errors={name: messages[name] for name in FIELDS if name in messages},
        typed=typed,
        for_organisation=bool(
            typed["organisation"] or typed["tax_code"] or request.args.get("for") == "organisation"
        ),
        password_length=passwords.MIN_LENGTH,
        next_page=pending.next_page(),
        terms_number=number,
    )


def _contact_page(errors: Sequence[tuple[str, str]] = ()) -> str:
    with new_work() as work:
        known = recovery.contact(work, actor())
    return render_template(
        "account/contact.html",
        errors=errors,
        email=request.form.get("email") or known.email,
        sent_to=known.email,
        is_verified=known.is_verified,
        next_page=pending.next_page(),
    )
