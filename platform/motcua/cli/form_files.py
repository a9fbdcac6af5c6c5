"""Schemas and answers given to the commands `motcua form …` as files, and the files these write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import click

from motcua.domain.forms import FormDefinition, SchemaError, normalise
from motcua.domain.text import Text

MAX_BYTES = 5_000_000
"""Largest schema or data file that is read; the biggest real form has 60 kB."""


class UnusableFileError(click.ClickException):
    """A file that cannot be worked with at all; exit code 2 keeps it apart from answers with errors."""

    exit_code = 2


_NO_OBJECT: Final = Text("phải là một đối tượng JSON {…}.", "must be a JSON object {…}.")
_UNWRITTEN: Final = Text("không ghi được tệp ({reason}).", "cannot be written ({reason}).")


def read_definition(path: Path, lang: str, *, is_lenient: bool = False) -> FormDefinition:
    """The form whose schema is at `path`; `is_lenient` takes schemas that were not written as forms, too.

    Raises `UnusableFileError` with what to do.
    """
    schema = read_json(path, lang)
    try:
        return FormDefinition.from_schema(schema, is_lenient=is_lenient)
    except SchemaError as problem:
        raise UnusableFileError(f"{path}: {problem.message.in_(lang)}") from problem


def read_json(path: Path, lang: str) -> object:
    """The JSON document at `path`; raises `UnusableFileError` with what to do."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise _unusable(
            path, lang, Text(f"không đọc được tệp ({reason}).", f"cannot be read ({reason}).")
        ) from None
    if len(content) > MAX_BYTES:
        raise _unusable(path, lang, Text("tệp lớn hơn 5 MB.", "the file is larger than 5 MB."))
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise _unusable(path, lang, Text("tệp không phải UTF-8.", "the file is not UTF-8.")) from None
    except json.JSONDecodeError as problem:
        line, column = problem.lineno, problem.colno
        place = Text(
            f"không phải JSON đúng, xem dòng {line}, cột {column}.",
            f"not JSON, see line {line}, column {column}.",
        )
        raise _unusable(path, lang, place) from None
    except (RecursionError, ValueError):
        too_much = Text(
            "JSON lồng nhau quá sâu hoặc có số không dùng được.",
            "JSON nested too deeply, or an unusable number.",
        )
        raise _unusable(path, lang, too_much) from None


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _unusable(path: Path, lang: str, problem: Text) -> UnusableFileError:
    return UnusableFileError(f"{path}: {problem.in_(lang)}")


def read_answers(path: Path | None, lang: str, form: FormDefinition) -> Mapping[str, object] | None:
    """The answers at `path` as they would be stored; None without a path. Raises `UnusableFileError`."""
    if path is None:
        return None
    data = read_json(path, lang)
    if not isinstance(data, dict):
        raise _unusable(path, lang, _NO_OBJECT)
    return cast(Mapping[str, object], normalise(form, data))


def write_file(path: Path, content: bytes, lang: str) -> None:
    """Write what was made; its name is the answer."""
    try:
        path.write_bytes(content)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise _unusable(path, lang, _UNWRITTEN.format(reason=reason)) from None
    click.echo(str(path))
