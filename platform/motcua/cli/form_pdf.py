"""`motcua form pdf`: the declaration on paper, filled in or blank, as PDF or as Word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from motcua.cli.form_files import UnusableFileError, read_answers, read_definition, write_file
from motcua.domain.errors import MotcuaError


@click.command("pdf")
@click.argument("schema", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), required=False)
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--docx", "as_word", is_flag=True, help="A Word document that can be edited, instead of a PDF.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write.")
def pdf(schema: Path, data: Path | None, lang: str, as_word: bool, output: Path) -> None:
    """Print the form SCHEMA with the answers DATA; without DATA the blank form to fill in by hand.

    Exit code 0: written. 2: a file cannot be read or written, is not JSON, or SCHEMA is no form.
    """
    # The services are heavy: the other commands must not wait for it.
    from motcua.domain.declaration.declaration_paper import paper_of
    from motcua.services.declaration.declarations import CATALOGUES, WRITERS

    definition = read_definition(schema, lang, is_lenient=True)
    paper = paper_of(definition, read_answers(data, lang, definition), lang, catalogues=CATALOGUES)
    try:
        content = WRITERS["docx" if as_word else "pdf"](paper, datetime.now(UTC))
    except MotcuaError as problem:
        raise UnusableFileError(problem.message.in_(lang)) from None
    write_file(output, content, lang)
