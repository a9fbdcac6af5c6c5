"""Off the drawn route nothing comes past a signature that a step requires, by whichever branch (A-14, D-20)."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures_dossier import accept_dossier, file_dossier
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, finish, release, waiting
from services.signing_story import LEADER, LICENCE, SIGNS, count, key_folder, leader, signing_house
from services.time_story import give_role

from motcua.contrib.signing.sandbox_pki import SandboxPki
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.signing.step_signatures import SignatureMissingError
from motcua.services.work import House

BRANCHES = "S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E"
CHOICE = "S>a a>X X>b:von>5 X>c* c>d b>d d>E"
ROUND = "S>a a>c c>X X>a:von>5 X>d* d>E"


@pytest.fixture
def signing(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    give_role(house, LEADER, "lanh_dao_co_quan")
    give_role(house, LEADER, "lanh_dao_mot_cua")
    return signing_house(house, pki, key_folder(pki, tmp_path, quoc_dang="giam_doc"))


def at(house: House, drawing: str, *done: str) -> str:
    """A dossier whose step c the leader must sign, with these steps done."""
    signs = {"position": "lanh_dao", "actions": "forward return hand_over sign", **SIGNS}
    release(house, bpmn_of(drawing, papers=LICENCE, c=signs))
    code = file_dossier(house, CODE, now=NOW, von=1)
    accept_dossier(house, code, NOW)
    for step in done:
        finish(house, code, step)
    return code


def leave(house: House, code: str, here: str, there: str) -> None:
    given = Given(step=there, reason="Đi tắt theo chỉ đạo")
    with house.work() as work:
        actions.perform(work, leader(house), code, "leave_route", given, NOW, waiting(house, code)[here])


@pytest.mark.req("A-14", "D-20")
@pytest.mark.parametrize(
    ("drawing", "done", "here", "there"),
    [
        (BRANCHES, (), "a", "d"),
        (BRANCHES, ("a",), "b", "d"),
        (CHOICE, (), "a", "d"),
        (CHOICE, (), "a", "b"),
        (CHOICE, ("a",), "c", "b"),
        (ROUND, (), "a", "d"),
        (ROUND, ("a",), "c", "d"),
    ],
)
def test_no_exception_comes_past_a_signature(
    signing: House, drawing: str, done: tuple[str, ...], here: str, there: str
) -> None:
    code = at(signing, drawing, *done)
    before = waiting(signing, code)
    with pytest.raises(SignatureMissingError, match="1 chỗ"):
        leave(signing, code, here, there)
    assert waiting(signing, code) == before
    assert count(signing, "signature") == 0


@pytest.mark.req("A-14", "D-20")
@pytest.mark.parametrize("drawing", [CHOICE, ROUND])
def test_back_to_before_it_an_exception_leads_unsigned(signing: House, drawing: str) -> None:
    code = at(signing, drawing, "a")
    leave(signing, code, "c", "a")
    assert list(waiting(signing, code)) == ["a"]
