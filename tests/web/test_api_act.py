"""Every action by the API: the same door, the same refusals, errors by field."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from desk_client import state
from fixtures_dossier import PDF, accepted_at, actor_of, file_dossier, open_page
from flask.testing import FlaskClient

from motcua.services.work import House
from motcua.worker import run as run_worker

SignIn = Callable[[str], FlaskClient]
SLIP = {"name": "phieu.pdf", "content": base64.b64encode(PDF).decode()}


def send(browser: FlaskClient, address: str, **body: Any) -> Any:
    html = browser.get("/desk").get_data(as_text=True)
    (token,) = re.findall(r'<meta name="csrf-token" content="([^"]+)"', html)
    return browser.post(f"/api/v1/{address}", json=body, headers={"X-CSRFToken": token})


def pointers(answer: Any) -> list[str]:
    return [one["pointer"] for one in answer.json["error"]["fields"]]


@pytest.mark.req("D-01", "A-13")
def test_what_may_be_done_is_told_with_the_inputs_it_needs(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    told = sign_in("vinh.le").get(f"/api/v1/dossiers/{code}/actions").json["actions"]
    by_key = {one["action"]: one for one in told}
    assert by_key["request_extension"]["slip"] == "extension"
    assert by_key["request_extension"]["task_id"] == task
    assert by_key["consult"]["inputs"] == [
        {"name": "agency", "required": True},
        {"name": "opinion", "required": True},
        {"name": "duration", "required": False},
        {"name": "document", "required": True},
    ]
    assert "accept" not in by_key


@pytest.mark.req("D-11")
def test_an_action_is_done_and_the_dossier_comes_back(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    person = actor_of(house, "mai.ho").id
    answer = send(
        sign_in("vinh.le"), f"dossiers/{code}/actions/hand_over", task_id=task, person=person, reason="Đi họp"
    )
    assert answer.status_code == 200
    holders = [one["holder"] for one in answer.json["dossier"]["steps"] if one["left_at"] is None]
    assert holders == ["Hồ Thị Xuân Mai"]


@pytest.mark.req("E-21")
def test_what_is_missing_comes_back_by_field_and_nothing_is_done(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    browser = sign_in("vinh.le")
    answer = send(browser, f"dossiers/{code}/actions/refuse", task_id=task)
    assert (answer.status_code, pointers(answer)) == (422, ["/reason", "/slip"])
    disguised = {"name": "phieu.pdf", "content": base64.b64encode(b"MZ").decode()}
    answer = send(browser, f"dossiers/{code}/actions/refuse", task_id=task, reason="x", slip=disguised)
    assert answer.status_code == 400
    assert state(house, code) == before
    answer = send(browser, f"dossiers/{code}/actions/refuse", task_id=task, reason="Không đủ", slip=SLIP)
    assert answer.status_code == 200
    assert answer.json["dossier"]["state"] == "refused"
    assert "phieu.pdf" in [file.name for file in open_page(house, code).files]


@pytest.mark.req("A-13")
def test_a_step_refuses_by_the_api_what_it_does_not_list(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    before = state(house, code)
    answer = send(
        sign_in("thang.nguyen"),
        f"dossiers/{code}/actions/request_extension",
        task_id=task,
        reason="x",
        duration="8h",
        slip=SLIP,
    )
    assert answer.status_code == 403
    assert "ở bước “" in answer.json["error"]["message"]
    assert state(house, code) == before


@pytest.mark.parametrize(
    "body",
    [
        {"person": "5"},
        {"person": True},
        {"person": 1 << 70},
        {"agencies": 5},
        {"agencies": ["1"]},
        {"papers": [1]},
        {"reason": 1},
        {"slip": "x"},
        {"slip": {"name": "a.pdf", "content": "không phải base64"}},
        {"files": [{"name": "a.pdf"}]},
        {"paper_files": {"don": "x"}},
    ],
)
def test_members_of_the_wrong_kind_are_refused(house: House, sign_in: SignIn, body: dict[str, Any]) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    answer = send(sign_in("vinh.le"), f"dossiers/{code}/actions/hand_over", task_id=task, **body)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "body")


def test_an_instant_needs_its_zone(house: House, sign_in: SignIn) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    for until in ("2026-12-31T13:30:00", "mai"):
        answer = send(sign_in("ha.tran"), f"dossiers/{code}/actions/apologise", until=until)
        assert (answer.status_code, pointers(answer)) == (422, ["/until"])


@pytest.mark.parametrize(("key", "status"), [("no_such", 404), ("accept", 409), ("stop", 403)])
def test_an_action_unknown_too_late_or_not_allowed(
    house: House, sign_in: SignIn, key: str, status: int
) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    answer = send(sign_in("ha.tran"), f"dossiers/{code}/actions/{key}", reason="x", slip=SLIP)
    assert answer.status_code == status


@pytest.mark.req("D-13")
def test_many_are_begun_by_the_api_and_followed(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    sent, key = file_dossier(house), str(uuid.uuid4())
    browser = sign_in("thang.nguyen")
    items = [{"code": code, "task_id": task}, {"code": sent}]
    first = send(browser, "bulk", id=key, action="claim", items=items)
    assert first.status_code == 202
    assert first.json["run"]["waiting"] == 2
    assert (
        send(browser, "bulk", id=key, action="claim", items=items).json["run"]["id"]
        == first.json["run"]["id"]
    )
    run_worker(house, until_empty=True)
    run = browser.get(f"/api/v1/bulk/{first.json['run']['id']}").json["run"]
    assert (run["total"], run["done"], run["waiting"]) == (2, 1, 0)
    assert [one["code"] for one in run["failed"]] == [sent]
    assert "hồ sơ" in run["failed"][0]["message"]
    assert sign_in("vinh.le").get(f"/api/v1/bulk/{run['id']}").status_code == 404


def test_a_run_needs_its_own_id_and_dossiers(house: House, sign_in: SignIn) -> None:
    browser = sign_in("thang.nguyen")
    assert pointers(send(browser, "bulk", action="claim", items=[])) == ["/id"]
    assert pointers(send(browser, "bulk", id=str(uuid.uuid4()), action="claim")) == ["/items"]
    assert send(browser, "bulk", id=str(uuid.uuid4()), action="claim", items=["x"]).status_code == 400
