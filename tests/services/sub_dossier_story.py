"""A dossier whose process opens one at each of two agencies, and what a test asks of them."""

from __future__ import annotations

from fixtures_dossier import accept_dossier, file_dossier
from fixtures_model import CODE, bpmn_of, release
from fixtures_waits import call, model, step, waits
from fixtures_watch import rows
from services.routing_story import MONDAY, act, at, serve

from motcua.services.dossier import operations
from motcua.services.work import House
from motcua.store.base import Record

CHILD = "1.900002"
OPENS = "dossier.open"


def opening(key: str, agency: str) -> str:
    return call(key, OPENS, f'procedure="{CHILD}" agency="code:{agency}"')


TWO = (
    "S>a a>P1 P1>s P1>t s>P2 t>P2 P2>b b>E",
    step("a"),
    '<b:parallelGateway id="P1"/><b:parallelGateway id="P2"/>',
    opening("s", "H50.27"),
    opening("t", "H50.41"),
    step("b"),
)


def parent(house: House) -> str:
    """A parent whose two calls have opened their children on Monday 08:00; Mai and Ha serve at their agencies."""
    serve(house, "mai.ho", "H50.27")
    serve(house, "ha.tran", "H50.41")
    release(house, bpmn_of("S>k k>E", code=CHILD, limit="16h"))
    release(house, model(*TWO))
    code = file_dossier(house, CODE, now=MONDAY, von=7)
    accept_dossier(house, code, MONDAY)
    act(house, "vinh.le", code, "forward", at("08:00"))
    for row in waits(house).values():
        assert operations.run(house, row.dossier_id, row.task_id, at("08:00")) == "opened"
        # A job that comes twice opens nothing twice.
        assert operations.run(house, row.dossier_id, row.task_id, at("08:00")) == "gone"
    return code


def children(house: House) -> list[Record]:
    return rows(
        house,
        "select d.*, a.code as agency from sub_dossier s join dossier d on d.id = s.child_id"
        " join agency a on a.id = d.agency_id order by a.code",
    )
