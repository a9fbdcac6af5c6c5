"""Files sent in parts by the script of a page: announced, sent on from where they stopped, given up.

A page names the address in `data-upload-url`; without scripts its plain file input does the same in one piece.
"""

from __future__ import annotations

import json
from uuid import UUID

from flask import Blueprint, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.intake import drafts
from motcua.services.papers import uploads as services
from motcua.services.papers.uploads import Announced, OffsetError, Standing
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.json_body import json_object
from motcua.web.keys import record_key

uploads = Blueprint("uploads", __name__, url_prefix="/uploads")

OFFSET = "Upload-Offset"
LONGEST_ANNOUNCEMENT = 4096


@uploads.post("/<uuid:draft_id>")
@open_to("citizen", "staff")
def begin(draft_id: UUID) -> ResponseReturnValue:
    """Announce a file for a place of a draft: {"name", "size", "slot"}."""
    with new_work() as work:
        drafts.get(work, actor(), draft_id)
        return _answer(services.begin(work, actor(), _announced(draft_id), now()), 201)


@uploads.get("/parts/<uuid:sending_id>")
@open_to("citizen", "staff")
def standing(sending_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        return _answer(services.standing(work, actor(), sending_id))


@uploads.patch("/parts/<uuid:sending_id>")
@open_to("citizen", "staff")
def append(sending_id: UUID) -> ResponseReturnValue:
    """The body is the part that begins at `Upload-Offset`; 409 says where to go on from."""
    try:
        with new_work() as work:
            start = request.headers.get(OFFSET, -1, type=record_key)
            return _answer(services.append(work, actor(), sending_id, start, _part(), now()))
    except OffsetError as error:
        body = {"code": error.code, "message": say(error.message)}
        return jsonify(error=body, received=error.received), 409


@uploads.delete("/parts/<uuid:sending_id>")
@open_to("citizen", "staff")
def cancel(sending_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        services.cancel(work, actor(), sending_id)
    return make_response("", 204)


@uploads.app_template_global()
def upload_attributes(draft_id: UUID) -> Markup:
    """What the script of uploads needs to know, on an element around the file inputs of a draft."""
    return Markup(' data-upload-url="{}" data-upload-most="{}" data-upload-words="{}"').format(
        url_for("uploads.begin", draft_id=draft_id),
        house().upload_limit,
        json.dumps(_words(), ensure_ascii=False),
    )


def _answer(found: Standing, status: int = 200) -> ResponseReturnValue:
    body = {
        "url": url_for("uploads.standing", sending_id=found.id),
        "name": found.name,
        "size": found.size,
        "received": found.received,
        "part": services.PART,
        "file": found.file_id,
    }
    return jsonify(body), status


def _announced(draft_id: UUID) -> Announced:
    given = (json_object() if (request.content_length or 0) <= LONGEST_ANNOUNCEMENT else None) or {}
    name, size, slot = given.get("name"), given.get("size"), given.get("slot")
    if not isinstance(name, str) or type(size) is not int or not isinstance(slot, str) or "\0" in slot:
        raise InputError(
            Text(
                "Thiếu tên, dung lượng hoặc nơi đính kèm tệp.", "Name, size or place of the file are missing."
            )
        )
    return Announced(name, max(size, 0), draft_id, slot)


def _part() -> bytes:
    if (request.content_length or 0) > services.PART:
        raise InputError(Text("Phần tệp gửi quá dài.", "The part is too long."))
    return request.get_data(cache=False)


def _words() -> dict[str, str]:
    """What the script says; {…} are filled in by it."""
    return {
        "sending": _("Đang tải {name}: {percent} %, {done} trên {all}"),
        "checking": _("Đang kiểm tra {name}"),
        "done": _("Đã tải xong {name}"),
        "dropped": _("Mất kết nối. Tệp {name} sẽ tự tải tiếp từ {percent} % khi có mạng."),
        "again": _("Tải tiếp ngay"),
        "cancel": _("Bỏ"),
        "cancelled": _("Đã bỏ tải {name}"),
        "unfinished": _("Tệp {name} tải dở {percent} %. Chọn lại đúng tệp này để tải tiếp."),
        "too_large": _("Tệp “{name}” lớn hơn {most}. Hãy giảm dung lượng hoặc chia nhỏ."),
        "not_taken": _("Không nhận tệp “{name}”. Hãy chọn tệp {kinds}."),
        "failed": _("Chưa tải được {name}. Hãy thử lại."),
        "wait": _("Đang tải nốt các tệp, xong sẽ tự đi tiếp."),
        "remove": _("Xoá"),
        "turned": _("Đã xoay ảnh {n}: {degrees} độ"),
        "moved": _("Ảnh này giờ là trang {n}"),
    }
