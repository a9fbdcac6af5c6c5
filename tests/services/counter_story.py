"""An officer at the counter: what he enters for somebody who stands there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fixtures_dossier import ANSWERS, actor_of
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, release

from motcua.services.desk.visitor import Visitor
from motcua.services.intake import walk_in
from motcua.services.intake.walk_in import Entry
from motcua.services.work import House

DESK = "ha.tran"
NUMBER = "045199007788"
PERSON = Visitor(NUMBER, "Phan Thị Quầy", "0912 345 678", "12 Lê Lợi, phường Nam Đông Hà", "", "phone")
PAPERS = (
    '<m:paper key="ban_do" name="Bản đồ"/>'
    '<m:paper key="giay_dat" name="Giấy tờ đất"/><m:paper key="uy_quyen" name="Giấy ủy quyền" required="false"/>'
)
GOOD = {"don": "good", "ban_do": "good", "giay_dat": "good", "uy_quyen": "absent"}
SEEN = {"ban_do": ["original"], "giay_dat": ["copy"]}


def offered(house: House, papers: str = PAPERS, **drawing: Any) -> None:
    """A procedure of four papers and one decisive step between two of the desk."""
    given = {"limit": "24h", **drawing}
    release(
        house,
        bpmn_of("S>a a>b b>c c>E", papers=papers, a={"position": "tiep_nhan", "phase": "receive"}, **given),
    )


def entered(
    house: House, login: str = DESK, procedure: str = CODE, now: datetime = NOW, **changed: Any
) -> Any:
    """A dossier entered at the counter and not received yet; its draft."""
    officer = actor_of(house, login, now)
    given = {"visitor": PERSON, "answers": {"von": 1}, "marks": GOOD, "seen": SEEN, **changed}
    if procedure in ANSWERS:
        given["answers"] = ANSWERS[procedure]
    with house.work() as work:
        draft_id = walk_in.begin(work, officer, procedure, now)
        walk_in.save(work, officer, draft_id, Entry(**given), now)
    return draft_id


def received(house: House, now: datetime = NOW, **changed: Any) -> str:
    """Entered and accepted at once; its code."""
    draft_id = entered(house, now=now, **changed)
    with house.work() as work:
        return walk_in.receive(work, actor_of(house, DESK, now), draft_id, now)
