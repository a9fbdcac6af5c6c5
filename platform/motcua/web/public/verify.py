"""Whether a paper is real: asked by its code, or by the file itself, which is looked at and not kept (F-16)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.papers.public_code import read_public_code
from motcua.services.papers import paper_check
from motcua.services.papers.files import tidy_name
from motcua.services.papers.paper_check import Checked
from motcua.web.access import open_to
from motcua.web.context import house, new_work, now

LONGEST_CODE = 60


@open_to("public")
def verify() -> ResponseReturnValue:
    """The form; with `code`, what is known of the paper that bears it."""
    typed = request.args.get("code")
    if typed is None:
        return _page()
    if not typed.strip():
        return _page(errors={"code": _("Nhập mã in trên văn bản hoặc người giữ văn bản đưa cho bạn.")}), 400
    return _of_code(typed[:LONGEST_CODE])


@open_to("public")
def verified(code: str) -> ResponseReturnValue:
    """The same, at the address that a QR code leads to."""
    return _of_code(code[:LONGEST_CODE])


@open_to("public")
def verify_file() -> ResponseReturnValue:
    """What is known of a file that somebody holds."""
    sent = request.files.get("file")
    content = sent.read() if sent is not None and sent.filename else b""
    if sent is None or not content:
        return _page(errors={"file": _("Chọn tệp cần kiểm tra.")}), 400
    if len(content) > house().upload_limit:
        limit = house().upload_limit // (1024 * 1024)
        return _page(errors={"file": _("Tệp lớn quá %(limit)d MB.", limit=limit)}), 413
    with new_work() as work:
        found = paper_check.by_file(work, tidy_name(sent.filename or ""), content, now())
    return _page(found=found)


def _of_code(typed: str) -> ResponseReturnValue:
    with new_work() as work:
        found = paper_check.by_code(work, typed, now())
    if found.known:
        return _page(typed=found.known[0].code, found=found)
    if read_public_code(typed):
        wrong = _("Không có văn bản nào mang mã này. So lại từng chữ với mã in trên văn bản.")
    else:
        wrong = _("Mã chưa đúng. Mã gồm 12 chữ và số, ví dụ K7MA-4QXD-9TRH.")
    return _page(typed=typed, errors={"code": wrong}), 404


def _page(typed: str = "", found: Checked | None = None, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "public/verify.html",
        typed=typed,
        found=found,
        errors=errors or {},
        megabytes=house().upload_limit // (1024 * 1024),
    )
