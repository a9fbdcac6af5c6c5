"""The operator's list of failed calls, messages by the API, and what pages say a dossier waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fixtures_house import Clock, post, token_of
from fixtures_model import finish, waiting
from fixtures_waits import (
    MONDAY,
    at,
    border,
    call,
    catch,
    error,
    errors,
    message,
    messages,
    model,
    pause,
    started,
    step,
    timer,
    waits,
)
from fixtures_watch import local, value
from flask.testing import FlaskClient
from staff_people import make_operator

from motcua.services.dossier import operations
from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]
LIST = "/desk/operations"
SENT = model(
    "S>a a>s s>b b>E X>c c>E2",
    step("a"),
    call("s", "tax.fetch", 'attempts="1"'),
    border("X", "s", error("tu_choi")),
    step("b"),
    step("c"),
    roots=errors("tu_choi"),
)
PAID = model(
    "S>a a>m m>b b>E",
    step("a"),
    catch("m", message("da_nop"), pause("payment")),
    step("b"),
    roots=messages("da_nop"),
)


@pytest.fixture
def operator(house: House, sign_in: SignIn) -> FlaskClient:
    """The browser of an operator of the province."""
    make_operator(house)
    return sign_in("dung.vo")


def failed(house: House) -> tuple[str, str]:
    """A dossier whose call has failed; its code and the address of the call."""
    code = started(house, SENT)
    finish(house, code, "a", now=MONDAY)
    row = waits(house)["s"]
    nothing = replace(house, operations={})
    assert operations.run(nothing, row.dossier_id, row.task_id, MONDAY) == "failed"
    return code, f"/desk/{code}/calls/{row.task_id}"


def page(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_only_operators_see_the_list_and_its_entry(
    house: House, sign_in: SignIn, operator: FlaskClient
) -> None:
    code, address = failed(house)
    assert LIST in page(operator, "/desk")
    assert code in page(operator, LIST)
    other = sign_in("vinh.le")
    assert LIST not in page(other, "/desk")
    assert other.get(LIST).status_code == 403
    answer = post(other, "/desk", f"{address}/retry")
    assert answer.status_code == 403
    assert sign_in("hang@example.vn").get(LIST).status_code == 403


def test_an_empty_list_says_so(operator: FlaskClient) -> None:
    assert "Không có cuộc gọi nào hỏng" in page(operator, LIST)


def test_a_retry_from_the_list_defers_the_call(house: House, operator: FlaskClient) -> None:
    _, address = failed(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("delete from procrastinate_jobs")
    answer = post(operator, LIST, f"{address}/retry")
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    assert value(house, "select task_name from procrastinate_jobs") == "run_operation"
    # The list on another screen is stale now: nothing is done twice.
    post(operator, LIST.replace("operations", "messages"), f"{address}/retry")
    assert value(house, "select count(*) from procrastinate_jobs") == 1


def test_values_by_hand_are_asked_for_until_they_are_right(house: House, operator: FlaskClient) -> None:
    code, address = failed(house)
    answer = post(operator, LIST, f"{address}/answer", thue_ket_qua="hop_le", thue_ma_so="")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Nhập nội dung" in html
    assert 'value="hop_le"' in html
    answer = post(operator, LIST, f"{address}/answer", thue_ket_qua="hop_le", thue_ma_so="77")
    assert answer.status_code == 303
    assert list(waiting(house, code)) == ["b"]


def test_an_error_nobody_catches_is_refused_in_words(house: House, operator: FlaskClient) -> None:
    code, address = failed(house)
    answer = post(operator, LIST, f"{address}/give-up", error_code="la")
    assert answer.status_code == 422
    assert "không có chỗ nào xử lý lỗi “la”" in answer.get_data(as_text=True)
    assert post(operator, LIST, f"{address}/give-up", error_code="tu_choi").status_code == 303
    assert list(waiting(house, code)) == ["c"]


def test_the_page_of_a_dossier_says_what_it_waits_for_until_when_and_why(
    house: House, sign_in: SignIn, clock: Clock, client: FlaskClient
) -> None:
    clock.now = at("09:00")
    code = started(
        house, model("S>a a>t t>b b>E", step("a"), catch("t", timer("4h"), pause("notice")), step("b"))
    )
    finish(house, code, "a", now=at("09:00"))
    html = page(sign_in("vinh.le"), f"/desk/{code}")
    assert "Chờ t" in html
    assert "đến 07/12/2026 15:00" in html
    assert "4 giờ làm việc, tính từ 09:00 ngày 07/12/2026" in html
    assert "đồng hồ dừng: tạm dừng" in html
    public = (
        page(client, f"/track/{code}")
        if client.get(f"/track/{code}").status_code == 200
        else page(client, f"/track?code={code}")
    )
    assert "đến 07/12/2026 15:00" in public
    assert "Lê" not in public.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.req("E-27")
def test_the_desk_notes_a_payment_and_the_dossier_goes_on(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    clock.now = at("09:00")
    code = started(house, PAID)
    finish(house, code, "a", now=at("08:00"))
    browser = sign_in("vinh.le")
    html = page(browser, f"/desk/{code}")
    assert "Chờ thực hiện nghĩa vụ tài chính" in html
    answer = post(browser, f"/desk/{code}", f"/desk/{code}/messages", message="da_nop")
    assert answer.status_code == 303
    assert list(waiting(house, code)) == ["b"]
    assert "Nhận thông điệp “da_nop”, chuyển đến “Bước b”" in page(browser, f"/desk/{code}")


def send(browser: FlaskClient, code: str, body: object) -> Any:
    token = token_of(browser.get("/desk").get_data(as_text=True))
    return browser.post(f"/api/v1/dossiers/{code}/messages", json=body, headers={"X-CSRFToken": token})


def test_a_message_by_the_api_is_taken_once(house: House, sign_in: SignIn, clock: Clock) -> None:
    clock.now = local("2026-12-07 09:00")
    code = started(house, PAID)
    finish(house, code, "a", now=at("08:00"))
    browser = sign_in("vinh.le")
    sent = {"name": "da_nop", "id": "bl-77", "values": {"so_bien_lai": "77"}}
    first, again = send(browser, code, sent), send(browser, code, sent)
    assert (first.status_code, first.get_json()) == (201, {"taken": True})
    assert (again.status_code, again.get_json()) == (200, {"taken": False})
    assert list(waiting(house, code)) == ["b"]
    shown = browser.get(f"/api/v1/dossiers/{code}").get_json()["dossier"]
    assert [(one["element"], one["outcome"]) for one in shown["waits"]] == [("m", "arrived")]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "la"}, 400, "message_unknown"),
        ({"name": "da_nop", "values": {"von": 1}}, 422, "invalid_fields"),
        ({"name": 5}, 400, "body"),
        ({"name": "da_nop", "values": []}, 400, "body"),
    ],
)
def test_a_message_that_is_wrong_is_refused_in_json(
    house: House, sign_in: SignIn, body: object, status: int, code: str
) -> None:
    dossier = started(house, PAID)
    answer = send(sign_in("vinh.le"), dossier, body)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)


def test_a_message_by_somebody_without_the_right_is_refused(house: House, sign_in: SignIn) -> None:
    dossier = started(house, PAID)
    assert send(sign_in("dung.vo"), dossier, {"name": "da_nop"}).status_code == 403


def test_a_dossier_at_no_step_says_what_it_waits_for(house: House, sign_in: SignIn, clock: Clock) -> None:
    clock.now = at("09:00")
    code = started(house, PAID)
    finish(house, code, "a", now=at("08:00"))
    html = page(sign_in("vinh.le"), f"/desk/{code}")
    assert "Hồ sơ đang chờ: Chờ m." in html
    assert "Hồ sơ không ở bước của ai" in html
