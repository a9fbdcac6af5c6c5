"""Approved tables of ten layouts become processes: every step, position and time right, every doubt said."""

from __future__ import annotations

import pytest
from step_table_files import (
    LAYOUTS,
    PROCEDURES,
    facts_and_merged_units,
    locked,
    swollen,
    without_table,
    word_file,
    written,
)

from motcua.contrib.office_file import MAX_ELEMENTS
from motcua.domain.process.positions import NAMES
from motcua.domain.step_table.step_table import MAX_UNPACKED, TableFileError
from motcua.domain.step_table.step_table_times import ReadTime, TimeUnit, read_time, seconds_of
from motcua.engine.reader import reader
from motcua.services.process import table_import

# What these layouts really leave open: "Viên chức thẩm định" and the like name no position of the catalogue.
OPEN = {"total_missing", "position_unknown", "times_several"}


@pytest.mark.req("A-11")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_steps_positions_and_times_of_a_layout_are_right(layout: str) -> None:
    content, expected = written(layout)
    found = [one.procedure for one in table_import.read(content)]
    assert [one.name for one in found] == [one["name"] for one in expected]
    for one, procedure in zip(found, expected, strict=True):
        read = [(step.unit, step.position, step.work, seconds_of(step.budget)) for step in one.steps]
        assert read == [
            (step["unit"], step["position"], step["work"], step["hours"] * 3600)
            for step in procedure["steps"]
        ]
        assert {doubt.kind for doubt in one.doubts} <= OPEN
        for place, step in enumerate(one.steps, start=1):
            in_doubt = any(doubt.step == place and doubt.kind == "position_unknown" for doubt in one.doubts)
            assert bool(step.position_key) != in_doubt


@pytest.mark.req("A-07", "A-11")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_draft_has_the_same_steps_positions_and_times_and_a_drawing(layout: str) -> None:
    for one in table_import.read(written(layout)[0]):
        model = reader.read(one.bpmn).model
        assert model is not None
        steps = one.procedure.steps
        assert [step.budget for step in model.steps] == [step.budget for step in steps]
        positions = [step.position if step.position in NAMES else "" for step in model.steps]
        assert positions == [step.position_key for step in steps]
        assert set(model.boxes) >= {step.id for step in model.steps}


@pytest.mark.parametrize(
    ("text", "unit", "budget", "certain"),
    [
        ("0,5 ngày", None, "0.5d", True),
        ("½ ngày làm việc", None, "0.5d", True),
        ("1½ ngày", None, "1.5d", True),
        ("01 ngày rưỡi", None, "1.5d", True),
        ("nửa ngày", None, "0.5d", True),
        ("01 buổi", None, "0.5d", True),
        ("1/3 ngày", None, "2h40m", True),
        ("2h30p", None, "2h30m", True),
        ("3h30", None, "3h30m", True),
        ("Không quá 08 giờ làm việc", None, "8h", True),
        ("02 ngày làm việc (16 giờ làm việc)", None, "2d", True),
        ("1 ngày 4 giờ", None, "1d4h", True),
        ("4", "h", "4h", True),
        ("4", None, "", False),
        ("01 ngày (06 giờ)", None, "1d", False),
        ("02 ngày (đối với trường hợp phải xác minh)", None, "2d", False),
        ("Giờ hành chính", None, "0", False),
        ("2-3 ngày", None, "", False),
        ("10 ngày theo lịch", None, "", False),
        ("trong ngày", None, "", False),
        ("01/02/2026", "d", "", False),
    ],
)
def test_times_are_read_as_written_and_what_is_unclear_is_never_certain(
    text: str, unit: TimeUnit | None, budget: str, certain: bool
) -> None:
    assert read_time(text, unit) == ReadTime(budget, certain)


def test_what_a_table_leaves_open_is_said_at_its_step() -> None:
    rows = [
        ("TT", "Đơn vị", "Vị trí", "Công việc", "Thời gian"),
        ("1", "Trung tâm PVHCC xã", "Công chức tiếp nhận", "Tiếp nhận hồ sơ", "4 giờ"),
        ("2", "Phòng Kinh tế", "Tổ tư vấn", "Thẩm định", "1-2 ngày"),
        ("3", "", "", "Ký", ""),
        ("Tổng", "", "", "", "2 ngày"),
    ]
    (found,) = table_import.read(word_file("Đăng ký thử", rows))
    said = {(doubt.kind, doubt.step) for doubt in found.procedure.doubts}
    assert said == {
        ("position_unknown", 2), ("budget_unclear", 2), ("position_missing", 3), ("budget_missing", 3), ("total_differs", 0),
    }  # fmt: skip


def test_a_time_merged_over_steps_is_counted_once_and_said() -> None:
    content = facts_and_merged_units(PROCEDURES["p04"], merge_times=(2, 3))
    (found,) = table_import.read(content)
    assert found.procedure.steps[2].budget == "0"
    assert ("budget_shared", 3) in {(doubt.kind, doubt.step) for doubt in found.procedure.doubts}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"khong phai Word",
        b"PK\x03\x04 hong",
        locked(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        swollen(b" ", MAX_UNPACKED + 1),
        swollen(b"<c/>", MAX_ELEMENTS + 1),
        without_table(),
    ],
    ids=["empty", "text", "damaged", "locked", "old", "large", "many elements", "no table"],
)
def test_a_file_that_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(TableFileError) as refused:
        table_import.read(content)
    assert refused.value.message.vi.endswith(".")
