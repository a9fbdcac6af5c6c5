"""The table of an approved internal process as an office writes it: steps with unit, position, work and time.

What a Word or Excel file held comes in as `Block`s; what was understood goes out as `TableProcedure`s, and
whatever was not certain as `Doubt`s, which a person settles. Nothing is guessed in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from motcua.domain.errors import InputError
from motcua.domain.text import Text

__all__ = [
    "Block",
    "Cell",
    "Doubt",
    "DoubtKind",
    "Grid",
    "Line",
    "TableFileError",
    "TableProcedure",
    "TableStep",
]

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 40
MAX_TEXT = 4000
"""Bounds of a file of tables: bytes, bytes unpacked, rows and columns of a table, characters of a cell."""

DoubtKind = Literal[
    "budget_missing", "budget_unclear", "budget_shared", "position_missing", "position_unknown", "work_missing",
    "row_unread", "total_differs", "total_missing", "column_missing", "times_several", "name_missing", "table_unread",
]  # fmt: skip


class TableFileError(InputError):
    """The file is neither a Word nor an Excel file that can be read, or too large."""

    code = "table_file"


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell. A merged cell stands in every place it covers, with the row and column it begins at."""

    text: str
    row: int
    column: int

    def begins_at(self, row: int) -> bool:
        """Whether this is the first row that the cell covers."""
        return self.row == row


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph between tables."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of equal length; `place` says where it stands ("bảng 2", "sheet “Phụ lục”")."""

    place: Text
    rows: Sequence[Sequence[Cell]]


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at: what kind, where, and a sentence.

    `step` is the step's place, 1 the first; `row` the row of the table where no step stands; 0: none.
    """

    kind: DoubtKind
    message: Text
    step: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class TableStep:
    """A row understood: `budget` in budget words ("4h", "0.5d"), empty when it could not be read.

    `position_key` is the key in the catalogue of positions, empty when the position is not known there;
    `row` its row in the table, 1 the first.
    """

    order: str
    unit: str
    position: str
    work: str
    budget: str
    result: str = ""
    position_key: str = ""
    row: int = 0


@dataclass(slots=True)
class TableProcedure:
    """One procedure of the file. `stated_total` in budget words, empty when the file states none.

    `table` counts the tables of the file, 1 the first; `rows` are those that tell of this procedure, and `roles`
    what each column of it was taken for; its first `heading` rows name the columns.
    """

    name: str = ""
    code: str = ""
    stated_total: str = ""
    steps: list[TableStep] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    table: int = 0
    rows: list[int] = field(default_factory=list)
    roles: Mapping[int, str] = field(default_factory=dict)
    heading: int = 0
