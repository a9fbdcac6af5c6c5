"""Paper forms as offices lay them out in Word: birth registration, business household, construction permit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm


def birth() -> bytes:
    """Thông tư 04/2020: dots typed by hand, no numbers, several questions in a line, two persons alike."""
    document = Document()
    _head(document, "TỜ KHAI ĐĂNG KÝ KHAI SINH", "Mẫu số 01")
    for line in (
        "Kính gửi: (1)..............................................................",
        "Họ, chữ đệm, tên người yêu cầu: ...........................................",
        "Nơi cư trú: (2)............................................................",
        "...........................................................................",
        "Giấy tờ tùy thân: (3)......................................................",
        "Quan hệ với người được khai sinh: .........................................",
    ):
        document.add_paragraph(line)
    document.add_paragraph().add_run("Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:").bold = True
    for line in (
        "Họ, chữ đệm, tên: ……………………………………………………………",
        "Ngày, tháng, năm sinh: ……/……/…………  ghi bằng chữ: ………………………………",
        "Giới tính: ………… Dân tộc: ………… Quốc tịch: …………",
        "Nơi sinh: (4) ………………………………………………………………",
        "Quê quán: ………………………………………………………………",
        "Họ, chữ đệm, tên người mẹ: ………………………………………………",
        "Năm sinh: (5) ………… Dân tộc: ………… Quốc tịch: …………",
        "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, được sự thỏa thuận nhất trí "
        "của các bên liên quan theo quy định pháp luật.",
        "Tôi chịu trách nhiệm hoàn toàn trước pháp luật về nội dung cam đoan của mình.",
        "Đề nghị cấp bản sao: Có ☐, Không ☐",
        "Số lượng: ……… bản",
        "Làm tại: …………………, ngày ……… tháng ……… năm ………",
        "Người yêu cầu",
        "(Ký, ghi rõ họ, chữ đệm, tên)",
        "Chú thích:",
        "(1) Ghi rõ tên cơ quan đăng ký khai sinh: ……",
    ):
        document.add_paragraph(line)
    return _saved(document)


def household() -> bytes:
    """Nghị định 168/2025: numbered items, dotted tab stops, boxes of Word and of Wingdings, a table of lines."""
    document = Document()
    _head(document, "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH", "Mẫu số 1")
    _tabbed(document, "Kính gửi: Phòng Kinh tế \t")
    _tabbed(document, "Tôi là (ghi họ tên bằng chữ in hoa): \t")
    _tabbed(document, "Số định danh cá nhân: \t")
    document.add_paragraph("Đăng ký hộ kinh doanh do tôi là chủ hộ với các nội dung sau:")
    _tabbed(document, "1. Tên hộ kinh doanh (ghi bằng chữ in hoa): \t")
    _tabbed(document, "2. Địa chỉ trụ sở hộ kinh doanh: \t")
    _tabbed(document, "Điện thoại: \tFax: \t")
    _tabbed(document, "Thư điện tử: \t")
    document.add_paragraph("3. Ngành, nghề kinh doanh:")
    table = document.add_table(rows=4, cols=4)
    for cell, text in zip(
        table.rows[0].cells, ("STT", "Tên ngành", "Mã ngành", "Ngành, nghề chính"), strict=True
    ):
        cell.text = text
    _tabbed(document, "4. Vốn kinh doanh: \tđồng")
    _boxed(document, "5. Chủ thể thành lập hộ kinh doanh:", ("Cá nhân", "Các thành viên hộ gia đình"))
    paragraph = document.add_paragraph()
    _symbol(paragraph, "F0A8")
    paragraph.add_run(" Đề nghị cấp giấy chứng nhận bản giấy")
    document.add_paragraph(
        "Tôi xin cam kết bản thân và các thành viên không thuộc trường hợp pháp luật cấm kinh doanh."
    )
    document.add_paragraph("CHỦ HỘ KINH DOANH")
    document.add_paragraph("(Ký và ghi họ tên)")
    return _saved(document)


def permit() -> bytes:
    """Nghị định 175/2024: Roman parts, items "1.1.", a form drawn as a table of two columns, single boxes."""
    document = Document()
    _head(document, "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "Mẫu số 01")
    document.add_paragraph("(Sử dụng cho công trình: Nhà ở riêng lẻ)")
    document.add_paragraph("Kính gửi: ………………………………………")
    document.add_paragraph("I. THÔNG TIN VỀ CHỦ ĐẦU TƯ")
    table = document.add_table(rows=0, cols=2)
    for label in ("Tên chủ đầu tư (tên chủ hộ)", "Người đại diện", "Số căn cước công dân", "Số điện thoại"):
        table.add_row().cells[0].text = label
    document.add_paragraph("II. THÔNG TIN CÔNG TRÌNH")
    for line in (
        "2.1. Địa điểm xây dựng: ………………………………………",
        "2.2. Thửa đất số: ……………… Tờ bản đồ số: ………………",
        "2.3. Diện tích xây dựng tầng 1: ……………… m2",
        "2.4. Số tầng: ………………",
        "2.5. Nội dung đề nghị: ………………………………………",
        "………………………………………………………………………",
        "3. Dự kiến ngày khởi công: ngày …… tháng …… năm ……",
        "4. Cam kết: Tôi xin cam đoan làm theo đúng giấy phép được cấp.",
        "Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu trách nhiệm.",
        "Gửi kèm theo đơn này các tài liệu",
    ):
        document.add_paragraph(line)
    return _saved(document)


def without_questions() -> bytes:
    document = Document()
    document.add_paragraph("Công văn không có gì để điền.")
    return _saved(document)


def far_too_long() -> bytes:
    document = Document()
    for _ in range(300):
        document.add_paragraph("Mục: …… " * 120)
    return _saved(document)


def _head(document: Any, title: str, number: str) -> None:
    document.add_paragraph(number)
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------"
    document.add_paragraph().add_run(title).bold = True


def _tabbed(document: Any, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _boxed(document: Any, label: str, options: Sequence[str]) -> None:
    """The boxes of Word's own content controls."""
    paragraph = document.add_paragraph(f"{label} ")
    for option in options:
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = "☐"
        run.append(text)
        content.append(run)
        control.append(content)
        paragraph._p.append(control)
        paragraph.add_run(f" {option} ")


def _symbol(paragraph: Any, code: str) -> None:
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), "Wingdings")
    symbol.set(qn("w:char"), code)
    paragraph.add_run()._r.append(symbol)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
