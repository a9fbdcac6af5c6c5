"""“Giám sát”, back-entry after an outage, tracked dossiers and the control report in a browser (C-12, C-13, C-14, D-03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fixtures_dossier import accept_dossier, file_dossier
from fixtures_house import NOW, Clock, post
from fixtures_model import CODE, bpmn_of, release
from fixtures_portal import words
from fixtures_watch import statements, value
from flask.testing import FlaskClient

from motcua.services.work import House

SignIn = Callable[..., FlaskClient]
DESK, LEADER, IT = "ha.tran", "tuan.le", "cntt.phuong"


def set_up(house: House) -> None:
    release(house, bpmn_of("S>a a>b b>E", limit="16h", a={"position": "tiep_nhan", "phase": "receive"}))


def page(browser: FlaskClient, address: str) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200, words(answer)
    return words(answer)


@pytest.mark.req("C-13")
def test_from_the_outage_to_the_approved_dossier(house: House, sign_in: SignIn, clock: Clock) -> None:
    set_up(house)
    desk, leader, it = sign_in(DESK), sign_in(LEADER), sign_in(IT)
    assert "Không có sự cố nào đang mở" in page(desk, "/desk/back-entries")
    wrong = post(
        it, "/quan-tri/su-co-he-thong", starts_at="2026-11-20T07:00", ends_at="x", story="Mất điện cả phường"
    )
    assert wrong.status_code == 422
    assert "Ngày giờ chưa đúng" in words(wrong)
    done = post(
        it,
        "/quan-tri/su-co-he-thong",
        starts_at="2026-11-20T07:00",
        ends_at="2026-11-20T17:00",
        story="Mất điện cả phường",
    )
    assert done.status_code == 303
    assert "1/2026" in page(it, "/quan-tri/su-co-he-thong")
    assert "Sự cố số 1/2026" in page(desk, "/desk/back-entries")
    form = f"/desk/back-entries/{CODE}"
    typed = {"name": "Trần Văn Tay", "form-von": "1", "paper-don": "good"}
    refused = post(desk, form, received_at="2026-11-20T08:00", **typed)
    assert refused.status_code == 422
    assert "Chọn sự cố" in words(refused)
    assert 'value="Trần Văn Tay"' in refused.get_data(as_text=True)
    outside = post(desk, form, outage="1", received_at="2026-11-19T08:00", **typed)
    assert "phải nằm trong sự cố số 1/2026" in words(outside)
    entered = post(desk, form, outage="1", received_at="2026-11-20T08:00", **typed)
    assert entered.status_code == 303, words(entered)
    assert "Chờ duyệt" in page(desk, "/desk/back-entries")
    code = value(house, "select code from dossier")
    assert "Nhập bù chờ duyệt" not in page(desk, "/desk/oversight")
    assert f"{code} Thủ tục thử" in page(leader, "/desk/oversight")
    assert "chờ người khác có quyền duyệt" in page(desk, f"/desk/{code}")
    address = f"/desk/{code}/actions/approve_back_entry"
    assert "Đồng hồ chạy từ 20/11/2026 08:00" in page(leader, address)
    approved = post(leader, address)
    assert approved.status_code == 303, words(approved)
    assert value(house, "select state from dossier") == "accepted"
    assert "Đã duyệt" in page(desk, "/desk/back-entries")
    assert "Nhập bù sau sự cố" in page(desk, f"/desk/{code}")


@pytest.mark.req("C-14")
def test_an_agency_that_only_tracks_writes_three_states(
    house: House, sign_in: SignIn, client: FlaskClient
) -> None:
    set_up(house)
    top, officer = sign_in("quantri.tinh"), sign_in("thue.canbo")
    tax = value(house, "select id from agency where code = 'G12.45.02'")
    assert officer.get("/desk/tracking").status_code == 403
    assert post(top, "/quan-tri/chi-theo-doi", agency=str(tax)).status_code == 303
    assert "Chưa có hồ sơ theo dõi nào" in page(officer, "/desk/tracking")
    refused = post(officer, "/desk/tracking", agency=str(tax), procedure=CODE, name="", received_at="")
    assert refused.status_code == 422
    begun = post(
        officer,
        "/desk/tracking",
        agency=str(tax),
        procedure=CODE,
        name="Công ty Gió Lào",
        received_at="2026-11-20T08:00",
    )
    assert begun.status_code == 303
    for state in ("processing", "waiting_supplement", "processing"):
        assert post(officer, begun.location, state=state, at="").status_code == 303
    again = post(officer, begun.location, state="accepted", at="")
    assert again.status_code == 422
    assert "không thể là “đã tiếp nhận”" in words(again)
    assert "Đang xử lý" in page(officer, begun.location)
    code = value(house, "select code from dossier")
    tracked = words(client.get(f"/track/{code}", follow_redirects=True))
    assert code in tracked
    assert "Đang xử lý" in tracked
    assert post(top, "/quan-tri/chi-theo-doi", agency=str(tax), ends="1").status_code == 303
    assert officer.get(begun.location).status_code == 403


@pytest.mark.req("C-12", "D-03")
def test_lists_with_counters_links_and_a_file_in_few_statements(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    set_up(house)
    leader = sign_in(LEADER)
    assert "Không hồ sơ nào chậm chuyển" in page(leader, "/desk/oversight")
    counted: list[list[int]] = []
    for _ in range(2):
        code = file_dossier(house, CODE, von=1)
        accept_dossier(house, code)
        clock.now = NOW + timedelta(hours=2)
        sizes = []
        for address in ("/desk/oversight", "/desk/oversight/entries"):
            page(leader, address)
            with statements(house) as seen:
                leader.get(address)
            sizes.append(len(seen))
        counted.append(sizes)
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 24
    html = leader.get("/desk/oversight").get_data(as_text=True)
    assert f'href="/desk/{code}"' in html
    assert "Chậm chuyển 2" in page(leader, "/desk/oversight")
    report = page(leader, "/desk/oversight/entries?days=30")
    assert "Ủy ban nhân dân phường Nam Đông Hà" in report
    assert "Không có hồ sơ" in report
    assert leader.get("/desk/oversight/entries?days=0").status_code == 422
    sent = leader.get("/desk/oversight/entries.csv?days=30")
    assert sent.mimetype == "text/csv"
    assert "Không có hồ sơ" in sent.get_data().decode("utf-8-sig")
    assert sign_in(DESK).get("/desk/oversight/entries").status_code == 403
