"""A citizen's own dossiers: the list with messages (C-15), one dossier with all he sent, the receipt after sending."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from segno import make as make_qr

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.papers.unlisted_paper import is_unlisted, papers_of
from motcua.domain.process.process import Paper
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.domain.time.duration import limit_words
from motcua.services.accounts import profiles, terms
from motcua.services.desk import lookup
from motcua.services.desk.lookup import Track
from motcua.services.dossier import applicant_todo, conversation
from motcua.services.forms import draft_files
from motcua.services.intake import drafts
from motcua.services.messages import inbox
from motcua.services.money import online_payment
from motcua.services.papers import slip_prints
from motcua.web.access import open_to
from motcua.web.citizen.reuse import changes_of
from motcua.web.context import actor, house, language, new_work, now, say
from motcua.web.conversation import Draft, refused, said, sent
from motcua.web.errors import status_of
from motcua.web.file_response import send_stored, wanted_form
from motcua.web.file_rows import FileRow, file_row
from motcua.web.filters import instant
from motcua.web.public import tracking
from motcua.web.public.sheet import result_words


@open_to("citizen")
def dossiers() -> ResponseReturnValue:
    with new_work() as work:
        begun = drafts.mine(work, actor(), now())
        filed_ones = [
            (track, tracking.chip_of(track), tracking.remaining_of(track))
            for track in lookup.mine(work, actor(), now())
        ]
        messages = inbox.page(work, actor())
        asked = applicant_todo.waited_for(work, [track.row.id for track, _chip, _left in filed_ones])
        is_accepted = terms.is_accepted(work, actor())
    return render_template(
        "citizen/dossiers.html",
        begun=begun,
        dossiers=filed_ones,
        messages=messages,
        asked=asked,
        is_accepted=is_accepted,
        soon=now() + timedelta(days=house().profile.draft_remind_days),
    )


@open_to("citizen")
def open_message(message_id: int) -> ResponseReturnValue:
    """Go to the dossier that one of the reader's messages is about, which is read from now on (G-05)."""
    with new_work() as work:
        code = inbox.open_one(work, actor(), message_id, now())
    return redirect(url_for("citizen.dossier", code=code))


@open_to("citizen")
def read_all() -> ResponseReturnValue:
    with new_work() as work:
        inbox.read_all(work, actor(), now())
    return redirect(url_for("citizen.dossiers"), 303)


@open_to("citizen")
def dossier(code: str) -> ResponseReturnValue:
    return _dossier(code, Draft())


@open_to("citizen")
def talk(code: str) -> ResponseReturnValue:
    """The applicant writes to the officers (C-20)."""
    body, uploads = sent()
    try:
        with new_work() as work:
            conversation.ask(work, actor(), code, body, uploads, now())
    except (InputError, ConflictError) as error:
        return _dossier(code, refused(error)), status_of(error)
    flash(_("Đã gửi. Cơ quan trả lời ở đây và báo cho bạn."), "ok")
    return redirect(url_for("citizen.dossier", code=code, _anchor="talk-head"), 303)


def _dossier(code: str, typed: Draft) -> str:
    with new_work() as work:
        own = lookup.own(work, actor(), code, now())
        shown = tracking.tracking(own.track)
        bill = online_payment.bill(work, own.track.row)
    return render_template(
        "citizen/dossier.html",
        bill=bill,
        own=own,
        shown=shown,
        dossier=own.track.row,
        lang=language(),
        papers=_papers(own),
        sent_row=partial(_sent_row, code),
        talk=said(own.letters, partial(url_for, "citizen.file", code=code)),
        typed=typed,
        may_talk=conversation.is_open(own.track.row),
        events=tracking.with_slips(
            tracking.with_talk(shown.events, own.letters),
            own.slips,
            _slip_names(),
            lambda file_id: url_for("citizen.file", code=code, file_id=file_id),
        ),
        receives=say(RESULT_WAYS[own.track.row.receive_by])
        if own.track.row.receive_by in RESULT_WAYS
        else "",
        slip_names=_slip_names(),
        file_names={str(file.id): file.name for file in own.files},
        file_url=lambda file_id: url_for("citizen.file", code=code, file_id=file_id),
    )


@open_to("citizen")
def filed(code: str) -> ResponseReturnValue:
    with new_work() as work:
        track = lookup.own(work, actor(), code, now()).track
        if track.row.state != "sent":
            return redirect(url_for("citizen.dossier", code=code))
        shown = tracking.tracking(track)
        changes = profiles.changes(work, actor(), code)
    return render_template(
        "citizen/filed.html",
        shown=shown,
        dossier=track.row,
        limit=_limit(track),
        changes=changes_of(changes),
        result=result_words(track.version.facts.results),
        qr_svg=_qr(_public_address(code)),
    )


@open_to("citizen")
def file(code: str, file_id: int) -> ResponseReturnValue:
    with new_work() as work:
        opened = lookup.own_file(work, actor(), code, file_id, now(), wanted_form())
    return send_stored(opened)


@open_to("citizen")
def receipt(code: str) -> ResponseReturnValue:
    """The receipt with the appointment, of a dossier that has been accepted (F-02)."""
    with new_work() as work:
        found = slip_prints.own_receipt(work, actor(), code, "pdf", language(), now())
    return send_stored(found)


def _sent_row(code: str, file: Any) -> FileRow:
    """A file that was sent; one that was replaced says when."""
    row = file_row(file, partial(url_for, "citizen.file", code=code, file_id=file.id))
    if file.replaced_at is None:
        return row
    if file.joined_id is not None:
        return replace(row, size_text=_("ảnh gốc"))
    return replace(row, size_text=_("bản trước, thay lúc %(time)s", time=instant(file.replaced_at)))


def _slip_names() -> dict[str, str]:
    return {
        "slip:supplement": _("Phiếu yêu cầu bổ sung"),
        "slip:refusal": _("Phiếu từ chối"),
        "slip:apology": _("Phiếu xin lỗi và hẹn lại"),
    }


def _papers(own: lookup.OwnDossier) -> list[tuple[Paper, list[Any]]]:
    """Each paper of the procedure with the files sent for it, the newest version first; those without any left out."""
    newest_first = sorted(own.files, key=lambda file: (file.replaced_at is not None, -file.id))
    asked = {file.slot.removeprefix("paper:") for file in own.files}
    listed = own.track.version.facts.papers
    return [
        (paper, sent)
        for paper in (*listed, *(one for one in papers_of(listed, asked) if is_unlisted(one.key)))
        if (
            sent := [
                one for one in newest_first if draft_files.paper_of(own.filed.form, one.slot) == paper.key
            ]
        )
    ]


def _limit(track: Track) -> str:
    if track.expected is None:
        return ""
    return say(limit_words(track.expected.limit, track.expected.calendar.day_seconds))


def _public_address(code: str) -> str:
    """The look-up page of a dossier, as a telephone outside must ask for it."""
    base: str = current_app.config["PUBLIC_URL"]
    if base:
        return base + url_for("public.tracked", code=code)
    return url_for("public.tracked", code=code, _external=True)


def _qr(address: str) -> Markup:
    picture = make_qr(address, error="m", micro=False).svg_inline(
        border=2, svgclass="qr-code", lineclass=None, omitsize=True
    )
    return Markup(picture)  # noqa: S704 - drawn by the library from numbers alone
