"""Files from people: size, name and content are checked before the bytes are kept."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import puremagic

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store import file as files

KINDS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN_IN_PLACE = {"application/pdf", "image/jpeg", "image/png"}
# The part every document of the kind has in its archive.
DOCUMENT_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
MAX_NAME = 150


class FileError(InputError):
    """A file that cannot be taken; the message names it and says what would do."""

    code = "file"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name the person's machine gave it, and all its bytes."""

    name: str
    content: bytes


def keep(work: Work, upload: Upload, now: datetime, *, uploaded_by: int | None, **owner: object) -> int:
    """Check and keep the file for `owner` (draft_id, dossier_id, opinion_id, slot); its id.

    Raises FileError for an empty, oversized or disguised file. Does not commit.
    """
    name = tidy_name(upload.name)
    media_type = _media_type(name, upload.content, work.house.upload_limit)
    sha256 = work.house.files.put(upload.content)
    return files.add(
        work.connection,
        name=name,
        media_type=media_type,
        size=len(upload.content),
        sha256=sha256,
        uploaded_by=uploaded_by,
        uploaded_at=now,
        **owner,
    )


def tidy_name(name: str) -> str:
    """The bare file name without folders, control or direction characters, at most 150 characters."""
    bare = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    printable = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C")
    stem, dot, ending = re.sub(r"\s+", " ", printable).strip(" .").rpartition(".")
    room = max(MAX_NAME - len(dot) - len(ending), 0)
    return f"{stem[:room]}{dot}{ending}"[:MAX_NAME]


def _media_type(name: str, content: bytes, limit: int) -> str:
    if not content:
        raise FileError(
            Text(f"Tệp “{name}” rỗng. Hãy chọn lại tệp.", f"The file “{name}” is empty. Choose it again.")
        )
    if len(content) > limit:
        megabytes = limit // (1024 * 1024)
        raise FileError(
            Text(
                f"Tệp “{name}” lớn hơn {megabytes} MB. Hãy giảm dung lượng hoặc chia nhỏ.",
                f"The file “{name}” is larger than {megabytes} MB. Make it smaller or split it.",
            )
        )
    ending = PurePosixPath(name).suffix.lower()
    expected = KINDS.get(ending)
    if expected is None:
        raise FileError(
            Text(
                f"Không nhận tệp “{name}”. Hãy gửi tệp PDF, JPG, PNG, DOCX hoặc XLSX.",
                f"The file “{name}” is of a kind not accepted. Send PDF, JPG, PNG, DOCX or XLSX.",
            )
        )
    if not _is_what_it_says(content, ending):
        raise FileError(
            Text(
                f"Nội dung tệp “{name}” không phải {ending[1:].upper()}. Hãy mở tệp kiểm tra rồi lưu lại đúng loại.",
                f"The content of “{name}” is not {ending[1:].upper()}. Open it and save it as the right kind.",
            )
        )
    return expected


def _is_what_it_says(content: bytes, ending: str) -> bool:
    if not _is_whole(content, ending):
        return False
    try:
        found = {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return False
    if ending in {".jpg", ".jpeg"}:
        return content[:3] == b"\xff\xd8\xff" and bool(found & {".jpg", ".jpeg", ".jfif"})
    return ending in found or ending in DOCUMENT_PARTS


def _is_whole(content: bytes, ending: str) -> bool:
    """Whether the file has the parts without which no program opens it."""
    if ending == ".pdf":
        return b"startxref" in content[-2048:] or b"%%EOF" in content[-2048:]
    if ending == ".png":
        return content[12:16] == b"IHDR" and b"IEND" in content[-16:]
    if ending in DOCUMENT_PARTS:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return DOCUMENT_PARTS[ending] in archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError):
            return False
    return True
