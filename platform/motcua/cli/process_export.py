"""`motcua process export-table`: an approved model as the decision's annex or as an ISO procedure, in Word."""

from __future__ import annotations

from pathlib import Path

import click

from motcua.contrib import annex_word
from motcua.contrib.annex_word import IsoFacts
from motcua.domain.errors import InputError
from motcua.domain.process.annex import annex_of
from motcua.domain.text import Language, Text
from motcua.engine.reader.reader import read
from motcua.engine.xml import MAX_BYTES

_WROTE = Text("Đã ghi {path}: {steps} bước.", "Wrote {path}: {steps} steps.")
_NO_PROCESS = Text(
    "Không có quy trình nào chạy được trong tệp.", "There is no executable process in the file."
)


@click.command("export-table")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--iso", "document_code", default="", help="Code of the ISO document; makes an ISO procedure.")
@click.option("--version", default="01", show_default=True, help="Version of the ISO document.")
@click.option("--standard", default="TCVN ISO 9001:2015", show_default=True, help="The standard's words.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def export_table(
    file: Path, output: Path, document_code: str, version: str, standard: str, lang: Language
) -> None:
    """Write the steps of a BPMN model as a Word document with the same steps and times.

    Exit code 0: written; 2: the file cannot be read.
    """
    try:
        with file.open("rb") as opened:
            model = read(opened.read(MAX_BYTES + 1)).model
    except InputError as error:
        raise click.UsageError(error.message.in_(lang)) from error
    if model is None:
        raise click.UsageError(_NO_PROCESS.in_(lang))
    annex = annex_of(model, {})
    iso = IsoFacts(document_code, version, standard) if document_code else None
    output.write_bytes(annex_word.write(annex, iso))
    click.echo(_WROTE.format(path=output, steps=len(annex.rows)).in_(lang))
