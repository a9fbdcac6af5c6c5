"""The one place where errors become answers: a page in the reader's language, or JSON for the API."""

from __future__ import annotations

import logging
import secrets

from flask import (
    Flask,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from motcua.domain.errors import (
    ConflictError,
    InputError,
    MotcuaError,
    NotAllowedError,
    NotFoundError,
    TooManyError,
    ValidationError,
)
from motcua.domain.papers.file_size import MEGABYTE
from motcua.web import resume
from motcua.web.context import actor, say

log = logging.getLogger("motcua.web")

STATUS: tuple[tuple[type[MotcuaError], int], ...] = (
    (NotFoundError, 404),
    (NotAllowedError, 403),
    (ConflictError, 409),
    (ValidationError, 422),
    (TooManyError, 429),
    (InputError, 400),
)
# No look-alike characters: the code is read out on the telephone.
MAX_DRAINED = 512 * 1024 * 1024
INCIDENT_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def status_of(error: MotcuaError) -> int:
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def register_errors(app: Flask) -> None:
    app.register_error_handler(MotcuaError, _of_ours)
    app.register_error_handler(CSRFError, _of_token)
    app.register_error_handler(RequestEntityTooLarge, _of_size)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unexpected)


def _of_ours(error: MotcuaError) -> ResponseReturnValue:
    status = status_of(error)
    if _is_program():
        body: dict[str, object] = {"code": error.code, "message": say(error.message)}
        if isinstance(error, ValidationError):
            body["fields"] = [
                {"pointer": one.pointer, "code": one.code, "message": say(one.message)}
                for one in error.errors
            ]
        return jsonify(error=body), status
    if status in (403, 404) and resume.is_refused_again():
        return make_response(resume.refused(say(error.message)), status)
    titles = {
        404: _("Không tìm thấy"),
        403: _("Bạn chưa được làm việc này"),
        409: _("Hồ sơ đã thay đổi"),
        422: _("Có chỗ cần sửa"),
        429: _("Đã thử quá nhiều lần"),
        400: _("Yêu cầu chưa đúng"),
    }
    return _page(status, titles.get(status, _("Có lỗi")), say(error.message))


def _of_token(error: CSRFError) -> ResponseReturnValue:
    if _is_program():
        return jsonify(error={"code": "csrf", "message": _("Thiếu mã chống giả mạo.")}), 400
    if resume.came_from_here():
        return resume.page()
    return _page(
        400, _("Trang đã hết hiệu lực"), _("Trang này mở quá lâu hoặc được gửi từ nơi khác. Hãy mở lại.")
    )


def _of_size(error: RequestEntityTooLarge) -> ResponseReturnValue:
    _drain()
    limit = (request.max_content_length or 0) // MEGABYTE
    message = _(
        "Các tệp gửi cùng lúc lớn hơn %(limit)d MB. Hãy gửi từng tệp hoặc giảm dung lượng.", limit=limit
    )
    if _is_program():
        return jsonify(error={"code": "too_large", "message": message}), 413
    back = resume.local_path(request.path)
    if back is not None and _is_page() and resume.came_from_here() and actor().kind != "public":
        flash(message, "bad")
        return redirect(url_for_path(back), 303)
    return _page(413, _("Tệp quá lớn"), message)


def _drain() -> None:
    """Read what is still being sent, up to a bound: closing before would reach the person as a broken connection."""
    left = min(request.content_length or 0, MAX_DRAINED)
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, 1 << 16))):
        left -= len(chunk)


def url_for_path(path: str) -> str:
    """A path of this application as the browser must ask for it."""
    return request.script_root + path


def _of_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.get_response()
    status = error.code or 500
    messages = {
        401: (_("Chưa đăng nhập"), _("Hãy đăng nhập rồi gửi lại yêu cầu.")),
        404: (_("Không tìm thấy trang"), _("Địa chỉ này không có trên hệ thống. Hãy kiểm tra lại địa chỉ.")),
        403: (_("Bạn chưa được xem trang này"), _("Hãy đăng nhập bằng tài khoản phù hợp.")),
        405: (_("Yêu cầu chưa đúng"), _("Trang này không nhận yêu cầu kiểu đó.")),
    }
    title, message = messages.get(status, (_("Yêu cầu chưa đúng"), _("Hãy quay lại và thử lần nữa.")))
    if _is_program():
        return jsonify(error={"code": f"http_{status}", "message": message}), status
    return _page(status, title, message)


def _unexpected(error: Exception) -> ResponseReturnValue:
    incident = "-".join("".join(secrets.choice(INCIDENT_LETTERS) for _ in range(3)) for _ in range(2))
    log.exception("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    message = _("Lỗi ở phía hệ thống, bạn không làm gì sai. Những gì đã lưu trước đó vẫn còn nguyên.")
    if _is_program():
        return jsonify(error={"code": "unexpected", "message": message, "incident": incident}), 500
    return _page(500, _("Hệ thống gặp lỗi"), message, incident=incident)


def _page(status: int, title: str, what: str, *, incident: str = "") -> ResponseReturnValue:
    is_staff = actor().kind == "staff"
    home = (
        (url_for("officer.work"), _("Về việc của tôi"))
        if is_staff
        else (url_for("public.home"), _("Về trang chủ"))
    )
    body = render_template(
        "error.html",
        title=title,
        what=what,
        kept=(),
        todo=_("Quay lại trang trước, hoặc bắt đầu lại từ trang chủ."),
        actions=[home],
        incident=incident or None,
        layout="desk.html" if is_staff else "portal.html",
    )
    return make_response(body, status)


def _is_page() -> bool:
    """Whether the address that was sent to can also be opened."""
    address = current_app.create_url_adapter(request)
    return address is not None and address.test(method="GET")


def _is_program() -> bool:
    """Whether a program asks and not a person: it reads what is wrong as JSON."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"
