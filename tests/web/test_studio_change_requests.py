"""A request to change a procedure: filed with a file, two opinions, approved, cited by the draft (A-17)."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW, post, token_of
from fixtures_portal import words
from fixtures_watch import rows, value
from flask.testing import FlaskClient

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError
from motcua.services.process import change_request_rights, change_requests
from motcua.services.process.change_requests import NewRequest
from motcua.services.work import House
from motcua.store.process import procedure as procedures

LIST, CODE = "/thiet-ke/yeu-cau", "1.001612"


def agency(house: House, login: str) -> int:
    found = actor_of(house, login).agency_id
    assert found is not None
    return found


def filed(house: House, login: str = "ha.tran", kind: str = "process") -> int:
    with house.work() as work:
        wanted = NewRequest(CODE, kind, "Rút ngắn thẩm định", "Thẩm định 12 giờ là quá dài.")
        return change_requests.file(work, actor_of(house, login), wanted, NOW)


@pytest.mark.req("A-17")
def test_a_request_with_two_opinions_becomes_a_draft_that_cites_it(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    officer = sign_in("ha.tran")
    token = token_of(officer.get(f"{LIST}/moi?thu-tuc={CODE}").text)
    sent = {"csrf_token": token, "code": CODE, "kind": "process", "title": "Rút ngắn thẩm định"}
    assert officer.post(f"{LIST}/moi", data=sent).status_code == 422
    sent |= {"content": "Thẩm định 12 giờ là quá dài.", "files": (BytesIO(PDF), "bien-ban.pdf")}
    page = officer.post(f"{LIST}/moi", data=sent).location
    assert "YC-" in words(officer.get(page))
    file = re.search(rf'href="({page}/tep/\d+)"', officer.get(page).text)
    assert file is not None
    assert officer.get(file[1]).data == PDF

    owner = sign_in("duyet.quytrinh", factor=True)
    assert "Rút ngắn thẩm định" in words(owner.get(LIST))
    units = {login: agency(house, login) for login in ("tuan.le", "soan.quytrinh")}
    assert post(owner, page, f"{page}/y-kien").status_code == 422
    assert post(owner, page, f"{page}/y-kien", agency=list(units.values())).status_code == 303
    for login, agrees in (("tuan.le", "yes"), ("soan.quytrinh", "no")):
        leader = sign_in(login)
        assert post(leader, page, f"{page}/tra-loi", agrees=agrees, opinion="Đã bàn kỹ").status_code == 303
    shown = words(owner.get(page))
    assert "Đồng ý Đã bàn kỹ" in shown
    assert "Không đồng ý Đã bàn kỹ" in shown
    assert post(owner, page, f"{page}/quyet-dinh", do="approve", answer="").status_code == 422
    assert post(owner, page, f"{page}/quyet-dinh", do="approve", answer="Hợp lý").status_code == 303
    author = sign_in("soan.quytrinh")
    draft = post(author, page, f"{page}/ban-thao")
    assert draft.status_code == 303
    assert value(house, "select request_id from process_draft") == int(page.rsplit("/", 1)[1])
    assert "Bản thảo" in words(owner.get(page))
    number = int(page.rsplit("/", 1)[1])
    with house.work() as work:
        row = procedures.by_code(work.connection, CODE)
        assert row is not None
        before = procedures.version(work.connection, row.version_id)
        assert before is not None
        made = {
            "bpmn": before.bpmn,
            "forms": before.forms,
            "digest": "x",
            "released_at": NOW,
            "request_id": number,
        }
        version = procedures.release(work.connection, row.id, **made)
        work.commit()
    assert "Theo đề nghị YC-0000" in words(author.get(f"/thiet-ke/phien-ban/{version.id}"))
    assert "Phiên bản 2" in words(owner.get(page))
    told = [
        row.action
        for row in rows(house, "select action from audit where action like 'request.%' order by id")
    ]
    assert told == ["request.file", "request.ask", "request.opinion", "request.opinion", "request.approve"]


@pytest.mark.req("A-17")
def test_nobody_answers_decides_or_reads_what_is_not_his(house: House) -> None:
    number = filed(house)
    other, author, decider = (actor_of(house, one) for one in ("tp.hotich", "soan.xaydung", "duyet.quytrinh"))
    with house.work() as work:
        for stranger in (other, author):
            assert not change_request_rights.listing(work, stranger, is_open=True)
            with pytest.raises(NotFoundError):
                change_requests.page(work, stranger, number)
        with pytest.raises(NotAllowedError):
            change_requests.give_opinion(work, decider, number, True, "Tôi đồng ý", NOW)
        for login in ("ha.tran", "soan.quytrinh"):
            with pytest.raises(NotAllowedError):
                change_requests.decide(work, actor_of(house, login), number, True, "Được", NOW)
        change_requests.decide(work, decider, number, False, "Chưa có căn cứ", NOW)
        with pytest.raises(ConflictError):
            change_requests.decide(work, decider, number, True, "Đổi ý", NOW)
        assert [row.id for row in change_request_rights.listing(work, decider, is_open=False)] == [number]
        with pytest.raises(NotAllowedError):
            change_requests.draw(work, actor_of(house, "soan.quytrinh"), number, NOW)
