"""The commands `motcua form …`: answers checked against their form, for scripts and for form authors."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from motcua.cli.form_check import check
from motcua.cli.form_columns import columns
from motcua.cli.form_files import read_definition, read_json
from motcua.cli.form_pdf import pdf
from motcua.cli.form_render import render
from motcua.cli.output import print_json
from motcua.domain.errors import FieldError
from motcua.domain.forms import validate as validate_answers
from motcua.domain.text import Text

_TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@click.group()
def form() -> None:
    """E-forms: check answers against a form's JSON Schema, draw and print them."""


form.add_command(check)
form.add_command(columns)
form.add_command(pdf)
form.add_command(render)


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
    definition = read_definition(schema, lang)
    day = today.date() if today else datetime.now(_TIMEZONE).date()
    errors = validate_answers(definition, read_json(data, lang), today=day)
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
