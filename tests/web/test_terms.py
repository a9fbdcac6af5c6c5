"""The terms of use: accepted when an account opens, asked again after they changed, never in the way of reading (C-19)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures_dossier import file_dossier
from fixtures_house import NOW, Clock, post
from fixtures_portal import attach, begin, fill, words
from fixtures_watch import rows
from flask.testing import FlaskClient

from motcua.domain.people.terms import blocks
from motcua.services.accounts import terms
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House

SignIn = Callable[..., FlaskClient]
LOGIN = "hang@example.vn"
NEXT = {"reason": "Thêm quy định về kho giấy tờ", "number": "1"}


def texts(house: House) -> dict[str, str]:
    """What is in force, with one more point in each language."""
    with house.work() as work:
        body = terms.current(work).body
    return {"body": f"{body.vi}\n- Điều mới <b>thêm</b>.", "body_en": f"{body.en}\n- A new <b>point</b>."}


def publish(house: House, sign_in: SignIn, **given: str) -> object:
    administrator = sign_in("quantri.tinh")
    return post(administrator, "/quan-tri/dieu-khoan", **{**texts(house), **NEXT, **given})


@pytest.mark.req("C-19")
def test_a_new_text_is_asked_for_at_the_next_sign_in_and_kept_per_account(
    house: House, sign_in: SignIn, client: FlaskClient, clock: Clock
) -> None:
    code = file_dossier(house, login=LOGIN)
    assert publish(house, sign_in).status_code == 303
    answer = post(client, "/account/sign-in?next=/track", login=LOGIN, password=PASSWORD, next="/track")
    assert answer.location == "/account/terms?next=/track"
    page = words(client.get(answer.location))
    for said in ("Bản 2", "Thêm quy định về kho giấy tờ", "Điều mới <b>thêm</b>.", "Chỉ xem hồ sơ của tôi"):
        assert said in page
    # Who does not accept reads his own dossiers, and is told why he sends nothing.
    assert client.get(f"/my/{code}").status_code == 200
    assert "bạn chưa đồng ý" in words(client.get("/my"))
    draft = begin(client)
    fill(client, draft)
    attach(client, draft, "can_cuoc")
    refused = post(client, f"{draft}/check", declared="yes")
    assert refused.status_code == 403
    assert "Điều khoản sử dụng đã có bản mới mà bạn chưa đồng ý" in words(refused)
    assert post(client, "/account/terms", number="2").status_code == 422
    assert post(client, "/account/terms", number="1", accepted="yes").status_code == 409
    accepted = post(client, "/account/terms?next=/my", number="2", accepted="yes", next="/my")
    assert (accepted.status_code, accepted.location) == (303, "/my")
    assert post(client, f"{draft}/check", declared="yes").status_code == 303
    (kept,) = rows(
        house,
        "select t.number, t.accepted_at from terms_acceptance t join account a on a.id = t.account_id"
        " where a.login = :login and t.number = 2",
        login=LOGIN,
    )
    assert (kept.number, kept.accepted_at) == (2, NOW)
    again = sign_in(LOGIN)
    assert "Bạn đã đồng ý bản này" in words(again.get("/account/terms"))


@pytest.mark.req("C-19")
def test_the_text_is_public_in_both_languages_and_earlier_ones_stay(
    house: House, sign_in: SignIn, client: FlaskClient
) -> None:
    first = words(client.get("/terms"))
    for part in ("Quyền của bạn", "Trách nhiệm của bạn", "Việc bị cấm"):
        assert part in first
    publish(house, sign_in)
    assert "Điều mới" in words(client.get("/terms"))
    assert "<b>thêm</b>" not in client.get("/terms").get_data(as_text=True)
    assert "Đây là bản cũ." in words(client.get("/terms?number=1"))
    assert client.get("/terms?number=9").status_code == 404
    post(client, "/terms", "/language/en", next="/terms")
    assert "What is prohibited" in words(client.get("/terms"))


def test_a_text_is_published_whole_with_its_reason_by_the_top_alone(house: House, sign_in: SignIn) -> None:
    assert sign_in("quantri.phuong").get("/quan-tri/dieu-khoan").status_code == 403
    for given, said in (
        ({"reason": ""}, "Ghi lý do"),
        ({"body_en": "Short"}, "Viết đủ nội dung tiếng Anh"),
    ):
        refused = publish(house, sign_in, **given)
        assert (refused.status_code, said in words(refused)) == (422, True)
    assert publish(house, sign_in, number="7").status_code == 409
    with house.work() as work:
        same = terms.current(work).body
    assert publish(house, sign_in, body=same.vi, body_en=same.en).status_code == 409
    assert publish(house, sign_in).status_code == 303
    assert rows(house, "select number from terms order by number") == [(1,), (2,)]


def test_a_text_is_read_as_headings_points_and_paragraphs() -> None:
    found = blocks("Mở đầu\n\n## Quyền\n- một\n- hai\nkết")
    assert [(one.kind, one.lines) for one in found] == [
        ("paragraph", ("Mở đầu",)),
        ("heading", ("Quyền",)),
        ("points", ("một", "hai")),
        ("paragraph", ("kết",)),
    ]


def test_both_languages_have_the_same_parts() -> None:
    body = terms._shipped().body
    assert [one.kind for one in blocks(body.vi)] == [one.kind for one in blocks(body.en)]
    assert [len(one.lines) for one in blocks(body.vi)] == [len(one.lines) for one in blocks(body.en)]
