"""Access tokens of partners' systems: who has one, a new one shown once, one taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.people.rights import SCOPES
from motcua.services.accounts import api_tokens
from motcua.services.accounts.api_tokens import NewToken
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.filters import named
from motcua.web.office import bp
from motcua.web.office.typed import Typed, number_of, words_of

DAYS = ("30", "90", "180", "365")


@bp.get("/khoa-ket-noi")
@open_to("staff")
def tokens() -> ResponseReturnValue:
    with new_work() as work:
        rows = api_tokens.listed(work, actor())
        resting = {row.id for row in rows if api_tokens.is_resting(work, row)}
    return render_template("office/tokens.html", rows=rows, resting=resting, scopes=SCOPES, now=now())


@bp.route("/khoa-ket-noi/moi", methods=["GET", "POST"])
@open_to("staff")
def issue_token() -> ResponseReturnValue:
    """The token itself is on the answer to this form and nowhere else."""
    typed = Typed({"days": "180"})
    with new_work() as work:
        agencies = [(row.id, f"{named(row)} ({row.code})") for row in api_tokens.agencies_for(work, actor())]
    if request.method == "POST":
        typed = Typed(request.form)
        try:
            return _issued()
        except (InputError, ConflictError) as error:
            typed = typed.with_problem(error)
    body = render_template(
        "office/token_form.html",
        typed=typed,
        agencies=agencies,
        chosen_scopes=request.form.getlist("scopes"),
        scopes=[(key, say(words)) for key, words in SCOPES.items()],
        days=[(days, _("%(days)s ngày", days=days)) for days in DAYS],
    )
    return body, 422 if typed.summary else 200


@bp.post("/khoa-ket-noi/<int:token_id>/thu-hoi")
@open_to("staff")
def revoke_token(token_id: int) -> ResponseReturnValue:
    try:
        with new_work() as work:
            api_tokens.revoke(work, actor(), token_id, now())
    except ConflictError as error:
        flash(say(error.message), "warn")
    else:
        flash(_("Đã thu hồi khóa. Từ yêu cầu kế tiếp, hệ thống của đối tác bị từ chối."), "ok")
    return redirect(url_for("office.tokens"), 303)


@bp.post("/khoa-ket-noi/<int:token_id>/nhan")
@open_to("staff")
def take_over_token(token_id: int) -> ResponseReturnValue:
    try:
        with new_work() as work:
            api_tokens.take_over(work, actor(), token_id, now())
    except ConflictError as error:
        flash(say(error.message), "warn")
    else:
        flash(_("Bạn đã nhận quản lý khóa này. Hệ thống của đối tác dùng tiếp được ngay."), "ok")
    return redirect(url_for("office.tokens"), 303)


def _issued() -> str:
    form = request.form
    wanted = NewToken(
        name=words_of(form, "name"),
        agency_id=number_of(form, "agency_id") or 0,
        scopes=form.getlist("scopes"),
        days=number_of(form, "days") or 0,
    )
    with new_work() as work:
        token = api_tokens.issue(work, actor(), wanted, now())
    return render_template("office/token_issued.html", token=token, name=wanted.name)
