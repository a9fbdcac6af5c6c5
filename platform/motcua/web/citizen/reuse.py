"""What a person gave before: offered once for each form, his store of papers, and what his account keeps of him (B-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.text import Text
from motcua.services.accounts import profiles
from motcua.services.forms import contents, prefill
from motcua.services.forms.prefill import Offer
from motcua.services.intake import drafts, stored_papers
from motcua.services.intake.drafts import Draft
from motcua.services.work import Work
from motcua.web import resume
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say, today
from motcua.web.file_response import send_stored, wanted_form
from motcua.web.forms.answers import answer_words

NAMES: Mapping[str, Text] = {
    "account.phone": Text("Điện thoại", "Telephone"),
    "account.birth_date": Text("Ngày sinh", "Date of birth"),
    "account.address": Text("Địa chỉ", "Address"),
}


@dataclass(frozen=True)
class Line:
    """One answer or paper to be filled in: what it is, the answer in words, where it comes from."""

    label: str
    words: str
    source: str
    url: str = ""


@dataclass(frozen=True)
class Reuse:
    """What the partial `citizen/_prefill.html` shows; `lines` are empty once the person has answered."""

    lines: Sequence[Line]
    sources: Mapping[str, str]


def of_page(work: Work, draft: Draft) -> Reuse:
    """What a page of a form hands to its template as `reuse`; the fields find their sources in `g`."""
    offered = prefill.offer(work, actor(), draft, now())
    known = prefill.sources(work, draft)
    g.field_sources = {key: say(text) for key, text in known.items()}
    return Reuse(_lines(offered), g.field_sources)


@open_to("citizen")
def decide(draft_id: UUID) -> ResponseReturnValue:
    """The person's answer whether what he gave before may be filled in; then back to where he was."""
    answer, filled = request.form.get("reuse", ""), 0
    with new_work() as work:
        drafts.get(work, actor(), draft_id)
        if answer in ("yes", "no"):
            filled = prefill.decide(work, actor(), draft_id, agreed=answer == "yes", now=now())
    if filled:
        flash(_("Đã điền sẵn %(count)d mục. Xem lại; mục nào chưa đúng thì sửa.", count=filled), "ok")
    elif answer == "no":
        flash(_("Không điền sẵn gì. Bạn tự khai các mục."), "info")
    back = resume.local_path(request.form.get("back"))
    return redirect(back or url_for("citizen.draft", draft_id=draft_id), 303)


@open_to("citizen")
def papers() -> ResponseReturnValue:
    """The store of papers, and what the account keeps to fill in."""
    with new_work() as work:
        listed = stored_papers.mine(work, actor())
        kept = profiles.mine(work, actor())
    return render_template(
        "citizen/stored_papers.html",
        papers=listed,
        today=today(),
        kept=[say(NAMES[key]) if key in NAMES else key for key in kept],
    )


@open_to("citizen")
def paper(paper_id: int) -> ResponseReturnValue:
    with new_work() as work:
        row = stored_papers.get(work, actor(), paper_id)
        opened = contents.open_as(work, row, wanted_form())
    return send_stored(opened)


@open_to("citizen")
def forget_paper(paper_id: int) -> ResponseReturnValue:
    with new_work() as work:
        stored_papers.remove(work, actor(), paper_id, now())
    flash(_("Đã xóa khỏi kho giấy tờ. Hồ sơ đã nộp vẫn giữ tệp của mình."), "ok")
    return redirect(url_for("citizen.stored_papers"), 303)


@open_to("citizen")
def update_profile(code: str) -> ResponseReturnValue:
    """What the person ticked on the receipt goes into his account."""
    with new_work() as work:
        count = profiles.update(work, actor(), code, request.form.getlist("keep"), now())
    if count:
        flash(_("Đã cập nhật thông tin tài khoản. Lần sau được điền sẵn."), "ok")
    return redirect(url_for("citizen.filed", code=code), 303)


@open_to("citizen")
def forget_profile() -> ResponseReturnValue:
    with new_work() as work:
        profiles.forget(work, actor(), now())
    flash(_("Đã xóa thông tin dùng để điền sẵn."), "ok")
    return redirect(url_for("citizen.stored_papers"), 303)


def changes_of(found: Sequence[profiles.Change]) -> list[tuple[str, str, str]]:
    """(source, name, the new words) of what the account does not say yet."""
    return [
        (
            one.source,
            say(NAMES.get(one.source, one.field.label)),
            answer_words(one.field, one.after, language()),
        )
        for one in found
    ]


def _lines(offered: Offer) -> list[Line]:
    answers = [
        Line(say(one.field.label), answer_words(one.field, one.value, language()), say(one.source))
        for one in offered.answers
    ]
    papers = [
        Line(
            say(one.name),
            one.row.name,
            say(one.source),
            url_for("citizen.stored_paper", paper_id=one.row.id),
        )
        for one in offered.papers
    ]
    return answers + papers
