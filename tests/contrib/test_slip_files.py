"""Slips as files: printed codes are read by a scanner's library, hostile letters stay letters, Word opens them."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from docx import Document

from motcua.contrib import slip_pdf, slip_word
from motcua.domain.papers.slip_fields import sample_values
from motcua.domain.papers.slip_paper import SlipPaper, slip_paper
from motcua.domain.papers.slip_template import read_template
from motcua.settings import PACKAGE

AT = datetime(2026, 6, 22, 1, 30, tzinfo=UTC)
CODE = "000.00.15.H50-260622-0042"
ADDRESS = f"https://dichvucong.example.vn/track/{CODE}"
HOSTILE = '#panic("x") $1/0$ @nowhere <b>đậm</b> &amp; ]] \\ ``` {applicant_name} \u202eđảo 😀 漢 \x00'


def body(kind: str, legal_set: str = "tt01_2018") -> Any:
    return json.loads((PACKAGE / "data" / "slips" / legal_set / f"{kind}.json").read_text(encoding="utf-8"))


def paper_of(kind: str, language: str = "vi", legal_set: str = "tt01_2018", **values: object) -> SlipPaper:
    given = {**sample_values(kind), "dossier_code": CODE, "look_up_address": ADDRESS, **values}
    return slip_paper(read_template(body(kind, legal_set), kind), given, language=language, at=AT)


def size_of(document: Any) -> tuple[int, int]:
    section = document.sections[0]
    return round(section.page_width.mm), round(section.page_height.mm)


def text_of(document: bytes) -> str:
    opened = pypdfium2.PdfDocument(document)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())
    finally:
        opened.close()


@pytest.mark.req("F-18", "F-02")
def test_a_scanner_reads_the_dossier_from_both_codes_of_every_copy() -> None:
    document = pypdfium2.PdfDocument(slip_pdf.write(paper_of("receipt", receipt_codes=["barcode", "qr"]), AT))
    read = []
    for page in document:
        found = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        read.append({str(one.format).removeprefix("BarcodeFormat."): one.text for one in found})
    document.close()
    assert len(read) == 2
    assert read[0] == read[1]
    assert sorted(read[0].values()) == sorted([CODE, ADDRESS])
    assert all(text.endswith(CODE) for text in read[0].values())


@pytest.mark.req("F-18")
def test_the_province_says_which_codes_a_receipt_carries() -> None:
    for wanted in (["qr"], ["barcode"]):
        document = pypdfium2.PdfDocument(slip_pdf.write(paper_of("receipt", receipt_codes=wanted), AT))
        found = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
        document.close()
        assert [one.text for one in found] == [ADDRESS if wanted == ["qr"] else CODE]


@pytest.mark.req("B-09", "F-19")
def test_markup_that_people_type_is_printed_as_letters_in_pdf_and_word() -> None:
    paper = paper_of("apology", reason=HOSTILE, reasons=[{"by": HOSTILE, "reason": HOSTILE, "until": ""}])
    shown = text_of(slip_pdf.write(paper, AT))
    for piece in ('#panic("x")', "$1/0$", "@nowhere", "<b>đậm</b>", "&amp;", "]]", "```", "{applicant_name}"):
        assert shown.count(piece) == 3, piece
    document = Document(io.BytesIO(slip_word.write(paper, AT)))
    words = "\n".join(line.text for line in document.paragraphs)
    assert (
        words.count('#panic("x") $1/0$ @nowhere <b>đậm</b> &amp; ]] \\ ``` {applicant_name} đảo 😀 漢') == 3
    )


@pytest.mark.req("B-09")
def test_the_longest_slip_is_printed_within_the_bounds_of_its_process() -> None:
    entry = {**sample_values("ledger")["entries"][0], "address": "Khu phố Tân Thuận Đông " * 3}  # type: ignore[index]
    document = slip_pdf.write(paper_of("ledger", entries=[entry] * 300), AT)
    opened = pypdfium2.PdfDocument(document)
    assert len(opened) > 20
    opened.close()


@pytest.mark.req("F-19")
@pytest.mark.parametrize(
    ("kind", "legal_set"),
    [
        ("control", "tt01_2018"),
        ("ledger", "tt03_2025"),
        ("stop_notice", "tt03_2025"),
        ("guidance", "tt01_2018"),
    ],
)
def test_a_slip_carries_its_fonts_and_the_head_of_the_state(kind: str, legal_set: str) -> None:
    document = slip_pdf.write(paper_of(kind, legal_set=legal_set), AT)
    assert document == slip_pdf.write(paper_of(kind, legal_set=legal_set), AT)
    told = text_of(document)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in told
    assert "Độc lập – Tự do – Hạnh phúc" in told
    with pikepdf.open(io.BytesIO(document)) as opened:
        fonts = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in fonts)


@pytest.mark.req("F-10")
def test_word_has_the_same_words_in_real_tables_under_the_same_head() -> None:
    rows = [{"giver": f"Bên {n}", "receiver": f"Bên {n + 1}", "result": "Đúng hạn"} for n in range(1, 5)]
    document = Document(io.BytesIO(slip_word.write(paper_of("control", hand_overs=rows), AT)))
    head, table = document.tables[0], document.tables[1]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.rows[0].cells[1].text
    assert len(table.rows) == 1 + len(rows)
    assert table.rows[0].cells[0].text == "TÊN CƠ QUAN"
    assert table.rows[4].cells[0].text == "1. Giao: Bên 4\n2. Nhận: Bên 5"
    assert size_of(document) == (148, 210)
    ledger = Document(io.BytesIO(slip_word.write(paper_of("ledger"), AT)))
    assert size_of(ledger) == (297, 210)
    heads = ledger.tables[1].rows
    assert heads[0].cells[7].text == heads[0].cells[8].text == "Ngày, tháng, năm"
    assert [cell.text for cell in heads[1].cells[7:9]] == ["Nhận hồ sơ", "Hẹn trả kết quả"]
