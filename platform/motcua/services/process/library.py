"""The process library on disk: `bpmn/<field>/<code>.bpmn` and `forms/<field>/<form>.schema.json`.

Beside the procedures lie what they share: processes that are called, without a procedure of their own, and
decision tables (`*.dmn`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.process.examination import Source
from motcua.services.process.library_parts import MAX_BYTES, ROOT_NAME, Parts, library_root, parts_below


@dataclass(frozen=True, slots=True)
class LooseForms:
    """The forms of a field of government that has no process in the library yet."""

    field: str
    name: Text
    forms: Mapping[str, Mapping[str, object]]


def sources(paths: Iterable[Path], forms_root: Path) -> Iterator[tuple[Path, Source]]:
    """Every procedure at or below `paths` with the forms of its field's folder, in order of name.

    A process that others of the library call is no procedure, and is passed over in a folder.
    Raises InputError naming the file that cannot be read.
    """
    for path in paths:
        parts = parts_below(library_root(path))
        for file in _procedures(path, parts):
            yield file, read_source(file, forms_root / file.parent.name, parts)


def loose_forms_of(paths: Iterable[Path], forms_root: Path) -> Iterator[LooseForms]:
    """The forms of fields without any process when `paths` name the whole library, `bpmn`; else none.

    A field is named in `bpmn/<field>/field.json`. In order of name.
    """
    for root in (path for path in paths if path.is_dir() and path.resolve().name == ROOT_NAME):
        for folder in sorted(one for one in forms_root.iterdir() if one.is_dir()):
            if not any((root / folder.name).glob("*.bpmn")):
                yield LooseForms(folder.name, _field_name(root / folder.name), _forms(folder))


def _procedures(path: Path, parts: Parts) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = [file for file in sorted(path.rglob("*.bpmn")) if file.resolve() not in parts.shared]
    if not found:
        raise InputError(
            Text(
                f"Không có thủ tục nào trong {path}: cần tệp .bpmn có motcua:procedure.",
                f"There is no procedure in {path}: a .bpmn file with motcua:procedure is needed.",
            )
        )
    return found


def read_source(bpmn: Path, forms_folder: Path, parts: Parts) -> Source:
    """One procedure's files as they stand on disk, with the shared parts of its library."""
    forms = _forms(forms_folder)
    return Source(_bytes(bpmn), forms, _field_name(bpmn.parent), parts.called, parts.decisions)


def _forms(folder: Path) -> Mapping[str, Mapping[str, object]]:
    files = sorted(folder.glob("*.schema.json"))
    return {file.name.removesuffix(".schema.json"): _json(file) for file in files}


def _field_name(folder: Path) -> Text:
    """The field's name from `field.json` in its folder; the folder's own name when there is none."""
    path = folder / "field.json"
    if not path.is_file():
        return Text(folder.name, folder.name)
    names = _json(path)
    return Text(str(names.get("name", folder.name)), str(names.get("name_en", folder.name)))


def _json(path: Path) -> Mapping[str, object]:
    try:
        value = json.loads(_bytes(path))
    except ValueError as problem:
        raise InputError(
            Text(f"{path} không phải JSON hợp lệ: {problem}.", f"{path} is not valid JSON: {problem}.")
        ) from None
    if not isinstance(value, dict):
        raise InputError(Text(f"{path} phải là một đối tượng JSON.", f"{path} must be a JSON object."))
    return value


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror
        raise InputError(
            Text(f"Không đọc được {path}: {reason}.", f"Cannot read {path}: {reason}.")
        ) from None
    if len(content) > MAX_BYTES:
        raise InputError(Text(f"{path} lớn hơn 5 MB.", f"{path} is larger than 5 MB."))
    return content
