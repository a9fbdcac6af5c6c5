"""A birth registered online: the answers of its form, part by part, and the way through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

from browser import citizen
from browser.asking import Answer
from browser.citizen import Person
from playwright.sync_api import Page

NAME = "Đăng ký khai sinh"
TODAY = datetime.now(UTC).astimezone(timezone(timedelta(hours=7))).date()
BORN = TODAY - timedelta(days=12)
FATHER = Person("Phan Văn Lộc", "045092007731", "0914226703", "loc.phan@example.vn")
CHILD = "PHAN GIA BẢO"
ID_PAPER = "Thẻ Căn cước hoặc Căn cước công dân"
REQUESTER = [
    Answer("Họ, chữ đệm, tên người yêu cầu", FATHER.name),
    Answer("Ngày sinh của người yêu cầu", "09/06/1992"),
    Answer("Loại giấy tờ tùy thân", ID_PAPER, "pick"),
    Answer("Số giấy tờ tùy thân", FATHER.identity),
    Answer("Quan hệ với người được khai sinh", "Cha", "pick"),
]
NEWBORN = [
    Answer("Họ, chữ đệm, tên người được khai sinh", CHILD),
    Answer("Ngày sinh của người được khai sinh", f"{BORN:%d/%m/%Y}"),
    Answer("Ngày sinh ghi bằng chữ", "Ngày sinh viết bằng chữ trên giấy chứng sinh"),
    Answer("Giới tính", "Nam", "choose"),
    Answer("Dân tộc", "Kinh", "pick"),
    Answer("Quốc tịch", "Việt Nam", "pick"),
    Answer("Nơi sinh", "Bệnh viện Đa khoa tỉnh Quảng Trị"),
    Answer("Quê quán", "Phường Nam Đông Hà, tỉnh Quảng Trị"),
]
PARENTS = [
    Answer("Họ, chữ đệm, tên", "Trương Thị Thu Sương", group="Người mẹ"),
    Answer("Năm sinh", "1994", group="Người mẹ"),
]
COPIES = [Answer("Đề nghị cấp bản sao", "Không", "choose")]
PARTS: Mapping[str, Sequence[Answer]] = {
    "Người yêu cầu": REQUESTER,
    "Người được khai sinh": NEWBORN,
    "Cha và mẹ": PARENTS,
    "Bản sao Giấy khai sinh": COPIES,
}
PAPER = "Giấy chứng sinh"
PAPERS = "Giấy tờ kèm theo"


def fill_in(page: Page) -> None:
    """Fill in the whole form, without a mistake, and attach the one paper that is required."""
    for number, (title, answers) in enumerate(PARTS.items(), 1):
        citizen.fill_part(page, title, f"{number} trên 5", answers)
    citizen.attach(page, PAPER, citizen.PDF)
