"""Files from people: empty, oversized and disguised ones are refused by name, names lose what could mislead."""

from __future__ import annotations

import io
import zipfile

import pytest
from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW
from fixtures_watch import rows

from motcua.domain.errors import NotFoundError
from motcua.services import drafts, files, offers
from motcua.services.files import FileError, Upload
from motcua.services.work import House

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
JPG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x10" * 64 + b"\xff\xd9"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return held.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
GOOD = [
    ("giay.pdf", PDF, "application/pdf"),
    ("giay.PDF", PDF, "application/pdf"),
    ("anh.png", PNG, "image/png"),
    ("anh.jpg", JPG, "image/jpeg"),
    ("anh.jpeg", JPG, "image/jpeg"),
    ("don.docx", DOCX, files.KINDS[".docx"]),
    ("bang.xlsx", XLSX, files.KINDS[".xlsx"]),
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
    ("don.docx", zipped("virus.exe"), "không phải DOCX"),
    ("don.docx", XLSX, "không phải DOCX"),
    ("don.docx", PDF, "không phải DOCX"),
    ("bang.xlsx", DOCX, "không phải XLSX"),
    ("anh.jpg", HTML, "không phải JPG"),
    ("anh.jpg", PNG, "không phải JPG"),
    ("anh.png", JPG, "không phải PNG"),
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
    for name, content, media_type in GOOD:
        with house.work() as work:
            file_id = files.keep(work, Upload(name, content), NOW, uploaded_by=None)
            work.commit()
        (row,) = rows(house, "select * from file where id = :id", id=file_id)
        assert (row.name, row.media_type, row.size) == (name, media_type, len(content))
        assert house.files.get(row.sha256) == content


def test_bad_files_are_refused_by_name_and_leave_nothing(house: House) -> None:
    for name, content, said in BAD:
        with pytest.raises(FileError, match=said) as caught, house.work() as work:
            files.keep(work, Upload(name, content), NOW, uploaded_by=None)
        assert name in caught.value.message.vi
        assert name in caught.value.message.en
    assert rows(house, "select 1 from file") == []


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
        assert drafts.file_content(work, citizen, draft_id, file.id)[1] == PDF
        drafts.detach(work, citizen, draft_id, file.id, NOW)
        assert drafts.get(work, citizen, draft_id).files == []
