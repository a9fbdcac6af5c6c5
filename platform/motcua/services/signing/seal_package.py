"""The sealed dossier as one file that anybody can keep and check without us: its files, the list, the signature (F-15)."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from motcua.contrib.signing import inspection
from motcua.domain.errors import ConflictError, InputError, NotFoundError
from motcua.domain.people.permissions import Actor
from motcua.domain.signing import manifest
from motcua.domain.signing.manifest import Difference
from motcua.domain.signing.trust import Trust
from motcua.domain.text import Text
from motcua.services.desk import dossiers as pages
from motcua.services.papers.files import tidy_name
from motcua.services.signing import seals
from motcua.services.signing.seals import SealCheck
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.signing import dossier_seal as stored

LIST, SIGNATURE, FORM, FILES = "manifest.json", "manifest.p7s", "form.json", "files"
MOST_BYTES: Final = 4 * 1024**3
MOST_TOLD: Final = 32 * 1024 * 1024
PIECE: Final = 1024 * 1024
FIRST: Final = (1980, 1, 1, 0, 0, 0)
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError),
    *(KeyError, ValueError, TypeError),
)
"""What a damaged archive raises, then what a list of another shape does."""


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    content: bytes


def of_dossier(work: Work, actor: Actor, code: str, number: int, now: datetime) -> Package:
    """The package of a seal; its download is recorded. One commit.

    Raises NotFoundError for an unknown seal, ConflictError when what was sealed is no longer whole.
    """
    shown = pages.page(work, actor, code, now, subject=f"seal:{number}")
    one = next(
        (one for one in stored.of_dossier(work.connection, shown.row.id) if one.number == number), None
    )
    if one is None:
        raise NotFoundError(Text("Hồ sơ không có lần niêm phong này.", "The dossier has no such seal."))
    content = _packed(work, shown.row, one)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="dossier.seal_download",
        dossier_id=shown.row.id,
        subject=str(number),
        detail={"number": number},
    )
    work.commit()
    return Package(f"{code}-{number}.zip", content)


def check(content: bytes, trust: Trust, now: datetime) -> SealCheck:
    """A package held against its own list; raises InputError for what is no such package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {one.filename: one.file_size for one in archive.infolist()}
            # Of two under one name each program opens another one.
            is_twofold = len(sizes) < len(archive.infolist())
            if (
                is_twofold
                or sum(sizes.values()) > MOST_BYTES
                or any(sizes[one] > MOST_TOLD for one in (LIST, SIGNATURE, FORM))
            ):
                raise _no_package()
            return _checked(archive, trust, now)
    except _BROKEN:
        raise _no_package() from None


def _packed(work: Work, row: Record, one: Record) -> bytes:
    listed = seals.opened(work, one)
    sealed = manifest.read(listed)
    form = json.dumps(seals.form_of(work, row), ensure_ascii=False, sort_keys=True, indent=1)
    if sealed is None or sealed["form"]["sha256"] != manifest.hash_of(json.loads(form)):
        raise _not_whole()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((LIST, listed), (SIGNATURE, bytes(one.signature)), (FORM, form.encode())):
            archive.writestr(zipfile.ZipInfo(name, FIRST), content)
        for file in sealed["files"]:
            try:
                content = work.house.files.get(file["sha256"])
            except KeyError:
                raise _not_whole() from None
            archive.writestr(zipfile.ZipInfo(_place(file), FIRST), content)
    return made.getvalue()


def _checked(archive: zipfile.ZipFile, trust: Trust, now: datetime) -> SealCheck:
    listed, signature = archive.read(LIST), archive.read(SIGNATURE)
    finding = inspection.inspect_detached(listed, signature, trust, now)
    sealed = manifest.read(listed)
    if sealed is None:
        return SealCheck(0, None, finding, (Difference("manifest"),))
    return SealCheck(
        int(sealed["number"]),
        datetime.fromisoformat(sealed["sealed_at"]),
        finding,
        tuple(_differences(archive, sealed)),
    )


def _differences(archive: zipfile.ZipFile, sealed: Mapping[str, Any]) -> Iterator[Difference]:
    names = set(archive.namelist())
    if FORM not in names or manifest.hash_of(json.loads(archive.read(FORM))) != sealed["form"]["sha256"]:
        yield Difference("form")
    for file in sealed["files"]:
        place = _place(file)
        if place not in names:
            yield Difference("file_gone", file["name"], file["slot"])
        elif _hash(archive, place) != file["sha256"]:
            yield Difference("file_changed", file["name"], file["slot"])
    known = {LIST, SIGNATURE, FORM, *map(_place, sealed["files"])}
    for name in sorted(names - known):
        yield Difference("stranger", tidy_name(name))


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with archive.open(name) as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def _place(file: Mapping[str, Any]) -> str:
    return f"{FILES}/{file['id']}-{tidy_name(str(file['name']))}"


def _not_whole() -> ConflictError:
    return ConflictError(
        Text(
            "Hồ sơ không còn nguyên như lúc niêm phong nên không đóng gói được. "
            "Xem chỗ sai ở trang niêm phong rồi báo người quản trị hệ thống.",
            "The dossier is no longer as it was sealed, so it cannot be packed. "
            "See what differs on the page of its seals, then tell whoever runs the system.",
        )
    )


def _no_package() -> InputError:
    return InputError(
        Text(
            "Tệp này không phải gói hồ sơ niêm phong (.zip) hoặc đã hỏng.",
            "This file is no sealed package (.zip), or it is damaged.",
        )
    )
