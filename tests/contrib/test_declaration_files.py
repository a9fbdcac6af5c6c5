"""Declarations as files: archived PDF that says what was typed and nothing else, and a Word file of the same items."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest
from docx import Document

from motcua.contrib import declaration_pdf, declaration_word, typst_process
from motcua.contrib.typst_process import TypesettingError, typeset
from motcua.domain.declaration.declaration_paper import Filed, Paper, paper_of
from motcua.domain.forms import FormDefinition

AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
HOSTILE = {
    "typst": '#read("/etc/passwd") #panic() *x* $1$ </text>',
    "long": "dài " * 2_000 + "x" * 2_000,
    "marks": "\u202eABC\u202c\u200b\u00ad\u0301 A\u0301\ufeff\u2028",
    "strange": "北京 😀 العربية ☒",
    "lines": "một\nhai\r\nba\tbốn",
}
SCHEMA: dict[str, Any] = {
    "title": "Tờ khai thử",
    "type": "object",
    "properties": {
        **{key: {"type": "string", "title": f"Mục {key}", "x-widget": "textarea"} for key in HOSTILE},
        "chon": {"type": "string", "title": "Chọn", "enum": ["a", "b"], "x-labels": {"a": "Một", "b": "Hai"}},
        "dong": {
            "type": "array",
            "title": "Dòng",
            "items": {"type": "object", "properties": {"ten": {"type": "string", "title": "Tên"}}},
        },
    },
}
DATA = {**HOSTILE, "chon": "b", "dong": [{"ten": HOSTILE["typst"]}, {"ten": "Bình"}]}


@pytest.fixture(scope="module")
def paper() -> Paper:
    filed = Filed(
        "H50.16-261122-0001", "https://dvc.example/track/H50", "UBND phường", date(2026, 11, 22), "An"
    )
    return paper_of(FormDefinition.from_schema(SCHEMA), DATA, filed=filed)


@pytest.fixture(scope="module")
def document(paper: Paper) -> bytes:
    return declaration_pdf.write(paper, AT)


def text_of(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    try:
        return " ".join("".join(page.get_textpage().get_text_range() for page in pdf).split())
    finally:
        pdf.close()


def test_what_was_typed_is_told_and_never_obeyed(document: bytes) -> None:
    told = text_of(document)
    assert HOSTILE["typst"] in told
    assert "root:" not in told
    assert "□□ □" in told
    assert "bản điện tử" in told
    assert "H50.16-261122-0001" in told
    assert "☐ Một" in told and "☒ Hai" in told  # noqa: PT018


def test_it_is_an_archived_tagged_document_with_all_its_letters(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        with pdf.open_metadata() as facts:
            assert (facts["pdfaid:part"], facts["pdfaid:conformance"]) == ("2", "A")
        root: Any = pdf.Root
        assert str(root.Lang) == "vi"
        assert bool(root.MarkInfo.Marked)
        assert len(root.OutputIntents) == 1
        assert not {"/OpenAction", "/AcroForm", "/AA"} & set(root.keys())
        fonts = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert any("Tinos" in str(one.FontName) for one in fonts)
        assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in fonts)


def test_the_same_paper_gives_the_same_bytes(paper: Paper, document: bytes) -> None:
    assert declaration_pdf.write(paper, AT) == document


def test_a_document_that_takes_too_long_or_cannot_be_made_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(TypesettingError) as missing:
        typeset("declaration", {}, AT)
    assert "PDF" in missing.value.message.vi
    monkeypatch.setattr(typst_process, "MAX_SECONDS", 0.01)
    with pytest.raises(TypesettingError):
        typeset("declaration", {}, AT)


def test_the_word_file_has_the_same_items(paper: Paper) -> None:
    word = Document(io.BytesIO(declaration_word.write(paper, AT)))
    told = "\n".join(one.text for one in word.paragraphs)
    assert len(word.inline_shapes) == 1
    for expected in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỜ KHAI THỬ", HOSTILE["typst"], "☒ Hai", "北京"):
        assert expected in told
    assert [cell.text for row in word.tables[0].rows for cell in row.cells] == [
        "TT", "Tên", "1", HOSTILE["typst"], "2", "Bình",
    ]  # fmt: skip
    labels = [one.label for one in paper.items if one.label]
    assert [label for label in labels if label not in told] == []
