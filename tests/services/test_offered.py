"""What is offered is what the door lets in: the list is asked of the same table, and nothing is promised in vain."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from fixtures_dossier import PDF, accept_dossier, accepted_at, actor_of, file_dossier, task_of
from fixtures_house import NOW
from fixtures_watch import statements

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import ConflictError, MotcuaError, NotAllowedError
from motcua.domain.people.permissions import Actor
from motcua.services.desk import dossiers, offered, offered_conditions
from motcua.services.dossier import actions, case
from motcua.services.dossier.case import Given
from motcua.services.papers.files import Upload
from motcua.services.work import House
from motcua.store.accounts import account as accounts
from motcua.store.people import role as roles

# Who asks: the desk, the head of division, the specialist, his colleague, the ward's leader, a manager.
PEOPLE = ("ha.tran", "thang.nguyen", "vinh.le", "mai.ho", "quoc.dang", "quan.ly")
EVERYTHING = Given(reason="Lý do", opinion="Ý kiến", papers=(), duration="8h", slip=Upload("phieu.pdf", PDF))


@pytest.fixture(autouse=True)
def _manager(house: House) -> None:
    """A leader who may see all dossiers of the ward, urge, approve and allow exceptions."""
    with house.work() as work:
        ward = accounts.by_login(work.connection, "ha.tran")
        assert ward is not None
        account = accounts.add(
            work.connection,
            login="quan.ly",
            kind="staff",
            display_name="Lý Quân",
            password_hash="-",
            agency_id=ward.agency_id,
        )
        rights = ["dossier.view", "dossier.urge", "dossier.approve", "dossier.except"]
        roles.add(work.connection, key="thu", name="Thử", name_en="Trial", rights=rights)
        roles.grant(work.connection, account_id=account, role_key="thu", agency_id=ward.agency_id)
        work.commit()


def offered_to(house: House, login: str, code: str, task: str = "") -> set[str]:
    actor = actor_of(house, login)
    with house.work() as work:
        try:
            shown = dossiers.page(work, actor, code, NOW)
        except NotAllowedError:
            return set()
        return {offer.action.key for offer in offered.of(work, actor, shown, task)}


def let_in(house: House, actor: Actor, code: str, key: str, task: str) -> bool:
    """Whether the door opens: a complaint about what was handed in comes from inside."""
    try:
        with house.work() as work:
            case.opened(work, actor, code, key, EVERYTHING, NOW, task)
    except (NotAllowedError, ConflictError):
        return False
    except MotcuaError:
        return True
    return True


def stations(house: House) -> dict[str, tuple[str, str]]:
    """A dossier at each of some points of its life, as (code, waiting task)."""
    sent = file_dossier(house)
    found = {"sent": (sent, task_of(house, sent, "T_tiep_nhan"))}
    for step in ("T_phan_cong", "T_tham_dinh", "T_ky", "T_tra"):
        found[step] = accepted_at(house, step)
    return found


@pytest.mark.req("D-01", "A-13")
def test_what_is_offered_is_let_in_and_what_is_not_is_refused(house: House) -> None:
    differences = []
    for name, (code, task) in stations(house).items():
        for login in PEOPLE:
            actor, listed = actor_of(house, login), offered_to(house, login, code, task)
            for key in actions.HANDLERS:
                opens = let_in(house, actor, code, key, task)
                # A condition may say that what is allowed would be senseless, never the other way round.
                if (key in listed) != opens and (key in listed or key not in offered_conditions.CONDITIONS):
                    differences.append((name, login, key, "offered" if key in listed else "kept back"))
    assert differences == []


@pytest.mark.req("A-13")
def test_a_step_that_does_not_list_an_action_does_not_offer_it(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    listed = offered_to(house, "thang.nguyen", code, task)
    assert {"forward", "return", "hand_over"} <= listed
    assert not listed & {"request_extension", "request_supplement", "refuse", "consult"}
    code, task = accepted_at(house, "T_tham_dinh")
    assert {"request_extension", "request_supplement", "refuse", "consult"} <= offered_to(
        house, "vinh.le", code, task
    )


def test_a_step_somebody_else_has_taken_offers_nothing_at_it(house: House) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    assert {"claim"} <= offered_to(house, "mai.ho", code, task)
    with house.work() as work:
        actions.perform(work, actor_of(house, "vinh.le"), code, "claim", Given(), NOW, task)
    assert "release" in offered_to(house, "vinh.le", code, task)
    assert "claim" not in offered_to(house, "vinh.le", code, task)
    assert not _of_holder(offered_to(house, "mai.ho", code, task))


def test_leaders_are_offered_what_their_rights_give(house: House) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    listed = offered_to(house, "quan.ly", code, task)
    assert {"urge", "assign", "stop", "leave_route"} <= listed
    assert not _of_holder(listed)
    sent = file_dossier(house)
    assert offered_to(house, "quan.ly", sent) & {"stop", "leave_route"} == set()


def test_each_fact_is_asked_of_the_database_once(house: House) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    actor = actor_of(house, "quan.ly")
    with house.work() as work:
        shown = dossiers.page(work, actor, code, NOW)
        with statements(house) as sent:
            assert offered.of(work, actor, shown, task)
    # The agencies above, the extension that waits, the pause that lasts.
    assert [sum(word in one for one in sent) for word in ("above", "appointment", "clock_interval")] == [
        1,
        1,
        1,
    ]
    assert len(sent) <= 4


def test_for_many_dossiers_only_bulk_actions_are_offered(house: House) -> None:
    officer = {action.key for action in offered.in_bulk(actor_of(house, "vinh.le"))}
    assert {"claim", "release", "forward", "hand_over"} <= officer
    assert not officer & {"urge", "assign", "refuse", "request_supplement"}
    assert {"urge", "assign"} <= {action.key for action in offered.in_bulk(actor_of(house, "quan.ly"))}


def test_an_accepted_dossier_is_not_accepted_again(house: House) -> None:
    code = file_dossier(house)
    assert "accept" in offered_to(house, "ha.tran", code)
    accept_dossier(house, code)
    assert "accept" not in offered_to(house, "ha.tran", code)


def _of_holder(keys: Collection[str]) -> set[str]:
    return {key for key in keys if ACTIONS[key].by == "holder"}
