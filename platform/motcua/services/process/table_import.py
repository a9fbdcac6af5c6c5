"""From the decision's table of steps (Word, Excel) to draft processes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from motcua.contrib import office_file, sheet_tables, word_tables
from motcua.domain.process.positions import NAMES
from motcua.domain.process.process import ProcessModel
from motcua.domain.step_table.step_table import Grid, TableFileError, TableProcedure
from motcua.domain.step_table.step_table_columns import Chosen, alike
from motcua.domain.step_table.step_table_reading import read_blocks
from motcua.domain.text import Text
from motcua.engine.reader import reader
from motcua.engine.writer import writer


@dataclass(frozen=True, slots=True)
class ImportedProcedure:
    """A procedure as understood, with its draft process as a BPMN file."""

    procedure: TableProcedure
    bpmn: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds: its tables in their order, and the procedures that were understood."""

    procedures: Sequence[TableProcedure]
    grids: Sequence[Grid]


def look(
    content: bytes,
    sheet: str = "",
    known: Collection[str] = tuple(NAMES),
    chosen: Mapping[int, Chosen] | None = None,
) -> Look:
    """What a .docx or .xlsx holds; `chosen` are columns that a person chose, by the number of the table.

    Raises TableFileError for a file that cannot be read or has no table, ColumnChoiceError for a choice that is none.
    """
    kind = office_file.kind_of(content)
    blocks = word_tables.read(content) if kind == "docx" else sheet_tables.read(content, sheet)
    grids = [block for block in blocks if isinstance(block, Grid)]
    if not any(grid.rows for grid in grids):
        raise _no_table()
    return Look(read_blocks(blocks, known, chosen), grids)


def read(content: bytes, sheet: str = "", known: Collection[str] = tuple(NAMES)) -> list[ImportedProcedure]:
    """The procedures of a .docx or .xlsx; `sheet` is the name or number of one sheet; `known` the positions' keys.

    Raises TableFileError for a file that cannot be read or that has no table of steps.
    """
    found = look(content, sheet, known).procedures
    if not found:
        raise _no_table()
    return [ImportedProcedure(one, writer.write(one)) for one in found]


def model_of(procedure: TableProcedure) -> ProcessModel | None:
    """The process that would be drafted, to be drawn before it is; None without a step."""
    return reader.read(writer.write(procedure)).model if procedure.steps else None


def chosen_for(grids: Sequence[Grid], table: int, chosen: Chosen) -> Mapping[int, Chosen]:
    """A choice of columns for one table, 1 the first, taken for all tables whose heading reads the same."""
    return alike([grid.rows for grid in grids], table, chosen)


def _no_table() -> TableFileError:
    return TableFileError(
        Text(
            "Không thấy bảng quy trình nào trong tệp. Bảng cần có dòng tiêu đề với cột nội dung công việc "
            "và cột thời gian hoặc người thực hiện.",
            "No table of steps was found. It needs a heading row with a column for the work and one for "
            "the time or who performs it.",
        )
    )
