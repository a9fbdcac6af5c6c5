"""Running dossiers and the change of their process: none changes by itself, many are moved at once, each says why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier, open_page
from fixtures_model import CODE, FORM, FORMS, bpmn_of, finish, release, waiting
from fixtures_watch import rows
from services.routing_story import DOCUMENT, MONDAY, act, at, holder, with_right

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.services.version import version_migration, version_preview
from motcua.services.version.version_preview import Preview
from motcua.services.work import House
from motcua.worker import JOBS

OLD = "S>a a>X X>x:von>5 X>b* x>b b>c c>E"
NEW = "S>a a>b b>k k>c c>E"
PAUSES = '<m:setting key="clock.supplement_policy" value="pause_resume"/>'
APPROVER = "duyet.quytrinh"


def filed(house: House, *, von: int = 1) -> str:
    code = file_dossier(house, CODE, now=MONDAY, von=von)
    accept_dossier(house, code, MONDAY)
    finish(house, code, "a", now=at("08:00"))
    return code


def versions(house: House) -> list[int]:
    return [row.id for row in rows(house, "select id from procedure_version order by id desc limit 2")][::-1]


def looked(house: House, **wanted: Any) -> Preview:
    old, new = versions(house)
    mapping = wanted.pop("mapping", {})
    with house.work() as work:
        return version_preview.preview(
            work, actor_of(house, APPROVER), old, new, mapping, at("09:00"), **wanted
        )


def begun(house: House, codes: Sequence[str], mapping: dict[str, str] | None = None) -> int:
    old, new = versions(house)
    found = rows(house, "select id from dossier where code = any(:codes) order by code", codes=list(codes))
    with house.work() as work:
        return version_migration.start(
            work, actor_of(house, APPROVER), uuid4(), old, new, mapping or {},
            [row.id for row in found], "QĐ 12/QĐ-UBND", at("09:00"),
        )  # fmt: skip


def carried(house: House, run_id: int, count: int) -> list[bool]:
    return [version_migration.carry_out(house, run_id, number, at("09:00")) for number in range(1, count + 1)]


def run_of(house: House, run_id: int) -> version_migration.Run:
    with house.work() as work:
        return version_migration.page(work, actor_of(house, APPROVER), run_id)


def dues(house: House) -> dict[str, tuple[Any, ...]]:
    return {
        row.code: tuple(row[1:]) for row in rows(house, "select code, due_at, appointment_at from dossier")
    }


@pytest.mark.req("A-12")
def test_of_fifty_open_dossiers_forty_are_asked_for_and_three_stay_and_say_why(house: House) -> None:
    release(house, bpmn_of(OLD, limit="40h", papers=PAUSES))
    codes = [filed(house, von=9 if number == 0 else 1) for number in range(50)]
    gone, paused, waits = codes[:3]
    leader = with_right(house, "vinh.le", "dossier.approve")
    act(house, leader, paused, "pause", at("08:30"), "b", reason="Chờ xác minh")
    act(
        house,
        "vinh.le",
        waits,
        "request_supplement",
        at("08:30"),
        "b",
        reason="Thiếu",
        papers=("don",),
        slip=DOCUMENT,
    )
    before = dues(house)
    release(house, bpmn_of(NEW, limit="24h", papers=PAUSES, b={"budget": "8h"}), now=at("08:45"))
    old, new = versions(house)
    assert {row.version_id for row in rows(house, "select version_id from dossier")} == {old}

    assert (len(looked(house).movable), len(looked(house).staying)) == (47, 3)
    run_id = begun(house, codes[:40])
    jobs = rows(
        house, "select args from procrastinate_jobs where task_name = 'move_dossier' and status = 'todo'"
    )
    assert {row.args["number"] for row in jobs} == set(range(1, 41))
    assert version_migration.JOB in {job.does.__name__ for job in JOBS}
    assert carried(house, run_id, 40) == [True] * 40
    assert carried(house, run_id, 40) == [False] * 40

    run = run_of(house, run_id)
    assert len(run.moved) == 37
    assert {item.code: item.problem for item in run.stayed} == {
        gone: "“Bước x” không còn trong phiên bản mới. Chọn bước tương ứng, hoặc để hồ sơ xong bước này rồi chuyển.",
        paused: "Hồ sơ đang tạm dừng, đồng hồ không chạy. Chuyển khi hồ sơ được xử lý tiếp.",
        waits: "Hồ sơ đang “Chờ bổ sung”. Chuyển khi hồ sơ được xử lý tiếp.",
    }
    stand = rows(house, "select code, version_id from dossier order by code")
    assert {row.code for row in stand if row.version_id == new} == set(codes[3:40])
    assert dues(house) == before
    log = rows(
        house, "select action, count(*) from audit where action like '%migrate%' group by 1 order by 1"
    )
    assert [tuple(row) for row in log] == [
        ("dossier.migrate", 37), ("dossier.migrate_refused", 3), ("version.migrate", 1)
    ]  # fmt: skip

    mover, stayer = codes[3], codes[45]
    finish(house, mover, "b", now=at("10:00"))
    assert list(waiting(house, mover)) == ["k"]
    finish(house, mover, "k", now=at("10:10"))
    finish(house, mover, "c", now=at("10:20"))
    assert waiting(house, mover) == {}
    finish(house, stayer, "b", now=at("10:00"))
    assert list(waiting(house, stayer)) == ["c"]


@pytest.mark.req("A-12")
def test_open_step_gets_the_new_budget_and_name_and_its_clock_runs_on(house: House) -> None:
    release(house, bpmn_of(NEW, limit="40h"))
    code = filed(house)
    release(house, bpmn_of("S>a a>b b>k k>c c>d d>E", limit="40h", b={"budget": "2h"}), now=at("08:45"))
    carried(house, begun(house, [code]), 1)
    ((budget, due, counted),) = rows(
        house, "select budget_seconds, due_at, counted_from from dossier_step where left_at is null"
    )
    assert (budget, counted, due) == (7200, at("08:00"), at("10:00"))
    shown = open_page(house, code, at("09:30"))
    assert [visit.remaining for visit in shown.waiting] == [1800]


@pytest.mark.req("A-12", "B-11")
def test_dossier_keeps_the_form_it_was_filed_with_and_every_visit_its_own(house: House) -> None:
    release(house, bpmn_of(NEW, limit="40h", b={"form": "kiem_tra"}))
    code = filed(house)
    finish(house, code, "b", now=at("08:30"), dat=True)
    more = {**FORM, "properties": {**FORM["properties"], "dien_thoai": {"type": "string", "title": "Số máy"}}}
    other = {**FORMS["kiem_tra"], "title": "Phiếu mới"}
    forms = {"don": more, "kiem_tra": other}
    release(house, bpmn_of(NEW, limit="40h", b={"form": "kiem_tra", "budget": "1h"}), forms, at("08:45"))
    carried(house, begun(house, [code]), 1)
    shown = open_page(house, code, at("09:30"))
    assert "dien_thoai" in shown.version.form.field_by_key
    assert "dien_thoai" not in shown.form.field_by_key
    assert [visit.form.title.vi for visit in shown.visits if visit.form is not None] == ["Phiếu kiểm tra"]


@pytest.mark.req("B-11", "E-20")
def test_dossier_sent_again_is_shown_with_the_form_of_the_first(house: House) -> None:
    release(house, bpmn_of(NEW, limit="40h"))
    code = filed(house)
    release(house, bpmn_of(NEW, limit="40h"), {**FORMS, "don": {**FORM, "title": "Đơn mới"}}, at("08:45"))
    carried(house, begun(house, [code]), 1)
    act(
        house,
        "vinh.le",
        code,
        "request_supplement",
        at("09:10"),
        reason="Thiếu",
        papers=("don",),
        slip=DOCUMENT,
    )
    act(house, "vinh.le", code, "supply", at("09:20"), papers=("don",), uploads=(DOCUMENT,))
    later = rows(house, "select code from dossier where earlier_id is not null")[0].code
    shown = open_page(house, later, at("09:30"))
    assert (shown.form.title.vi, shown.version.form.title.vi) == ("Đơn", "Đơn mới")


def test_answer_that_only_the_new_form_asks_for_keeps_a_dossier_where_the_way_ahead_needs_it(
    house: House,
) -> None:
    release(house, bpmn_of(NEW, limit="40h"))
    filed(house)
    more = {**FORM, "properties": {**FORM["properties"], "so_tang": {"type": "integer", "title": "Số tầng"}}}
    drawing = "S>a a>b b>X X>k:so_tang>3 X>c* k>c c>E"
    release(house, bpmn_of(drawing, limit="40h"), {**FORMS, "don": more}, at("08:45"))
    (prospect,) = looked(house).staying
    assert prospect.problem is not None
    assert "Số tầng" in prospect.problem.vi


def test_redrawn_step_is_named_by_the_mapping_and_its_past_with_it(house: House) -> None:
    release(house, bpmn_of(NEW, limit="40h"))
    code = filed(house)
    release(house, bpmn_of("S>a2 a2>b2 b2>k k>c c>E", limit="40h"), now=at("08:45"))
    assert looked(house).unknown == ["b"]
    carried(house, begun(house, [code], {"a": "a2", "b": "b2"}), 1)
    act(house, "vinh.le", code, "return", at("09:10"), reason="Xem lại")
    assert list(waiting(house, code)) == ["a2"]
    assert len(open_page(house, code, at("09:30")).visits) == 3


def test_holder_lets_go_of_a_step_that_is_another_positions_now(house: House) -> None:
    release(house, bpmn_of(NEW, limit="40h"))
    code = filed(house)
    act(house, "vinh.le", code, "claim", at("08:30"), "b")
    release(house, bpmn_of(NEW, limit="40h", b={"position": "truong_phong"}), now=at("08:45"))
    (prospect,) = looked(house).movable
    assert prospect.released == ["Bước b"]
    carried(house, begun(house, [code]), 1)
    assert holder(house, code, "b") is None
    open_clocks = rows(house, "select kind from clock_interval where ended_at is null order by kind")
    assert [row.kind for row in open_clocks] == ["agency", "dossier", "group", "step"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"b": {"agency": "parent"}}, "do cơ quan khác làm"),
        ({"k": {"position": "khong_ai"}}, "Chưa có ai nhận bước “Bước k”"),
    ],
)
def test_step_that_nobody_here_could_do_keeps_the_dossier(house: House, words: Any, said: str) -> None:
    release(house, bpmn_of(NEW, limit="40h"))
    filed(house)
    release(house, bpmn_of(NEW, limit="40h", **words), now=at("08:45"))
    (prospect,) = looked(house).staying
    assert prospect.problem is not None
    assert said in prospect.problem.vi


def test_rules_of_time_that_differ_keep_the_dossier(house: House) -> None:
    release(house, bpmn_of(NEW, limit="40h"))
    filed(house)
    release(house, bpmn_of(NEW, limit="40h", papers=PAUSES), now=at("08:45"))
    (prospect,) = looked(house).staying
    assert prospect.problem is not None
    assert "quy tắc khác" in prospect.problem.vi


def test_limit_that_followed_the_steps_stays_what_it_was(house: House) -> None:
    release(house, bpmn_of(NEW))
    code = filed(house)
    before = dues(house)
    release(house, bpmn_of(NEW, b={"budget": "1h"}), now=at("08:45"))
    carried(house, begun(house, [code]), 1)
    assert dues(house) == before
    finish(house, code, "b", now=at("10:00"))
    assert open_page(house, code, at("10:30")).deadline.due_at == before[code][0]  # type: ignore[union-attr]


def test_only_who_may_approve_moves_dossiers_and_only_to_a_version_in_force(house: House) -> None:
    release(house, bpmn_of(NEW, limit="40h"))
    code = filed(house)
    release(house, bpmn_of(OLD, limit="40h"), now=at("08:45"))
    old, new = versions(house)
    ids = [row.id for row in rows(house, "select id from dossier where code = :code", code=code)]

    def start(
        login: str, first: int, second: int, chosen: list[int], reason: str = "QĐ 12", **mapping: str
    ) -> int:
        with house.work() as work:
            return version_migration.start(
                work, actor_of(house, login), uuid4(), first, second, mapping, chosen, reason, at("09:00")
            )

    with pytest.raises(NotAllowedError):
        start("soan.quytrinh", old, new, ids)
    with pytest.raises(ConflictError):
        start(APPROVER, new, old, ids)
    with pytest.raises(NotFoundError):
        start(APPROVER, new, new, ids)
    with pytest.raises(ValidationError) as raised:
        start(APPROVER, old, new, [], "", b="khong_co")
    assert [one.pointer for one in raised.value.errors] == ["/dossiers", "/reason", "/mapping"]
