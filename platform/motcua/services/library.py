"""The process library on disk: `bpmn/<field>/<code>.bpmn` and `forms/<field>/<form>.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.procedures import Source

MAX_BYTES = 5 * 1024 * 1024


def sources(paths: Iterable[Path], forms_root: Path) -> Iterator[tuple[Path, Source]]:
    """Every BPMN file at or below `paths` with the forms of its field's folder, in order of name.

    Raises InputError naming the file that cannot be read.
    """
    for path in paths:
        found = sorted(path.rglob("*.bpmn")) if path.is_dir() else [path]
        if not found:
            raise InputError(
                Text(f"Không có tệp .bpmn nào trong {path}.", f"There is no .bpmn file in {path}.")
            )
        for file in found:
            yield file, read_source(file, forms_root / file.parent.name)


def read_source(bpmn: Path, forms_folder: Path) -> Source:
    """One procedure's files as they stand on disk."""
    forms = {
        file.name.removesuffix(".schema.json"): _json(file)
        for file in sorted(forms_folder.glob("*.schema.json"))
    }
    return Source(_bytes(bpmn), forms, _field_name(bpmn.parent))


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
