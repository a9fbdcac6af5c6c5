"""Which column of an approved table holds what: proposed from the heading's words and from what stands below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from motcua.domain.errors import InputError
from motcua.domain.search import fold
from motcua.domain.step_table.step_table import Cell
from motcua.domain.step_table.step_table_times import TimeUnit, read_time, unit_of
from motcua.domain.text import Text

Role = Literal["order", "unit", "position", "who", "work", "budget", "result", "procedure", "code"]

HEADING_ROWS = 8
"""How far down a table its heading is sought."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)

# The words of headings, the more telling first; "who" is a column that names unit and position together.
_HEADINGS: Final[Mapping[Role, str]] = {
    "code": r"\bma (so )?(tthc|thu tuc|ho so)\b|^ma so$|^ma$",
    "procedure": r"\bten (tthc|thu tuc|thu tuc hanh chinh)\b|^(thu tuc hanh chinh|ten thu tuc)",
    "budget": r"\b(thoi gian|thoi han|thoi luong|so (gio|ngay))\b",
    "result": r"\b(ket qua|san pham|bieu mau|mau bieu|ho so luu)\b",
    "who": r"\b(don vi|bo phan|phong|co quan)\b.*\b(ca nhan|nguoi|can bo|cong chuc|vi tri|chuc danh|chuc vu)\b"
    r"|\b(nguoi|ca nhan|chuc danh|vi tri)\b.*\b(don vi|bo phan|co quan)\b|\btrach nhiem\b|\bchu the\b",
    "position": r"\b(vi tri|chuc danh|chuc vu|nguoi (thuc hien|xu ly|giai quyet)|can bo|cong chuc|ca nhan)\b",
    "unit": r"\b(don vi|bo phan|co quan|phong ban|noi thuc hien|phong)\b",
    "work": r"\b(noi dung|cong viec|trinh tu|ten buoc|cac buoc|hoat dong|mo ta)\b",
    "order": r"^(s?tt|so tt|so thu tu|b|buoc|thu tu|buoc thuc hien|buoc so)\b",
}
_ORDER = re.compile(r"^(buoc\s*|b)?\d{1,2}([.,]\d{1,2})?[a-z]?[.):]?$|^[ivx]{1,5}[.)]?$")
_NUMBERING = re.compile(r"^\(?([0-9]{1,2}|[a-g])\)?$")


@dataclass(frozen=True, slots=True)
class Columns:
    """What was found: the heading stands in the rows from `first` to before `body`.

    `unit` is the unit of bare numbers in the column of times.
    `times` are the headings of all columns that speak of time; with more than one a person must choose.
    """

    by_role: Mapping[Role, int]
    first: int
    body: int
    unit: TimeUnit | None
    times: Sequence[str]

    def of(self, row: Sequence[Cell], role: Role) -> Cell | None:
        """The cell of a row, None when the table has no such column."""
        place = self.by_role.get(role)
        return row[place] if place is not None and place < len(row) else None


class ColumnChoiceError(InputError):
    """The columns that a person chose make no table of steps."""

    code = "column_choice"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person says of a table: what each column holds, from the left, "" nothing; the rows of its heading."""

    roles: Sequence[str]
    heading: int


def columns_chosen(rows: Sequence[Sequence[Cell]], chosen: Chosen) -> Columns:
    """The columns as a person chose them; raises ColumnChoiceError naming the column."""
    by_role: dict[Role, int] = {}
    for place, said in enumerate(chosen.roles):
        role = next((one for one in ROLES if one == said), None)
        if role is not None and role in by_role:
            raise _twice(by_role[role] + 1, place + 1)
        if role is not None:
            by_role[role] = place
    if "work" not in by_role:
        raise ColumnChoiceError(
            Text("Hãy chọn cột nào là nội dung công việc.", "Choose the column that holds the work.")
        )
    body = min(chosen.heading, len(rows))
    # A title over the whole table says nothing of its columns.
    heading = [row for row in rows[max(body - 2, 0) : body] if len({cell.column for cell in row}) > 1]
    unit = _unit(heading, by_role) if heading else None
    return Columns(by_role, max(body - 1, 0), body, unit, ())


def alike(grids: Sequence[Sequence[Sequence[Cell]]], table: int, chosen: Chosen) -> Mapping[int, Chosen]:
    """A choice for one table (1 the first) taken for all whose heading reads the same."""
    said = _last_heading(grids[table - 1], chosen.heading) if 0 < table <= len(grids) else ()
    return {
        place: chosen
        for place, rows in enumerate(grids, start=1)
        if place == table or (said and _last_heading(rows, chosen.heading) == said)
    }


def _last_heading(rows: Sequence[Sequence[Cell]], heading: int) -> Sequence[str]:
    return [fold(cell.text) for cell in rows[heading - 1]] if 0 < heading <= len(rows) else ()


def _twice(first: int, second: int) -> ColumnChoiceError:
    return ColumnChoiceError(
        Text(
            f"Cột {first} và cột {second} cùng được chọn cho một nội dung. Hãy bỏ chọn một cột.",
            f"Columns {first} and {second} were chosen for the same thing. Leave one of them out.",
        )
    )


def columns_of(rows: Sequence[Sequence[Cell]]) -> Columns | None:
    """The columns of a table of steps; None when the table is of another kind."""
    for first in range(min(HEADING_ROWS, len(rows))):
        for depth in (2, 1):
            heading = rows[first : first + depth]
            if len(heading) == depth and (depth == 1 or _belongs(heading[1])):
                found = _columns(heading, rows[first + depth :])
                if found is not None:
                    return Columns(found, first, first + depth, _unit(heading, found), _times(heading))
    return None


def is_numbering(row: Sequence[Cell]) -> bool:
    """Whether the row only numbers the columns: (1) (2) (3), or A B C."""
    words = [fold(cell.text) for cell in row if cell.text]
    return len(words) > 2 and all(map(_NUMBERING.match, words)) and len(set(words)) == len(words)


def is_order(text: str) -> bool:
    """Whether a cell numbers a step: "1", "B2", "Bước 3", "2.1", "IV"."""
    return _ORDER.match(fold(text)) is not None


def _belongs(second: Sequence[Cell]) -> bool:
    """Whether a second row still is heading: it names columns, numbers none of them and holds no time."""
    own = [cell for cell in second if (cell.text and cell.begins_at(second[0].row)) or not cell.text]
    texts = [cell.text for cell in own if cell.text]
    if not texts or is_numbering(second):
        return False
    if any(is_order(text) or read_time(text).budget for text in texts):
        return False
    continued = any(cell.text and cell.row < max(one.row for one in second) for cell in second)
    return continued and all(len(text) <= 60 for text in texts)


def _columns(heading: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell]]) -> dict[Role, int] | None:
    found: dict[Role, int] = {}
    for place in range(len(heading[0])):
        below = [row[place].text for row in body]
        own = _role(heading[-1][place].text, below) if len(heading) > 1 else None
        role = own or _role(_heading_text(heading, place), below)
        if role is not None and role not in found:
            found[role] = place
    if (shortened := _shortened(heading)) is not None:
        found["budget"] = shortened
    people = {"unit", "position", "who"} & set(found)
    return found if "work" in found and ("budget" in found or people) and len(found) > 2 else None


def _shortened(heading: Sequence[Sequence[Cell]]) -> int | None:
    """Of several columns of time the one that the province has shortened and keeps to."""
    for place in range(len(heading[0])):
        if re.search(r"\bsau( khi)? (cat giam|rut ngan|don gian)", fold(_heading_text(heading, place))):
            return place
    return None


def _heading_text(heading: Sequence[Sequence[Cell]], place: int) -> str:
    """The words over a column, a wide heading's before those below it."""
    return " ".join(dict.fromkeys(row[place].text for row in heading if place < len(row)))


def _role(heading: str, below: Sequence[str]) -> Role | None:
    words = fold(heading)
    numbered = [text for text in below if text]
    if words and numbered and sum(map(is_order, numbered)) * 10 >= len(numbered) * 6 and _is_order(words):
        return "order"
    for role, pattern in _HEADINGS.items():
        if re.search(pattern, words) and not (role == "order" and _tells(numbered)):
            return role
    return "work" if _is_order(words) and _tells(numbered) else None


def _is_order(words: str) -> bool:
    return re.search(_HEADINGS["order"], words) is not None or "buoc" in words


def _tells(below: Sequence[str]) -> bool:
    """Whether the cells say something rather than count."""
    return bool(below) and sum(len(text) > 8 for text in below) * 2 > len(below)


def _unit(heading: Sequence[Sequence[Cell]], found: Mapping[Role, int]) -> TimeUnit | None:
    place = found.get("budget")
    return None if place is None else unit_of(_heading_text(heading, place))


def _times(heading: Sequence[Sequence[Cell]]) -> Sequence[str]:
    words = re.compile(_HEADINGS["budget"])
    texts = (_heading_text(heading, place) for place in range(len(heading[0])))
    return tuple(dict.fromkeys(" ".join(text.split()) for text in texts if words.search(fold(text))))
