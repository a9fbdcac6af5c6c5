"""`motcua form columns`: the columns that a form's answers have in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from motcua.cli.form_files import read_definition
from motcua.cli.output import print_json
from motcua.domain.forms.answer_columns import Column, columns_of


@click.command("columns")
@click.argument("schema", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, labels in both languages.")
def columns(schema: Path, lang: str, as_json: bool) -> None:
    """Name and label of every column of the form SCHEMA; personal data have a star; rows have a sheet of their own.

    Exit code 0: printed. 2: the file cannot be read, is not JSON, or is no form.
    """
    found = columns_of([read_definition(schema, lang, is_lenient=True)])
    if as_json:
        sheets = {one.name: _told(one.columns) for one in found.sheets}
        print_json({"columns": _told(found.columns), "sheets": sheets})
        return
    _print(found.columns, lang)
    for sheet in found.sheets:
        click.echo(f"\n[{sheet.name}] {sheet.label.in_(lang)}")
        _print(sheet.columns, lang)


def _told(given: Iterable[Column]) -> list[dict[str, object]]:
    return [
        {
            "name": one.name,
            "kind": one.field.kind,
            "label": {"vi": one.label.vi, "en": one.label.en},
            "personal": one.is_personal,
        }
        for one in given
    ]


def _print(given: Iterable[Column], lang: str) -> None:
    for one in given:
        mark = ("*",) if one.is_personal else ()
        click.echo("\t".join((one.name, one.label.in_(lang), *mark)))
