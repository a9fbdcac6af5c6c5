"""The JSON API: the same rules as the desk's pages, statuses that programs can rely on, no names to the public."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from desk_client import state
from fixtures_dossier import (
    APPRAISAL,
    PDF,
    accepted_at,
    checklist_of,
    file_dossier,
    finish_step,
    open_page,
    walk_dossier,
)
from fixtures_house import token_of
from flask.testing import FlaskClient

from motcua.services.dossier.steps import Completion
from motcua.services.papers.files import Upload
from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]
API = "/api/v1"


def send(browser: FlaskClient, path: str, body: object = None) -> Any:
    """Post JSON with the token that the desk's pages carry in their head."""
    token = token_of(browser.get("/desk").get_data(as_text=True))
    return browser.post(API + path, json=body if body is not None else {}, headers={"X-CSRFToken": token})


@pytest.mark.parametrize("path", ["/work", "/dossiers/H50.16-261123-0001"])
def test_the_public_must_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(API + path)
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "http_401"


def test_citizens_are_not_allowed(sign_in: SignIn) -> None:
    answer = sign_in("hang@example.vn").get(f"{API}/work")
    assert answer.status_code == 403
    assert answer.get_json()["error"]["code"] == "not_allowed"


def test_an_unknown_address_is_json_too(client: FlaskClient) -> None:
    answer = client.get(f"{API}/nothing")
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "http_404"


@pytest.mark.req("M-14")
def test_the_list_has_no_identity_numbers(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    answer = sign_in("ha.tran").get(f"{API}/work")
    (item,) = answer.get_json()["work"]
    assert item["code"] == code
    assert item["level"] == "intake"
    assert item["step"] == {"name": "Tiếp nhận, số hóa hồ sơ", "number": 1, "of": 6}
    assert "045188002417" not in answer.get_data(as_text=True)


@pytest.mark.req("D-14", "E-07")
def test_a_dossier_goes_all_the_way(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    desk = sign_in("ha.tran")
    answer = send(desk, f"/dossiers/{code}/accept", {"checklist": checklist_of(house, code)})
    assert answer.status_code == 200
    assert answer.get_json()["dossier"]["deadline"] == {
        "starts_at": "2026-11-23T09:00:00+07:00",
        "due_at": "2026-11-27T09:00:00+07:00",
        "appointment_at": "2026-11-27T13:30:00+07:00",
    }
    list(walk_dossier(house, code, until="T_tham_dinh"))
    officer = sign_in("vinh.le")
    task = officer.get(f"{API}/work").get_json()["work"][0]["task_id"]
    for action in ("claim", "release", "claim"):
        assert send(officer, f"/dossiers/{code}/steps/{task}/{action}").status_code == 200
    sent = {"answers": APPRAISAL, "opinion": "Đề nghị cấp."}
    found = send(officer, f"/dossiers/{code}/steps/{task}/finish", sent).get_json()["dossier"]
    assert found["opinions"][0]["body"] == "Đề nghị cấp."
    assert found["steps"][2]["answers"] == APPRAISAL
    list(walk_dossier(house, code))
    sent = {"recipient": "Nguyễn Thị Bích Hằng", "method": "desk"}
    found = send(desk, f"/dossiers/{code}/result/return", sent).get_json()["dossier"]
    assert found["state"] == "returned"
    assert found["class"] == "early"
    assert found["result_at"]
    assert found["returned_at"]


def test_a_bad_paper_is_422_and_changes_nothing(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    before = state(house, code)
    checklist = {**checklist_of(house, code), "giay_de_nghi": "bad"}
    answer = send(sign_in("ha.tran"), f"/dossiers/{code}/accept", {"checklist": checklist})
    assert answer.status_code == 422
    error = answer.get_json()["error"]
    assert error["code"] == "invalid_fields"
    assert [(one["pointer"], one["code"]) for one in error["fields"]] == [("/giay_de_nghi", "checklist.bad")]
    assert state(house, code) == before


def test_two_officers_on_one_step_one_wins_and_the_other_hears_of_it(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browsers = [sign_in("vinh.le"), sign_in("mai.ho")]
    tokens = [token_of(one.get("/desk").get_data(as_text=True)) for one in browsers]
    start = threading.Barrier(2)
    statuses: list[int] = []

    def claim(browser: FlaskClient, token: str) -> None:
        start.wait()
        answer = browser.post(f"{API}/dossiers/{code}/steps/{task}/claim", headers={"X-CSRFToken": token})
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=claim, args=pair) for pair in zip(browsers, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409]
    claims = [one for one in open_page(house, code).history if one.action == "claim"]
    assert len(claims) == 1
    assert open_page(house, code).waiting[0].row.holder_name == claims[0].actor_name


def test_a_double_click_at_the_same_moment_forwards_once(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    browser = sign_in("thang.nguyen")
    token = token_of(browser.get("/desk").get_data(as_text=True))
    cookie = browser.get_cookie("motcua")
    assert cookie is not None
    start = threading.Barrier(2)
    answers: list[Any] = []

    def finish() -> None:
        again = browser.application.test_client()
        again.set_cookie("motcua", cookie.value)
        start.wait()
        answers.append(
            again.post(f"{API}/dossiers/{code}/steps/{task}/finish", json={}, headers={"X-CSRFToken": token})
        )

    threads = [threading.Thread(target=finish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.status_code for one in answers) == [200, 409]
    late = next(one for one in answers if one.status_code == 409)
    assert late.get_json()["error"]["code"] == "conflict"
    assert [visit.row.step_id for visit in open_page(house, code).waiting] == ["T_tham_dinh"]


def test_a_step_of_another_group_is_403(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    answer = send(sign_in("ha.tran"), f"/dossiers/{code}/steps/{task}/finish", {"answers": APPRAISAL})
    assert answer.status_code == 403
    assert state(house, code) == before


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, "/ten_hop_le"),
        ({**APPRAISAL, "ket_qua_tham_dinh": "nonsense"}, "/ket_qua_tham_dinh"),
        ({**APPRAISAL, "ten_hop_le": "x"}, "/ten_hop_le"),
        ({**APPRAISAL, "la": 1}, "/la"),
        ({**APPRAISAL, "du_thao": "999999"}, "/du_thao"),
        ({**APPRAISAL, "du_thao": ["1"]}, "/du_thao"),
    ],
)
def test_answers_that_break_the_form_are_422(
    house: House, sign_in: SignIn, answers: dict[str, object], found: str
) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    answer = send(sign_in("vinh.le"), f"/dossiers/{code}/steps/{task}/finish", {"answers": answers})
    assert answer.status_code == 422
    assert found in [one["pointer"] for one in answer.get_json()["error"]["fields"]]
    assert state(house, code) == before


def test_a_file_of_another_dossier_answers_nothing(house: House, sign_in: SignIn) -> None:
    other, _ = accepted_at(house, "T_tiep_nhan")
    finish_step(house, other, "T_tiep_nhan", Completion(uploads=[Upload("a.pdf", PDF)]))
    file_id = str(open_page(house, other).files[0].id)
    code, task = accepted_at(house, "T_tham_dinh")
    sent = {"answers": {**APPRAISAL, "du_thao": file_id}}
    answer = send(sign_in("vinh.le"), f"/dossiers/{code}/steps/{task}/finish", sent)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["fields"][0]["code"] == "file"


@pytest.mark.parametrize(
    "body", [[], "text", 7, {"answers": []}, {"answers": "x"}, {"opinion": 5}, {"opinion": {"a": 1}}]
)
def test_a_body_of_the_wrong_shape_is_400(house: House, sign_in: SignIn, body: object) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    answer = send(sign_in("thang.nguyen"), f"/dossiers/{code}/steps/{task}/finish", body)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "body"


def test_a_body_that_is_no_json_is_400(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    browser = sign_in("thang.nguyen")
    token = token_of(browser.get("/desk").get_data(as_text=True))
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    answer = browser.post(f"{API}/dossiers/{code}/steps/{task}/finish", data=b"{opinion", headers=headers)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "body"


def test_an_action_without_its_token_is_400(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    answer = sign_in("thang.nguyen").post(f"{API}/dossiers/{code}/steps/{task}/claim")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "csrf"


def test_the_desk_s_pages_carry_the_token_for_programs(sign_in: SignIn) -> None:
    assert '<meta name="csrf-token" content="' in sign_in("ha.tran").get("/desk").get_data(as_text=True)


def test_anybody_may_follow_a_dossier_by_code_and_reads_no_names(house: House, client: FlaskClient) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    answer = client.get(f"{API}/track/{code.lower()}")
    assert answer.status_code == 200
    found = answer.get_json()["dossier"]
    assert found["state"] == "processing"
    assert [step["name"] for step in found["steps"]][-1] == "Thẩm định hồ sơ"
    text = answer.get_data(as_text=True)
    for secret in ("Hằng", "Thắng", "0914552187", "045188002417", "Cà phê"):
        assert secret not in text


@pytest.mark.parametrize(("code", "status"), [("H50.16-261123-9999", 404), ("nonsense", 400), ("%00", 400)])
def test_a_wrong_code_is_refused_in_words(client: FlaskClient, code: str, status: int) -> None:
    answer = client.get(f"{API}/track/{code}")
    assert answer.status_code == status
    assert answer.get_json()["error"]["message"]
