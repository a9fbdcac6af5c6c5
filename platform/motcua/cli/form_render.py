"""`motcua form render`: a form as one HTML page, to be filled in or to be read."""

from __future__ import annotations

from pathlib import Path

import click

from motcua.cli.form_files import UnusableFileError, read_answers, read_definition, write_file


@click.command("render")
@click.argument("schema", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="Answers to show, as JSON.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--readonly", "read_only", is_flag=True, help="The answers to be read, not to be changed.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The HTML file to write."
)
def render(schema: Path, data: Path | None, lang: str, read_only: bool, output: Path) -> None:
    """Draw the form SCHEMA as the portal does, as one HTML file with its styles inside.

    Exit code 0: written. 2: a file cannot be read or written, is not JSON, or SCHEMA is no form.
    """
    # The web framework is heavy: the other commands must not wait for it.
    from motcua.web.assets_manifest import AssetsNotBuiltError
    from motcua.web.form_page import form_page

    definition = read_definition(schema, lang, is_lenient=True)
    answers = read_answers(data, lang, definition) or {}
    try:
        page = form_page(definition, answers, lang, read_only=read_only)
    except AssetsNotBuiltError as problem:
        raise UnusableFileError(str(problem)) from None
    # Half a character from a hostile file has no form in UTF-8.
    write_file(output, page.encode("utf-8", "replace"), lang)
