"""The commands `motcua slip …`: which slips there are, what their templates may name, and a slip as PDF or Word."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from motcua.cli.form_files import UnusableFileError, read_json, write_file
from motcua.cli.output import print_json
from motcua.domain.errors import MotcuaError
from motcua.domain.papers.slip_fields import FIELDS, SlipField, sample_values
from motcua.domain.papers.slip_kinds import LEGAL_SETS, SLIP_KINDS, LegalSet, kinds_in
from motcua.domain.papers.slip_paper import slip_paper
from motcua.domain.papers.slip_template import read_template
from motcua.settings import PACKAGE

LANGUAGE = click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
SET = click.option(
    "--set",
    "legal_set",
    type=click.Choice(LEGAL_SETS),
    default="tt01_2018",
    show_default=True,
    help="Legal set.",
)


@click.group()
def slip() -> None:
    """Slips of an office: their kinds, their merge fields, and how they look."""


@slip.command()
@SET
@LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def kinds(legal_set: LegalSet, lang: str, as_json: bool) -> None:
    """The slips of a legal set with the numbers of their forms."""
    found = kinds_in(legal_set)
    if as_json:
        print_json(
            [
                {
                    "kind": one.key,
                    "number": one.number_in(legal_set),
                    "name": one.name_in(legal_set).in_(lang),
                }
                for one in found
            ]
        )
        return
    for one in found:
        click.echo(f"{one.key:18}{one.number_in(legal_set) or '–':4}{one.name_in(legal_set).in_(lang)}")


@slip.command()
@click.argument("kind", type=click.Choice(list(SLIP_KINDS)))
@LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def fields(kind: str, lang: str, as_json: bool) -> None:
    """The merge fields that a template of KIND may name; those of rows are indented."""
    if as_json:
        print_json([_told(one, lang) for one in FIELDS[kind].values()])
        return
    for one in FIELDS[kind].values():
        _print(one, lang, "")
        for inner in (one.fields or {}).values():
            _print(inner, lang, "  ")


@slip.command()
@click.argument("kind", type=click.Choice(list(SLIP_KINDS)))
@SET
@LANGUAGE
@click.option(
    "--template", type=click.Path(path_type=Path), help="A template of your own instead of the built-in."
)
@click.option("--values", type=click.Path(path_type=Path), help="Merge values as JSON; samples by default.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="out.pdf or out.docx")
def render(
    kind: str, legal_set: LegalSet, lang: str, template: Path | None, values: Path | None, output: Path
) -> None:
    """Write a slip of KIND as PDF or, to a name that ends so, as .docx.

    Exit code 0: written. 2: a file cannot be read or written, or the template cannot be used; every fault is named.
    """
    # The writers are heavy: the other commands must not wait for them.
    from motcua.contrib import slip_pdf, slip_word

    write = slip_word.write if output.suffix == ".docx" else slip_pdf.write
    given = _values(values, lang) if values is not None else sample_values(kind)
    now = datetime.now(UTC)
    try:
        read = read_template(_body(kind, legal_set, template, lang), kind)
        content = write(slip_paper(read, given, language=lang, at=now), now)
    except MotcuaError as problem:
        told = [one.message for one in getattr(problem, "errors", ())] or [problem.message]
        raise UnusableFileError("\n".join(one.in_(lang) for one in told)) from None
    write_file(output, content, lang)


def _body(kind: str, legal_set: LegalSet, template: Path | None, lang: str) -> Any:
    if template is not None:
        return read_json(template, lang)
    path = PACKAGE / "data" / "slips" / legal_set / f"{kind}.json"
    if not path.is_file():
        raise click.BadParameter(f"{legal_set}: {', '.join(one.key for one in kinds_in(legal_set))}")
    return json.loads(path.read_text(encoding="utf-8"))


def _values(path: Path, lang: str) -> dict[str, object]:
    found = read_json(path, lang)
    if not isinstance(found, dict):
        raise UnusableFileError(
            f"{path}: " + ("cần một đối tượng JSON." if lang == "vi" else "needs a JSON object.")
        )
    return found


def _told(field: SlipField, lang: str) -> dict[str, object]:
    inner = [_told(one, lang) for one in (field.fields or {}).values()]
    told = {"name": field.name, "title": field.title.in_(lang), "type": field.type, "sample": field.sample}
    return {**told, "fields": inner} if inner else told


def _print(field: SlipField, lang: str, indent: str) -> None:
    click.echo(f"{indent}{field.name:{28 - len(indent)}}{field.type:9}{field.title.in_(lang)}")
