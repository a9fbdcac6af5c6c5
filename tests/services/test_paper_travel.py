"""The paper file goes along where the step says so, is received by the next one, or brings the dossier back (D-07)."""

from __future__ import annotations

import pytest
from fixtures_model import finish, waiting
from fixtures_watch import rows, value
from services.routing_story import act, at, history, holder, started, told

from motcua.domain.errors import ConflictError, ValidationError
from motcua.services.exchange import paper_travel
from motcua.services.work import House

FOLLOWS = {"paper": "follows"}


def pointers(problem: pytest.ExceptionInfo[ValidationError]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in problem.value.errors]


@pytest.mark.req("D-07")
def test_without_the_paper_ticked_as_sent_the_dossier_stays(house: House) -> None:
    code = started(house, a=FOLLOWS)
    with pytest.raises(ValidationError) as problem:
        act(house, "vinh.le", code, "forward", at("08:00"))
    assert pointers(problem) == [("/paper_sent", "paper_not_sent")]
    with pytest.raises(ValidationError):
        finish(house, code, "a", now=at("08:00"))
    act(house, "vinh.le", code, "forward", at("08:30"), marks={"paper_sent": "yes"})
    assert list(waiting(house, code)) == ["b"]
    (sent,) = rows(house, "select sent_at, received_at from paper_dispatch")
    assert (sent.sent_at, sent.received_at) == (at("08:30"), None)


@pytest.mark.req("D-07")
def test_what_was_sent_before_need_not_be_ticked_again(house: House) -> None:
    code = started(house, a=FOLLOWS)
    act(house, "vinh.le", code, "send_paper", at("07:30"))
    with pytest.raises(ConflictError, match="đã được ghi nhận"):
        act(house, "vinh.le", code, "send_paper", at("07:31"))
    act(house, "vinh.le", code, "forward", at("08:00"), marks={"paper_sent": "yes"})
    assert value(house, "select count(*) from paper_dispatch") == 1


@pytest.mark.req("D-07")
def test_the_next_step_receives_it_once_with_name_and_time(house: House) -> None:
    code = started(house, a=FOLLOWS)
    act(house, "vinh.le", code, "forward", at("08:00"), marks={"paper_sent": "yes"})
    act(house, "mai.ho", code, "receive_paper", at("09:00"))
    with pytest.raises(ConflictError, match="Không có bản giấy nào"):
        act(house, "mai.ho", code, "receive_paper", at("09:01"))
    with house.work() as work:
        dossier_id = value(house, "select id from dossier")
        (one,) = paper_travel.of_dossier(work, dossier_id)
    assert (one.sent_name, one.received_name, one.received_at) == (
        "Lê Quang Vinh",
        "Hồ Thị Xuân Mai",
        at("09:00"),
    )
    assert [action for action, _ in history(house, code)][-2:] == ["forward", "receive_paper"]


@pytest.mark.req("D-07")
def test_paper_that_has_not_come_brings_the_dossier_back_with_the_reason(house: House) -> None:
    # The next step lists no return: that of the paper is the law's, not the model's.
    code = started(house, a=FOLLOWS, b={"actions": "forward"})
    act(house, "vinh.le", code, "forward", at("08:00"), marks={"paper_sent": "yes"})
    act(house, "mai.ho", code, "paper_missing", at("09:00"), reason="Văn thư chưa chuyển")
    assert list(waiting(house, code)) == ["a"]
    assert holder(house, code, "a") == "vinh.le"
    action, detail = history(house, code)[-1]
    assert (action, detail["reason"], detail["paper"]) == ("paper_missing", "Văn thư chưa chuyển", "missing")
    assert told(house, "vinh.le")[-1].startswith(f"Hồ sơ {code} bị trả lại bước “Bước a”")
    # It has to be sent again before the dossier goes on.
    with pytest.raises(ValidationError) as problem:
        act(house, "vinh.le", code, "forward", at("10:00"))
    assert pointers(problem) == [("/paper_sent", "paper_not_sent")]


def test_where_no_paper_is_on_its_way_nothing_is_missing(house: House) -> None:
    code = started(house)
    finish(house, code, "a", now=at("08:00"))
    for key in ("paper_missing", "receive_paper"):
        with pytest.raises(ConflictError, match="Không có bản giấy nào"):
            act(house, "vinh.le", code, key, at("09:00"))
    assert list(waiting(house, code)) == ["b"]


@pytest.mark.req("D-18")
def test_a_digital_dossier_leaves_no_marks_of_paper(house: House) -> None:
    code = started(house)
    for step in ("a", "b", "c"):
        finish(house, code, step, now=at("08:00"))
    assert value(house, "select count(*) from paper_dispatch") == 0
