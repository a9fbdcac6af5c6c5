"""The commands `motcua form …`: answers checked against their form, for scripts and for form authors."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from motcua.cli.output import print_json
from motcua.domain.errors import FieldError
from motcua.domain.forms import FormDefinition, SchemaError
from motcua.domain.forms import validate as validate_answers
from motcua.domain.text import Text

_TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MAX_BYTES = 5_000_000
"""Largest schema or data file that is read; the biggest real form has 60 kB."""


class UnusableFileError(click.ClickException):
    """A file that cannot be worked with at all; exit code 2 keeps it apart from answers with errors."""

    exit_code = 2


@click.group()
def form() -> None:
    """E-forms: check answers against a form's JSON Schema."""


@form.command()
@click.argument("schema", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    default="vi",
    show_default=True,
    help="Language of sentences.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that bounds such as “not after today” mean; now in Vietnam by default.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def validate(schema: Path, data: Path, lang: str, today: datetime | None, as_json: bool) -> None:
    """Errors of the answers in DATA by JSON pointer.

    Exit code 0: none. 1: some. 2: a file cannot be read, is not JSON, or SCHEMA is no form.
    """
    definition = _definition(schema, lang)
    day = today.date() if today else datetime.now(_TIMEZONE).date()
    errors = validate_answers(definition, _read_json(data, lang), today=day)
    _print(errors, lang, as_json)
    if errors:
        click.get_current_context().exit(1)


def _print(errors: list[FieldError], lang: str, as_json: bool) -> None:
    if as_json:
        print_json(
            [{"pointer": one.pointer, "code": one.code, "message": one.message.in_(lang)} for one in errors]
        )
        return
    for one in errors:
        click.echo(f"{one.pointer or '/'}: {one.message.in_(lang)}")
    if not errors:
        click.echo(Text("Không có lỗi.", "No errors.").in_(lang))


def _definition(path: Path, lang: str) -> FormDefinition:
    schema = _read_json(path, lang)
    try:
        return FormDefinition.from_schema(schema)
    except SchemaError as problem:
        raise UnusableFileError(f"{path}: {problem.message.in_(lang)}") from problem


def _read_json(path: Path, lang: str) -> object:
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
