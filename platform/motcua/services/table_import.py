"""From the decision's table of steps (Word, Excel) to draft processes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from motcua.contrib import office_file, sheet_tables, word_tables
from motcua.domain.positions import NAMES
from motcua.domain.step_table import TableFileError, TableProcedure
from motcua.domain.step_table_reading import read_blocks
from motcua.domain.text import Text
from motcua.engine import writer


@dataclass(frozen=True, slots=True)
class ImportedProcedure:
    """A procedure as understood, with its draft process as a BPMN file."""

    procedure: TableProcedure
    bpmn: bytes


def read(content: bytes, sheet: str = "", known: Collection[str] = tuple(NAMES)) -> list[ImportedProcedure]:
    """The procedures of a .docx or .xlsx; `sheet` is the name or number of one sheet; `known` the positions' keys.

    Raises TableFileError for a file that cannot be read or that has no table of steps.
    """
    kind = office_file.kind_of(content)
    blocks = word_tables.read(content) if kind == "docx" else sheet_tables.read(content, sheet)
    found = read_blocks(blocks, known)
    if not found:
        raise TableFileError(
            Text(
                "Không thấy bảng quy trình nào trong tệp. Bảng cần có dòng tiêu đề với cột nội dung công việc "
                "và cột thời gian hoặc người thực hiện.",
                "No table of steps was found. It needs a heading row with a column for the work and one for "
                "the time or who performs it.",
            )
        )
    return [ImportedProcedure(one, writer.write(one)) for one in found]
