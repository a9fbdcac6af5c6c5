"""Once only: what a person gave before is offered with its source, asked for once, filled in when he agrees (B-07)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from fixtures_dossier import PDF, file_dossier
from fixtures_house import NOW, post
from fixtures_model import bpmn_of, release
from fixtures_portal import BUSINESS, attach, begin, send, words
from fixtures_watch import rows, value
from flask.testing import FlaskClient

from motcua.domain.forms.form_definition import FormDefinition
from motcua.domain.forms.prefill import fitting, places, put, value_at
from motcua.services.intake import on_behalf
from motcua.services.work import House
from motcua.store.accounts import identity_link as links

SignIn = Callable[..., FlaskClient]
FIRST, SECOND = "1.900001", "1.900002"
OWNER = {
    "kind": "authorised",
    "name": "Võ Đình Khôi",
    "identity": "045090001236",
    "phone": "0905123456",
    "email": "",
}
CARD = (
    '<m:paper key="can_cuoc" name="Bản sao căn cước"/><m:paper key="ban_ve" name="Bản vẽ" required="false"/>'
)


def text(title: str, **words_: Any) -> dict[str, Any]:
    return {"type": "string", "title": title, "x-en": {"title": f"English {len(title)}"}, **words_}


FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "title": "Đơn",
    "additionalProperties": False,
    "required": ["ho_ten"],
    "properties": {
        "ho_ten": text("Họ và tên", **{"x-source": "account.full_name"}),
        "dien_thoai": text(
            "Điện thoại", **{"x-source": "account.phone", "x-widget": "phone", "x-digits": 10}
        ),
        "ngay_sinh": text("Ngày sinh", format="date", **{"x-source": "account.birth_date"}),
        "nghe": text("Nghề nghiệp", **{"x-shared": "nghe_nghiep"}),
        "ghi_chu": text("Ghi chú"),
    },
}


@pytest.fixture
def two(house: House) -> House:
    """Two procedures that ask for the same person's name, birth, trade and identity card."""
    for code in (FIRST, SECOND):
        release(house, bpmn_of("S>a a>E", code=code, papers=CARD), {"don": FORM})
    return house


def section_of(browser: FlaskClient, draft: str) -> str:
    return str(browser.get(draft).location)


def file_first(browser: FlaskClient) -> str:
    draft = begin(browser, FIRST)
    page = section_of(browser, draft)
    post(browser, page, f"{draft}/reuse", reuse="no", back=page)
    sent = {"ho_ten": "Nguyễn Thị Bích Hằng", "dien_thoai": "0987654321", "ngay_sinh": "27/03/1988"}
    assert post(browser, page, **sent, nghe="Pha chế", ghi_chu="Riêng tư").status_code == 303
    assert attach(browser, draft, "can_cuoc", "căn cước.pdf").status_code == 303
    return send(browser, draft)


@pytest.mark.req("B-07")
def test_a_second_procedure_is_filled_in_with_the_sources_after_consent(two: House, sign_in: SignIn) -> None:
    browser = sign_in("hang@example.vn")
    first = file_first(browser)
    # What differs from the account goes there only when ticked.
    receipt = words(browser.get(f"/my/{first}/filed"))
    assert "Giữ lại để lần sau khỏi khai?" in receipt
    post(browser, f"/my/{first}/filed", f"/my/{first}/profile", keep="account.birth_date")
    draft = begin(browser, SECOND)
    page = section_of(browser, draft)
    asked = words(browser.get(page))
    for said in (
        "Điền sẵn những gì bạn đã khai trước đây?",
        "Họ và tên Nguyễn Thị Bích Hằng Từ tài khoản của bạn",
        "Ngày sinh 27/03/1988 Từ tài khoản của bạn",
        f"Nghề nghiệp Pha chế Từ hồ sơ {first}, 23/11/2026",
        f"Bản sao căn cước căn cước.pdf Từ kho giấy tờ, đã nộp với hồ sơ {first}, 23/11/2026",
    ):
        assert said in asked, said
    assert "Riêng tư" not in asked
    assert 'value="Pha chế"' not in browser.get(page).get_data(as_text=True)
    answer = post(browser, page, f"{draft}/reuse", reuse="yes", back=page)
    assert (answer.status_code, answer.location) == (303, page)
    html = browser.get(page).get_data(as_text=True)
    assert 'value="Pha chế"' in html
    assert 'value="0914 552 187"' in html
    assert f"Từ hồ sơ {first}, 23/11/2026" in html
    assert "Điền sẵn những gì" not in html
    assert f"đã nộp với hồ sơ {first}" in words(browser.get(f"{draft}/papers"))
    # What is changed is the person's own word; the rest goes on to say where it comes from.
    typed = {"ho_ten": "Nguyễn Thị Bích Hằng", "dien_thoai": "0914552187", "ngay_sinh": "27/03/1988"}
    assert post(browser, page, **typed, nghe="Kế toán").status_code == 303
    changed = browser.get(page).get_data(as_text=True)
    assert f"Từ hồ sơ {first}" not in changed
    assert "Từ tài khoản của bạn" in changed
    second = send(browser, draft)
    (kept,) = rows(
        two,
        "select r.reuse_agreed, r.reuse_at from draft r join dossier d on d.id = r.dossier_id where d.code = :code",
        code=second,
    )
    assert tuple(kept) == (True, NOW)
    assert value(two, "select count(*) from audit where action = 'draft.reuse'") == 2
    assert (
        value(two, "select count(*) from file where slot = 'paper:can_cuoc' and dossier_id is not null") == 2
    )


@pytest.mark.req("B-07")
def test_who_refuses_fills_in_himself_and_is_not_asked_again(two: House, sign_in: SignIn) -> None:
    browser = sign_in("hang@example.vn")
    draft = begin(browser, FIRST)
    page = section_of(browser, draft)
    assert "Điền sẵn" in words(browser.get(page))
    post(browser, page, f"{draft}/reuse", reuse="no", back="https://evil.example/")
    html = browser.get(page).get_data(as_text=True)
    assert "reuse-title" not in html
    assert 'value="Nguyễn Thị Bích Hằng"' not in html
    post(browser, page, f"{draft}/reuse", reuse="yes", back=page)
    assert 'value="Nguyễn Thị Bích Hằng"' not in browser.get(page).get_data(as_text=True)
    assert sign_in("khoi@example.vn").get(page).status_code == 404


@pytest.mark.req("B-07")
def test_the_store_of_papers_is_its_owners_alone(two: House, sign_in: SignIn) -> None:
    browser, other = sign_in("hang@example.vn"), sign_in("khoi@example.vn")
    code = file_first(browser)
    store = browser.get("/my/papers").get_data(as_text=True)
    assert "Căn cước" in store
    assert code in store
    address = re.findall(r'href="(/my/papers/\d+)"', store)[0]
    assert browser.get(address).mimetype == "application/pdf"
    assert other.get(address).status_code == 404
    assert post(other, "/my/papers?x", f"{address}/forget").status_code in (400, 404)
    assert "Kho chưa có giấy tờ nào" in words(other.get("/my/papers"))
    assert post(browser, "/my/papers", f"{address}/forget").status_code == 303
    assert "Kho chưa có giấy tờ nào" in words(browser.get("/my/papers"))
    assert browser.get(address).status_code == 404
    # The dossier keeps what was sent with it, and nothing is linked any more.
    assert "căn cước.pdf" in words(browser.get(f"/my/{code}"))
    again = section_of(browser, begin(browser, SECOND))
    assert "Bản sao căn cước" not in words(browser.get(again))


def test_an_earlier_answer_fits_only_where_it_means_the_same() -> None:
    form = FormDefinition.from_schema(FORM)
    twice = FormDefinition.from_schema(
        {
            **FORM,
            "properties": {
                "me": text("Nghề của mẹ", **{"x-shared": "nghe_nghiep"}),
                "cha": text("Nghề của cha", **{"x-shared": "nghe_nghiep"}),
                "ho_ten": text("Họ và tên", **{"x-source": "account.full_name"}),
                "ho_ten_2": text("Người bán", **{"x-source": "account.full_name"}),
            },
        }
    )
    here, there = places(form), places(twice)
    assert [one.pointer for one in there] == ["/me", "/cha", "/ho_ten"]
    trade = next(one for one in here if one.pointer == "/nghe")
    assert fitting(trade, here, there) is None
    lone = fitting(trade, here, here)
    assert lone is not None
    assert lone.pointer == "/nghe"
    assert put({"a": {"b": 1}}, "/a/c", 2) == {"a": {"b": 1, "c": 2}}
    assert (value_at({"a": {"b": 1}}, "/a/b"), value_at({"a": 1}, "/a/b")) == (1, None)


def prove(house: House, login: str) -> None:
    """A provider has said that the account's number is its holder's."""
    at = {"linked_at": NOW, "last_used_at": NOW}
    with house.work() as work:
        person = value(house, "select id from account where login = :login", login=login)
        links.save(work.connection, provider="v", issuer="i", subject=login, account_id=person, level=2, **at)
        work.commit()


def his_number_only(house: House, sign_in: SignIn) -> list[str]:
    """The dossiers read for a number that an account only says to be its own."""
    officer = sign_in("ha.tran")
    entry = str(post(officer, "/desk/new", procedure=BUSINESS).location)
    noted = {"visitor-identity": "045 188 002 417", "visitor-name": "Nguyễn Thị Bích Hằng", "do": "reuse"}
    post(officer, entry, **noted, reuse_agreed="yes")
    (log,) = rows(house, "select detail from audit where action = 'draft.reuse_for'")
    return list(log.detail["dossiers"])


@pytest.mark.req("B-07", "C-06")
def test_for_another_owner_nothing_of_the_filers_own_is_filled_in_or_stays(
    two: House, sign_in: SignIn
) -> None:
    browser = sign_in("hang@example.vn")
    file_first(browser)
    drafts = [begin(browser, SECOND), begin(browser, SECOND)]
    page = section_of(browser, drafts[1])
    assert post(browser, page, f"{drafts[1]}/reuse", reuse="yes", back=page).status_code == 303
    assert 'value="Pha chế"' in browser.get(page).get_data(as_text=True)
    for draft in drafts:
        paper = (io.BytesIO(PDF), "ủy quyền.pdf")
        assert post(browser, f"{draft}/behalf", **OWNER, authorisation=paper).status_code == 303
        page = section_of(browser, draft)
        html = browser.get(page).get_data(as_text=True)
        assert "Điền sẵn những gì" not in html
        post(browser, page, f"{draft}/reuse", reuse="yes", back=page)
        assert 'value="Pha chế"' not in browser.get(page).get_data(as_text=True)
    assert [row.slot for row in linked(two)] == [on_behalf.PAPER] * 2
    # What he files for the other is never taken for the other's own words.
    assert post(browser, page, ho_ten="Võ Đình Khôi", nghe="Thợ điện").status_code == 303
    assert attach(browser, draft, "can_cuoc", "căn cước.pdf").status_code == 303
    prove(two, "khoi@example.vn")
    send(browser, draft)
    owner = sign_in("khoi@example.vn")
    assert "Thợ điện" not in words(owner.get(section_of(owner, begin(owner, SECOND))))


def linked(house: House) -> Sequence[Any]:
    return rows(house, "select slot from file where draft_id is not null")


@pytest.mark.req("B-07")
def test_at_the_counter_only_the_applicants_own_answers_are_filled_in_and_it_is_logged(
    house: House, sign_in: SignIn
) -> None:
    theirs, his = file_dossier(house, login="khoi@example.vn"), file_dossier(house)
    nobodys = his_number_only(house, sign_in)
    assert nobodys == []
    prove(house, "hang@example.vn")
    officer = sign_in("ha.tran")
    entry = str(post(officer, "/desk/new", procedure=BUSINESS).location)
    noted = {"visitor-identity": "045 188 002 417", "visitor-name": "Nguyễn Thị Bích Hằng", "do": "reuse"}
    refused = post(officer, entry, **noted)
    assert (refused.status_code, "Hỏi người nộp có đồng ý" in words(refused)) == (422, True)
    assert post(officer, entry, **{**noted, "visitor-identity": "1"}, reuse_agreed="yes").status_code == 422
    assert post(officer, entry, **noted, reuse_agreed="yes").status_code == 303
    page = officer.get(entry).get_data(as_text=True)
    assert f"Từ hồ sơ {his}" in page or "Từ tài khoản" in page
    log = rows(house, "select detail from audit where action = 'draft.reuse_for' order by id")[-1]
    assert log.detail["dossiers"] == [his]
    assert log.detail["fields"] != []
    read = "select d.code from audit a join dossier d on d.id = a.dossier_id where a.action = 'dossier.reuse_for'"
    assert [row.code for row in rows(house, read)] == [his]
    other = str(post(officer, "/desk/new", procedure=BUSINESS).location)
    post(officer, other, **{**noted, "visitor-name": "Trần Thị Khác"}, reuse_agreed="yes")
    assert [row.code for row in rows(house, read)] == [his]
    assert theirs not in page
