"""What the system has told an officer: the bell's list, opening one, marking them as read, by e-mail too or not (G-19)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from motcua.services.messages import inbox
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.keys import record_key

# What a message is about, by the part of its event before the first colon: an icon and a word.
KINDS: dict[str, tuple[str, LazyString]] = {
    "step": ("arrow-right-circle", _l("Việc đến")),
    "assign": ("person-check", _l("Được giao")),
    "hand_over": ("people", _l("Bàn giao")),
    "slip": ("paperclip", _l("Phiếu mới")),
    "warn": ("exclamation-triangle-fill", _l("Cảnh báo")),
    "urge": ("exclamation-circle-fill", _l("Đôn đốc")),
    "consult": ("send", _l("Xin ý kiến")),
    "answer": ("check-circle", _l("Đã trả lời")),
    "extension_asked": ("hourglass-split", _l("Xin gia hạn")),
    "extension_granted": ("hourglass-split", _l("Được gia hạn")),
    "extension_refused": ("hourglass-split", _l("Không gia hạn")),
    "held": ("send", _l("Chờ gửi người nộp")),
    "unconfirmed": ("exclamation-triangle-fill", _l("Chưa gửi người nộp")),
    "withdrawal_asked": ("arrow-left", _l("Xin rút")),
    "supplied": ("files", _l("Đã bổ sung")),
    "amended": ("pencil", _l("Người nộp sửa")),
    "entry_waits": ("hourglass-split", _l("Nhập bù chờ duyệt")),
    "back_entry": ("x-circle", _l("Nhập bù không được duyệt")),
    "ended": ("x-circle", _l("Đã kết thúc")),
}
OTHER = ("bell", _l("Thông báo"))


@open_to("staff")
def messages() -> ResponseReturnValue:
    """The latest messages, older ones by `before`; opening the list reads none of them."""
    with new_work() as work:
        found = inbox.page(work, actor(), request.args.get("before", type=record_key))
        by_email = inbox.by_email(work, actor())
    lines = [(row, *KINDS.get(row.event.partition(":")[0], OTHER)) for row in found]
    older = found[-1].id if len(found) == inbox.PAGE else None
    return render_template("officer/messages.html", lines=lines, older=older, by_email=by_email)


@open_to("staff")
def open_message(notice_id: int) -> ResponseReturnValue:
    """Go to the dossier that one of the reader's messages is about, which is read from now on."""
    with new_work() as work:
        code = inbox.open_one(work, actor(), notice_id, now())
    return redirect(url_for("officer.dossier", code=code))


@open_to("staff")
def read_all() -> ResponseReturnValue:
    with new_work() as work:
        inbox.read_all(work, actor(), now())
    return redirect(url_for("officer.messages"), 303)


@open_to("staff")
def by_email() -> ResponseReturnValue:
    """Have one's messages by e-mail too, or no longer."""
    wanted = request.form.get("by_email") == "1"
    with new_work() as work:
        inbox.want_email(work, actor(), wanted=wanted)
    flash(_("Thông báo được gửi thêm qua thư điện tử.") if wanted else _("Thông báo chỉ hiện ở đây."), "ok")
    return redirect(url_for("officer.messages"), 303)
