"""What was issued, on pages: the citizen fetches it, anybody checks it by code or file, a leader revokes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from file_samples import pdf
from fixtures_dossier import accept_dossier, actor_of, file_dossier, walk_dossier
from fixtures_house import NOW, post
from fixtures_portal import words
from fixtures_watch import rows, statements, value
from flask.testing import FlaskClient
from services.time_story import LEADER, give_role

from motcua.services.papers import result_files
from motcua.services.papers.files import Upload
from motcua.services.work import House

GCN = pdf(2)


@pytest.fixture
def issued(house: House) -> str:
    """The code of a result that was issued as a file."""
    code = file_dossier(house)
    accept_dossier(house, code)
    with house.work() as work:
        officer = actor_of(house, "ha.tran")
        result_files.attach(work, officer, code, "gcn_hkd", Upload("gcn.pdf", GCN), NOW)
    list(walk_dossier(house, code))
    return str(value(house, "select code from issued_result"))


@pytest.mark.req("F-16")
def test_the_holder_fetches_his_result_and_anybody_checks_it_by_code_or_file(
    sign_in: Callable[[str], FlaskClient], client: FlaskClient, issued: str, house: House
) -> None:
    hang = sign_in("hang@example.vn")
    page = words(hang.get("/my/results"))
    assert issued in page
    assert "Còn hiệu lực" in page
    result_id = value(house, "select id from issued_result")
    assert hang.get(f"/my/results/{result_id}?download=1").data == GCN
    assert sign_in("khoi@example.vn").get(f"/my/results/{result_id}").status_code == 404
    typed = f" {issued.lower().replace('-', ' ')} "
    for answer in (client.get("/verify", query_string={"code": typed}), client.get(f"/verify/{issued}")):
        told = words(answer)
        assert "Đúng là kết quả do hệ thống này cấp và còn hiệu lực." in told
        assert "Nguyễn T. B. H." in told
        assert "Bích Hằng" not in told
        assert "Ủy ban nhân dân phường Nam Đông Hà" in told
    paper = client.get(f"/api/v1/papers/{issued.lower()}").get_json()["paper"]
    assert (paper["state"], paper["issued_to"], paper["signatures"]) == ("issued", "Nguyễn T. B. H.", [])
    assert paper["sha256"] == hashlib.sha256(GCN).hexdigest()
    assert client.get("/api/v1/papers/AAAA-AAAA-AAAA").status_code == 404
    told = words(send(client, GCN))
    assert "Đúng là kết quả do hệ thống này cấp" in told
    assert "Tệp không có chữ ký số." in told
    changed = bytearray(GCN)
    changed[len(changed) // 2] ^= 1
    assert "Tệp này không phải văn bản do hệ thống này cấp, hoặc đã bị sửa." in words(
        send(client, bytes(changed))
    )
    assert value(house, "select count(*) from file where name = 'nhan.pdf'") == 0


def send(client: FlaskClient, content: bytes) -> Any:
    return post(client, "/verify", file=(BytesIO(content), "nhan.pdf"))


@pytest.mark.req("F-16", "N-08")
def test_wrong_codes_are_all_asked_alike_and_only_so_often(
    client: FlaskClient, issued: str, house: House
) -> None:
    costs = set()
    client.get("/verify?code=?")
    for code in ("", "xyz", "AAAA-AAAA-AAAA", issued[:-1], issued + "A", "' or 1=1 --", "é" * 60):
        with statements(house) as seen:
            answer = client.get("/verify", query_string={"code": code or "?"})
        costs.add(len(seen))
        assert answer.status_code == 404
    assert len(costs) == 1, costs
    assert client.get("/verify?code=").status_code == 400
    assert send(client, b"").status_code == 400
    answers = [send(client, b"x").status_code for _ in range(60)]
    assert answers[-1] == 429


@pytest.mark.req("F-16")
def test_a_leader_revokes_a_result_and_everybody_sees_it(
    sign_in: Callable[[str], FlaskClient], client: FlaskClient, issued: str, house: House
) -> None:
    give_role(house, LEADER, "lanh_dao_co_quan")
    leader = sign_in(LEADER)
    result_id = value(house, "select id from issued_result")
    found = words(post(leader, "/desk/results", q="bich hang"))
    assert "000001/2026" in found
    address = f"/desk/results/{result_id}"
    assert "Thu hồi kết quả" in words(leader.get(address))
    assert "Thu hồi kết quả" not in words(sign_in("ha.tran").get(address))
    leader = sign_in(LEADER)
    wrong = post(leader, address, f"{address}/revoke", number="", day="x", reason="")
    assert wrong.status_code == 422
    assert "Nhập số quyết định" in words(wrong)
    decision = {"number": "15/QĐ-UBND", "day": "2026-11-23", "reason": "Cấp sai đối tượng"}
    document = (BytesIO(pdf(1)), "qd.pdf")
    assert post(leader, address, f"{address}/revoke", **decision, document=document).status_code == 303
    told = words(client.get(f"/verify/{issued}"))
    assert "Văn bản này đã bị thu hồi từ 23/11/2026 09:00." in told
    assert "15/QĐ-UBND" in told
    assert "Cấp sai đối tượng" not in told
    assert "Đã thu hồi" in words(sign_in("hang@example.vn").get("/my/results"))
    (row,) = rows(house, "select actor_name from audit where action = 'result.revoke'")
    assert row.actor_name == "Đặng Bảo Quốc"


@pytest.mark.req("F-17", "M-14")
def test_the_book_of_certifications_is_for_those_who_certify_or_see_all(
    sign_in: Callable[[str], FlaskClient], house: House
) -> None:
    give_role(house, LEADER, "lanh_dao_co_quan")
    assert "Sổ chứng thực năm 2026" in words(sign_in(LEADER).get("/desk/certified"))
    assert sign_in("vinh.le").get("/desk/certified?year=1").status_code == 403
    assert value(house, "select subject from audit where action = 'copy.book'") == "2026"
