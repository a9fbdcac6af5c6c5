"""A procedure whose form has a question of every kind, and a program that can be stopped while it is filled in."""

from __future__ import annotations

import copy
import threading
from dataclasses import replace
from typing import Any, cast

from fixtures_house import NOW
from fixtures_server import Site
from werkzeug.serving import WSGIRequestHandler, make_server

from motcua import settings as program
from motcua.application import create_app
from motcua.domain.people.permissions import SYSTEM
from motcua.services.process import library, procedures

SECTION = "Nhà và người"


class Patient(WSGIRequestHandler):
    """Gives a connection up on which nothing is asked, as Chromium opens them ahead."""

    timeout = 5


def both(vi: str, en: str, **more: Any) -> dict[str, Any]:
    return {"title": vi, "x-en": {"title": en}, **more}


FOR_BUSINESS = {"properties": {"muc_dich": {"const": "kinh_doanh"}}, "required": ["muc_dich"]}
AS_PERSON = {
    "loai": {"const": "ca_nhan"},
    "ten_nguoi": both("Tên người", "Name", type="string"),
}
AS_FIRM = {
    "loai": {"const": "to_chuc"},
    "ten_to_chuc": both("Tên tổ chức", "Organisation", type="string"),
}
ADDRESS = {
    "tinh": both("Tỉnh, thành phố", "Province", type="string", pattern="^[0-9]{2}$"),
    "xa": both("Xã, phường, đặc khu", "Commune", type="string", pattern="^[0-9]{5}$"),
    "dia_chi": both("Số nhà, đường", "Street", type="string"),
}
LINE = {
    "ma": both("Mã ngành", "Code", type="string", pattern="^[0-9]{4}$"),
    "ten": both("Tên ngành, nghề", "Line", type="string"),
}
CHILD = {
    "ho_ten": both("Họ và tên", "Name", type="string"),
    "di_hoc": both("Đang đi học", "At school", type="boolean"),
    "truong": both("Trường", "School", type="string"),
}
AT_SCHOOL = {
    "if": {"properties": {"di_hoc": {"const": True}}, "required": ["di_hoc"]},
    "then": {"required": ["truong"]},
    "else": {"properties": {"truong": False}},
}
FIELDS: dict[str, Any] = {
    "luu_y": both("Trước khi khai", "Before you begin", type="null", description="Chuẩn bị giấy tờ nhà.")
    | {"x-widget": "note"},
    "muc_dich": both("Mục đích", "Purpose", type="string", enum=["o", "kinh_doanh"])
    | {"x-labels": {"o": "Để ở", "kinh_doanh": "Để kinh doanh"}, "x-widget": "radio"},
    "so_tang": both("Số tầng kinh doanh", "Storeys", type="integer", minimum=1),
    "dien_tich": both("Diện tích sàn", "Floor area", type="number") | {"x-suffix": "m²"},
    "tong": both("Tổng diện tích", "Total area", type="number", readOnly=True)
    | {"x-formula": "dien_tich * so_tang", "x-suffix": "m²"},
    "gia": both("Giá nhà", "Price", type="integer") | {"x-widget": "money"},
    "ngay_sinh_cu": both("Ngày sinh của cụ", "Born", type="string", format="motcua-day"),
    "so_cc": both("Số căn cước", "ID number", type="string")
    | {"x-widget": "personal_id", "x-digits": 12, "pattern": "^0[0-9]{11}$"},
    "noi_o": both("Nơi ở", "Home", type="object", required=["tinh", "xa"], properties=ADDRESS)
    | {"x-widget": "address"},
    "nguoi": both("Người đề nghị", "Applicant", type="object", oneOf=[
        both("Cá nhân", "A person", properties=AS_PERSON, required=["loai", "ten_nguoi"]),
        both("Tổ chức", "An organisation", properties=AS_FIRM, required=["loai", "ten_to_chuc"]),
    ]),
    "con": both("Các con", "Children", type="array", items=both(
        "Con", "Child", type="object", properties=CHILD, required=["ho_ten"], **AT_SCHOOL)),
    "nghe": both("Nghề phụ", "Side lines", type="array", items=both(
        "Nghề", "Line", type="object", properties=LINE)) | {"x-widget": "business_lines"},
    "ban_ve": both("Bản vẽ", "Drawing", type="string", format="motcua-file") | {"x-accept": ["pdf", "image"]},
    "cam_doan": both("Cam đoan", "Declaration", type="boolean", const=True)
    | {"x-widget": "declaration", "x-text": "Tôi cam đoan nhà này của tôi."},
}  # fmt: skip


def with_all_kinds(house: Any) -> None:
    """The business-household procedure with one more section in front that has a question of every kind."""
    found = library.sources([program.content("bpmn")], program.content("forms"))
    source = next(one for _, one in found if b'code="1.001612"' in one.bpmn)
    forms: Any = copy.deepcopy(dict(source.forms))
    schema = forms["hkd_thanh_lap"]
    schema["properties"] |= FIELDS
    schema["required"] += ["cam_doan", "muc_dich"]
    title = {"key": "nha", "title": SECTION, "fields": list(FIELDS), "x-en": {"title": "House and people"}}
    schema["x-sections"].insert(0, title)
    rule = {"if": FOR_BUSINESS, "then": {"required": ["so_tang"]}, "else": {"properties": {"so_tang": False}}}
    schema.setdefault("allOf", []).append(rule)
    with house.work() as work:
        procedures.release(work, SYSTEM, replace(source, forms=forms), NOW)


class Running(Site):
    """The running program; a stop is one between two requests, as of a machine that is switched off."""

    def __init__(self, house: Any, settings: Any, templates: Any) -> None:
        self.application: Any = create_app(house, settings)
        self.application.jinja_env.bytecode_cache = templates
        self.port, self.server = 0, cast(Any, None)
        super().__init__("", house, settings.var / "mail")

    def start(self) -> None:
        server: Any = make_server(
            "127.0.0.1", self.port, self.application, threaded=True, request_handler=Patient
        )
        server.daemon_threads = False
        self.server, self.port = server, server.port
        object.__setattr__(self, "address", f"http://127.0.0.1:{server.port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
