"""What a dossier waits for besides people when it is moved to another version: timers set anew, ended, begun, kept (A-12)."""

from __future__ import annotations

import pytest
from fixtures_model import release, waiting
from fixtures_waits import (
    at,
    border,
    call,
    catch,
    fire,
    message,
    messages,
    model,
    pause,
    started,
    step,
    timer,
    waits,
)
from fixtures_watch import rows
from services.test_version_migration import begun, carried, looked

from motcua.services.work import House

WITH = "S>a a>b b>E T>c c>E2"
pytestmark = pytest.mark.req("A-12")


def drawn(event: str = "", flows: str = WITH, *more: str, limit: str = "24h") -> bytes:
    return model(flows, step("a"), step("b"), step("c"), event, *more, limit=limit, roots=messages("m"))


def jobs(house: House) -> list[object]:
    found = rows(
        house,
        "select scheduled_at from procrastinate_jobs where task_name = 'fire_timer' and status = 'todo' order by id",
    )
    return [row.scheduled_at for row in found]


def test_timer_set_anew_is_due_by_the_new_version_from_when_it_began(house: House) -> None:
    code = started(house, drawn(border("T", "a", timer("6h"))))
    release(house, drawn(border("T", "a", timer("3h"))), now=at("08:00"))
    carried(house, begun(house, [code]), 1)
    assert waits(house)["T"].due_at == at("10:00")
    assert jobs(house)[-1] == at("10:00")
    assert fire(house, "T", at("10:00"))
    assert list(waiting(house, code)) == ["c"]


def test_timer_that_is_gone_ends_and_one_that_is_new_begins(house: House) -> None:
    code = started(house, drawn(border("T", "a", timer("6h"))))
    (old,) = rows(house, "select dossier_id, task_id from dossier_wait")
    release(house, drawn(border("U", "a", timer("2h")), WITH.replace("T>c", "U>c")), now=at("08:00"))
    carried(house, begun(house, [code]), 1)
    assert [(row.element, row.outcome) for row in rows(house, "select * from dossier_wait order by id")] == [
        ("T", "withdrawn"), ("U", "")
    ]  # fmt: skip
    assert waits(house)["U"].task_id != old.task_id
    assert waits(house)["U"].due_at == at("11:00")
    assert fire(house, "U", at("11:00"))
    assert list(waiting(house, code)) == ["c"]


def test_message_waited_for_is_waited_for_still(house: House) -> None:
    flows = "S>m m>b b>E"
    parts = step("b"), catch("m", message("m"))
    code = started(house, model(flows, *parts, roots=messages("m")))
    more = model("S>m m>k k>b b>E", *parts, step("k"), roots=messages("m"))
    release(house, more, now=at("08:00"))
    carried(house, begun(house, [code]), 1)
    assert list(waits(house)) == ["m"]
    assert rows(house, "select 1 from dossier d join procedure p on p.version_id = d.version_id") != []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (catch("m", message("m")), catch("m", message("m"), pause("notice")), "đồng hồ chạy hoặc dừng khác"),
        (
            catch("m", message("m"), pause("notice")),
            catch("m", message("m"), pause("notice")),
            "đang tạm dừng",
        ),
        (call("m"), call("m", "tax.fetch"), "chờ hoặc gọi điều khác"),
    ],
)
def test_place_where_clock_or_call_differ_keeps_the_dossier(
    house: House, before: str, after: str, said: str
) -> None:
    started(house, model("S>m m>b b>E", step("b"), before, roots=messages("m")))
    release(
        house, model("S>m m>b b>k k>E", step("b"), step("k"), after, roots=messages("m")), now=at("08:00")
    )
    (prospect,) = looked(house).staying
    assert prospect.problem is not None
    assert said in prospect.problem.vi
