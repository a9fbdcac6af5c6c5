"""`motcua process import-table`: the decision's table of steps becomes draft processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from motcua.cli.output import print_json
from motcua.domain.errors import InputError
from motcua.domain.step_table.step_table import MAX_BYTES, TableProcedure
from motcua.domain.step_table.step_table_times import sum_of
from motcua.domain.text import Language, Text
from motcua.services.process import table_import

_STEPS = Text(
    "{steps} bước, cộng được {sum}, tệp ghi {stated}", "{steps} steps, {sum} in all, stated {stated}"
)
_UNNAMED = Text("(chưa rõ tên)", "(no name)")
_WROTE = Text("Đã ghi {path}", "Wrote {path}")


@click.command("import-table")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sheet", default="", help="Name or number of the Excel sheet; all of them without it.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the BPMN goes.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="What was understood, and every doubt, as JSON.")
def import_table(file: Path, sheet: str, output: Path | None, lang: Language, as_json: bool) -> None:
    """Read the table of an approved process (.docx, .xlsx) and draft its BPMN.

    With several procedures in one file, OUT-2.bpmn, OUT-3.bpmn … stand beside OUT.bpmn.

    Exit code 0: read, with or without doubts; 2: the file cannot be read.
    """
    try:
        with file.open("rb") as opened:
            found = table_import.read(opened.read(MAX_BYTES + 1), sheet)
    except InputError as error:
        raise click.UsageError(error.message.in_(lang)) from error
    written = _write(output, [one.bpmn for one in found]) if output else []
    if as_json:
        print_json({"procedures": [_row(one.procedure, lang) for one in found]})
        return
    for one in found:
        _print(one.procedure, lang)
    for path in written:
        click.echo(_WROTE.format(path=path).in_(lang))


def _write(output: Path, drafts: list[bytes]) -> list[Path]:
    places = [
        output if number == 1 else output.with_name(f"{output.stem}-{number}{output.suffix}")
        for number in range(1, len(drafts) + 1)
    ]
    for place, draft in zip(places, drafts, strict=True):
        place.write_bytes(draft)
    return places


def _row(procedure: TableProcedure, lang: Language) -> dict[str, Any]:
    return {
        "name": procedure.name,
        "code": procedure.code,
        "stated_total": procedure.stated_total,
        "sum": _sum(procedure),
        "steps": [
            {
                "order": step.order,
                "unit": step.unit,
                "position": step.position,
                "position_key": step.position_key,
                "work": step.work,
                "budget": step.budget,
                "result": step.result,
            }
            for step in procedure.steps
        ],
        "doubts": [
            {"kind": one.kind, "step": one.step, "message": one.message.in_(lang)} for one in procedure.doubts
        ],
    }


def _print(procedure: TableProcedure, lang: Language) -> None:
    name = procedure.name or _UNNAMED.in_(lang)
    click.echo(f"{procedure.code} {name}".strip())
    told = _STEPS.format(
        steps=len(procedure.steps), sum=_sum(procedure), stated=procedure.stated_total or "–"
    )
    click.echo(f"  {told.in_(lang)}")
    for step in procedure.steps:
        who = " – ".join(part for part in (step.position, step.unit) if part)
        click.echo(f"  {step.order:>4}  {step.budget or '?':>6}  {who}: {step.work}")
    for doubt in procedure.doubts:
        click.echo(f"  ? {doubt.message.in_(lang)}")


def _sum(procedure: TableProcedure) -> str:
    return sum_of([step.budget for step in procedure.steps])
