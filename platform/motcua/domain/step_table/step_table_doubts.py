"""The sentences about what a table leaves in doubt, each naming the step and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.domain.process.annex import time_words
from motcua.domain.step_table.step_table import Doubt, Grid, TableProcedure, TableStep
from motcua.domain.step_table.step_table_columns import Columns
from motcua.domain.step_table.step_table_times import ReadTime, seconds_of, sum_of
from motcua.domain.text import Text


def of_step(step: TableStep, time: str, read: ReadTime, place: int) -> Iterator[Doubt]:
    """What one row leaves open."""
    said = " ".join(time.split())
    if read.budget and not read.is_certain:
        yield Doubt(
            "budget_unclear",
            Text(
                f"Bước {place}: “{said}” được hiểu là {time_words(read.budget)}. Hãy kiểm tra lại.",
                f"Step {place}: “{said}” was taken as {read.budget}. Please check.",
            ),
            place,
        )
    elif not read.budget and said.strip(" -–"):
        yield Doubt(
            "budget_unclear",
            Text(
                f"Bước {place}: không đọc được thời gian “{said}”. Hãy nhập thời gian làm việc của bước.",
                f"Step {place}: the time “{said}” cannot be read. Enter the step's working time.",
            ),
            place,
        )
    elif not read.budget:
        yield Doubt(
            "budget_missing",
            Text(
                f"Bước {place}: chưa có thời gian. Hãy nhập thời gian làm việc, hoặc 0 nếu không tính.",
                f"Step {place}: there is no time. Enter its working time, or 0 if none is counted.",
            ),
            place,
        )
    if not step.work:
        yield Doubt(
            "work_missing",
            Text(f"Bước {place}: chưa có nội dung công việc.", f"Step {place}: the work is not named."),
            place,
        )
    yield from _of_position(step, place)


def _of_position(step: TableStep, place: int) -> Iterator[Doubt]:
    if step.position_key:
        return
    who = step.position or step.unit
    if not who:
        yield Doubt(
            "position_missing",
            Text(
                f"Bước {place}: không ghi ai thực hiện. Hãy chọn vị trí.",
                f"Step {place}: nobody is named. Choose the position.",
            ),
            place,
        )
        return
    yield Doubt(
        "position_unknown",
        Text(
            f"Bước {place}: chưa rõ “{who}” là vị trí nào trong danh mục. Hãy chọn vị trí.",
            f"Step {place}: it is not certain which position of the catalogue “{who}” is. Choose it.",
        ),
        place,
    )


def shared_time(step: TableStep, time: str, place: int) -> Doubt:
    """One time written over several rows: it is counted at the first of them."""
    said = " ".join(time.split())
    return Doubt(
        "budget_shared",
        Text(
            f"Bước {place}: thời gian “{said}” ghi chung cho nhiều bước, đang tính cả cho bước đầu. Hãy chia ra.",
            f"Step {place}: the time “{said}” is written for several steps and is counted at the first. Divide it.",
        ),
        place,
    )


def unread_row(text: str, after: int, row: int) -> Doubt:
    """A row that is neither step nor total."""
    said = text if len(text) <= 80 else text[:80] + "…"
    return Doubt(
        "row_unread",
        Text(
            f"Không dùng dòng “{said}” (sau bước {after}).",
            f"The row “{said}” (after step {after}) was not used.",
        ),
        after,
        row,
    )


def unread_table(grid: Grid) -> Doubt:
    """A table without the columns of steps."""
    return Doubt(
        "table_unread",
        Text(
            f"Không dùng {grid.place.vi}: không thấy cột công việc và thời gian.",
            f"{grid.place.en} was not used: it has no columns for work and time.",
        ),
    )


def missing_columns(columns: Columns, grid: Grid) -> Iterator[Doubt]:
    """Columns that a table of steps should have, or has twice."""
    found = set(columns.by_role)
    if "budget" not in found:
        yield Doubt(
            "column_missing",
            Text(
                f"{grid.place.vi}: không thấy cột thời gian.",
                f"{grid.place.en}: no column of times was found.",
            ),
        )
    if not found & {"position", "unit", "who"}:
        yield Doubt(
            "column_missing",
            Text(
                f"{grid.place.vi}: không thấy cột người thực hiện.",
                f"{grid.place.en}: no column says who acts.",
            ),
        )
    if len(columns.times) > 1:
        names = "; ".join(f"“{one}”" for one in columns.times)
        yield Doubt(
            "times_several",
            Text(
                f"{grid.place.vi}: có nhiều cột thời gian ({names}). Đang lấy cột đã cắt giảm, "
                "không có thì cột đầu. Hãy kiểm tra.",
                f"{grid.place.en}: several columns speak of time ({names}). The shortened one was taken, "
                "or else the first. Please check.",
            ),
        )


def missing_name(procedure: TableProcedure) -> Iterator[Doubt]:
    """A procedure that the file does not name."""
    if not procedure.name:
        yield Doubt(
            "name_missing",
            Text(
                "Không thấy tên thủ tục. Hãy nhập tên và mã.",
                "The procedure is not named. Enter name and code.",
            ),
        )


def two_totals(procedure: TableProcedure, other: str) -> Doubt:
    """The limit stated before the table is kept when the table's own total is another."""
    return Doubt(
        "total_differs",
        Text(
            f"Thời hạn ghi trước bảng là {time_words(procedure.stated_total)}, dòng tổng của bảng là "
            f"{time_words(other)}. Đang lấy thời hạn.",
            f"The limit before the table is {procedure.stated_total}, the table's total {other}. The limit was taken.",
        ),
    )


def differing_total(procedure: TableProcedure) -> Iterator[Doubt]:
    """A stated total that is not the sum of the steps, or none at all."""
    total = sum_of([step.budget for step in procedure.steps])
    if not procedure.stated_total:
        yield Doubt(
            "total_missing",
            Text(f"Tệp không ghi tổng thời gian; cộng các bước được {time_words(total)}.",
                 f"The file states no total; the steps add up to {total}."),
        )  # fmt: skip
    elif seconds_of(total) != seconds_of(procedure.stated_total):
        yield Doubt(
            "total_differs",
            Text(
                f"Thời hạn ghi là {time_words(procedure.stated_total)}, cộng các bước được {time_words(total)} "
                "(một ngày là 8 giờ).",
                f"The file states {procedure.stated_total}; the steps add up to {total} (a day being 8 hours).",
            ),
        )
