"""The commands `motcua process …`: looking at models before anybody works with them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from motcua.cli.output import print_json
from motcua.cli.process_bundle import bundle
from motcua.cli.process_diff import diff_files
from motcua.cli.process_export import export_table
from motcua.cli.process_files import Forms, forms_below, forms_of, read_bytes
from motcua.cli.process_import import import_table
from motcua.cli.process_simulate import simulate_file
from motcua.domain.check.process_rules import check
from motcua.domain.check.process_rules_time import limit_in_seconds
from motcua.domain.errors import InputError
from motcua.domain.process.process import Finding
from motcua.domain.text import Language, Text
from motcua.domain.time.limits import DAY_SECONDS, parse_limit
from motcua.engine.linker.linker import link
from motcua.engine.reader.reader import read
from motcua.services.process.library_parts import library_root, parts_below

_COUNTS = Text("{errors} lỗi, {warnings} nhắc.", "{errors} error(s), {warnings} warning(s).")
_CLEAN = Text("không có lỗi.", "no problem found.")
_SEVERITY = {"error": Text("lỗi", "error"), "warning": Text("nhắc", "warning")}


@click.group()
def process() -> None:
    """Process models (BPMN)."""


process.add_command(diff_files)
process.add_command(bundle)
process.add_command(export_table)
process.add_command(import_table)
process.add_command(simulate_file)


@process.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--forms",
    "forms_root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Root of the e-forms: holds <field>/<form>.schema.json.",
)
@click.option("--limit", help="A limit in place of the procedure's own: 56h, 7d, same-day@15:00, 10cd.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON list of findings.")
def check_files(
    files: tuple[Path, ...], forms_root: Path | None, limit: str | None, lang: Language, as_json: bool
) -> None:
    """Say what is wrong with process models, and how to mend it.

    Called processes and decision tables are sought in the folder `bpmn` around the file, else in its own folder.

    Exit code 0: they can run; 1: at least one error; 2: a file or option cannot be read.
    """
    seconds = _limit_option(limit, lang)
    forms = forms_below(forms_root, lang) if forms_root else None
    report = {path: _findings(path, forms, seconds, lang) for path in files}
    if as_json:
        print_json([_row(path, item, lang) for path, found in report.items() for item in found])
    else:
        for path, found in report.items():
            _print(path, found, lang)
    if any(item.severity == "error" for found in report.values() for item in found):
        sys.exit(1)


def _findings(path: Path, forms: dict[str, Forms] | None, limit: int | None, lang: Language) -> list[Finding]:
    parts = parts_below(library_root(path))
    linked = link(read_bytes(path, lang), parts.called, parts.decisions)
    result = read(linked.bpmn)
    found = [*linked.findings, *result.findings]
    if result.model is not None:
        known = (
            None if forms is None else forms_of(forms, result.model.facts.field if result.model.facts else "")
        )
        found.extend(check(result.model, known, limit))
    return found


def _limit_option(limit: str | None, lang: Language) -> int | None:
    if limit is None:
        return None
    try:
        return limit_in_seconds(parse_limit(limit), DAY_SECONDS)
    except InputError as error:
        raise click.BadParameter(error.message.in_(lang), param_hint="--limit") from error


def _row(path: Path, item: Finding, lang: Language) -> dict[str, str]:
    return {
        "file": str(path),
        "code": item.code,
        "severity": item.severity,
        "element": item.element,
        "name": item.name,
        "message": item.message.in_(lang),
    }


def _print(path: Path, found: list[Finding], lang: Language) -> None:
    click.echo(f"{path}: {_CLEAN.in_(lang) if not found else _summary(found).in_(lang)}")
    for item in found:
        click.echo(f"  {_SEVERITY[item.severity].in_(lang):8}{item.code:32}{item.element}")
        click.echo(f"          {item.message.in_(lang)}")


def _summary(found: list[Finding]) -> Text:
    errors = sum(item.severity == "error" for item in found)
    return _COUNTS.format(errors=errors, warnings=len(found) - errors)
