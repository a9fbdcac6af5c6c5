"""From agency to agency: when the next one's time begins, what gives the time back, whose extension it is (E-12 to E-16)."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of
from fixtures_model import waiting
from fixtures_watch import rows, value
from services.ending_story import SLIP, give_role
from services.routing_story import DIGITAL, DOCUMENT, DRAWING, act, at, history, id_of, serve, told, used
from services.routing_story import started as begun

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.desk import dossiers, involved
from motcua.services.work import House

HOUR = 3600
ELSEWHERE = {"agency": "code:H50.27"}


def started(house: House, drawing: str = DRAWING, facts: str = DIGITAL, **words: dict[str, str]) -> str:
    """Accepted on Monday 07:00: `a` is the ward's (Vinh), `b` another ward's (Mai) unless told otherwise."""
    serve(house, "mai.ho", "H50.27")
    return begun(house, drawing, facts=facts, **{"b": ELSEWHERE, **words})


def ward(house: House, code: str = "H50.16") -> int:
    return int(value(house, "select id from agency where code = :code", code=code))


def due_of(house: House, step: str) -> object:
    return value(
        house, "select due_at from dossier_step where step_id = :step and left_at is null", step=step
    )


@pytest.mark.req("E-13")
@pytest.mark.parametrize("key", ["acknowledge", "claim", "forward"])
def test_the_next_agencys_time_begins_when_it_has_acknowledged_the_dossier(house: House, key: str) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    act(house, "vinh.le", code, "claim", at("07:30"))
    act(house, "vinh.le", code, "forward", at("10:00"))
    there = waiting(house, code)["b"]
    assert due_of(house, "b") is None
    assert used(house, code, "agency", ward(house), at("10:30")) == 3.5 * HOUR
    act(house, "mai.ho", code, key, at("10:40"))
    # Sent 10:00, acknowledged 10:40: the sender, its step and its officer are charged until then.
    for kind, subject, seconds in (
        ("agency", ward(house), 220 * 60),
        ("step", task, 220 * 60),
        ("person", id_of(house, "vinh.le"), 190 * 60),
        ("agency", ward(house, "H50.27"), 20 * 60 if key != "forward" else 0),
    ):
        assert used(house, code, kind, subject, at("11:00")) == seconds + (
            20 * 60 if key == "forward" and subject == ward(house) else 0
        ), kind
    if key != "forward":
        # Four hours from 10:40: 50 minutes before noon, the rest after it.
        assert due_of(house, "b") == at("16:40")
        assert used(house, code, "step", there, at("11:00")) == 20 * 60
    assert [one for one, _ in history(house, code)].count("acknowledge") == 1
    with pytest.raises(ConflictError):
        act(house, "mai.ho", code, "acknowledge", at("10:50"))


@pytest.mark.req("E-12")
def test_where_paper_may_travel_it_begins_with_the_transfer(house: House) -> None:
    code = started(house, facts="")
    act(house, "vinh.le", code, "forward", at("10:00"))
    assert used(house, code, "agency", ward(house), at("11:00")) == 3 * HOUR
    assert used(house, code, "agency", ward(house, "H50.27"), at("11:00")) == HOUR
    assert value(house, "select count(*) from agency_transfer") == 0


@pytest.mark.req("E-13", "E-14")
def test_the_sender_is_charged_until_the_last_of_two_agencies_has_it_and_again_when_both_are_done(
    house: House,
) -> None:
    serve(house, "ha.tran", "H50.41")
    code = started(house, "S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E", c={"agency": "code:H50.41"})
    act(house, "vinh.le", code, "forward", at("08:00"))
    act(house, "ha.tran", code, "acknowledge", at("08:20"), "c")
    act(house, "mai.ho", code, "acknowledge", at("08:40"), "b")
    act(house, "mai.ho", code, "forward", at("09:00"), "b")
    act(house, "ha.tran", code, "forward", at("10:00"), "c")
    # Back at the ward, which has had it before: it arrives with the action.
    assert due_of(house, "d") == at("16:00")
    now = at("11:00")
    wards = (ward(house), ward(house, "H50.27"), ward(house, "H50.41"))
    assert [used(house, code, "agency", one, now) for one in wards] == [
        160 * 60,
        20 * 60,
        100 * 60,
    ]


@pytest.mark.req("A-15")
def test_an_agency_has_the_time_the_model_gives_it_for_all_its_steps(house: House) -> None:
    part = '<m:agency who="code:H50.27" budget="6h" lead="true"/>'
    code = started(house, facts=part, c={"agency": "code:H50.27"})
    act(house, "vinh.le", code, "forward", at("08:00"))
    with house.work() as work:
        shown = dossiers.page(work, actor_of(house, "mai.ho"), code, at("15:00"))
        found = involved.of_dossier(work, shown, ())
    first, second = ((one.is_lead, one.used, one.budget, one.due_at, one.is_late) for one in found)
    assert first == (False, HOUR, 4 * HOUR, None, False)
    # Six hours for both its steps from 08:00: three and a half before noon, two and a half after.
    assert second == (True, 5 * HOUR, 6 * HOUR, at("16:00"), False)
    assert found[1].late_steps == ["Bước b"]


@pytest.mark.req("E-15")
def test_given_back_the_time_goes_on_for_the_sender_and_stays_used_here(house: House) -> None:
    code = started(house, facts="")
    act(house, "vinh.le", code, "forward", at("08:00"))
    given = {"kind": "supplement", "reason": "Thiếu bản vẽ", "uploads": (DOCUMENT,)}
    with pytest.raises(ValidationError) as problem:
        act(house, "mai.ho", code, "give_back", at("10:00"), **{**given, "kind": "", "uploads": ()})
    assert [one.pointer for one in problem.value.errors] == [
        "/kind",
        "/document_number",
        "/document_date",
        "/files",
    ]
    act(house, "mai.ho", code, "give_back", at("10:00"), **given)
    assert list(waiting(house, code)) == ["a"]
    assert used(house, code, "agency", ward(house), at("11:00")) == 2 * HOUR
    assert used(house, code, "agency", ward(house, "H50.27"), at("11:00")) == 2 * HOUR
    # One hour of four was used before: the rest from 10:00.
    assert due_of(house, "a") == at("15:00")
    (kept,) = rows(house, "select * from agency_transfer")
    assert (kept.kind, kept.document_number, kept.from_agency_id) == (
        "supplement",
        "12/CV",
        ward(house, "H50.27"),
    )
    assert history(house, code)[-1][1]["kind"] == "supplement"
    with pytest.raises(ConflictError, match="Không có cơ quan nào"):
        act(house, "vinh.le", code, "give_back", at("10:30"), **given)


@pytest.mark.req("E-16")
def test_an_extension_is_decided_by_the_agency_that_asked_and_charged_to_it_alone(house: House) -> None:
    code = started(house, facts="")
    act(house, "vinh.le", code, "forward", at("08:00"))
    before = value(house, "select due_at from dossier where code = :code", code=code)
    ask = {"reason": "Phải đo lại", "duration": "8h", "slip": SLIP}
    give_role(house, "quoc.dang", "lanh_dao_co_quan")
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into role_grant (account_id, role_key, agency_id, field)"
            " select id, 'lanh_dao_co_quan', %s, '' from account where login = 'dung.vo'",
            (ward(house, "H50.27"),),
        )
    act(house, "mai.ho", code, "request_extension", at("09:00"), **ask)
    assert any("gia hạn" in line for line in told(house, "dung.vo"))
    with pytest.raises(NotAllowedError):
        act(house, "quoc.dang", code, "approve_extension", at("09:30"))
    act(house, "dung.vo", code, "approve_extension", at("09:30"))
    after = value(house, "select due_at from dossier where code = :code", code=code)
    assert (before, after) == (at("17:00", 11), at("17:00", 14))
    # The step had four hours from 08:00 and has twelve now; nothing of it is the sender's.
    assert due_of(house, "b") == at("14:00", 8)
    (kept,) = rows(house, "select agency_id, seconds from appointment_change where status = 'granted'")
    assert (kept.agency_id, kept.seconds) == (ward(house, "H50.27"), 8 * HOUR)
