"""Files in parts: announced, sent on from where they stopped, refused before the first byte, attached once and whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from file_samples import photo
from fixtures_house import NOW, Clock, post, token_of
from fixtures_portal import attach, begin
from fixtures_watch import rows, value
from flask.testing import FlaskClient

from motcua.services.papers import file_cleaning, uploads
from motcua.services.work import House
from motcua.store.papers.upload import underway as unfinished

PAPER = "paper:can_cuoc"


class Sender:
    """The script of a page, as the server sees it."""

    def __init__(self, client: FlaskClient, draft: str) -> None:
        self.client = client
        self.token = token_of(client.get(f"{draft}/papers").get_data(as_text=True))
        self.place = f"/uploads/{draft.rpartition('/')[2]}"

    def headers(self, **more: str) -> dict[str, str]:
        return {"Accept": "application/json", "X-CSRFToken": self.token, **more}

    def announce(self, size: int, name: str = "căn cước.png", slot: str = PAPER) -> Any:
        body = {"name": name, "size": size, "slot": slot}
        return self.client.post(self.place, json=body, headers=self.headers())

    def part(self, url: str, start: int, content: bytes) -> Any:
        return self.client.patch(url, data=content, headers=self.headers(**{"Upload-Offset": str(start)}))


@pytest.fixture
def hang(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in("hang@example.vn")


def test_a_file_sent_in_parts_is_attached_whole_and_once(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    sender = Sender(hang, draft)
    sent = photo(60, 40) + bytes(uploads.PART)
    begun = sender.announce(len(sent), "ảnh.jpg")
    assert begun.status_code == 201
    url = begun.json["url"]
    assert sender.part(url, 0, sent[: uploads.PART]).json["received"] == uploads.PART
    # The line breaks here; whoever asks again learns where to go on from, and a part sent twice changes nothing.
    again = sender.part(url, 0, sent[: uploads.PART])
    assert (again.status_code, again.json["received"]) == (409, uploads.PART)
    assert hang.get(url).json["received"] == uploads.PART
    done = sender.part(url, uploads.PART, sent[uploads.PART :])
    assert done.json["file"] == sender.part(url, len(sent), b"").json["file"] == hang.get(url).json["file"]
    (file,) = rows(house, "select * from file")
    assert (file.name, file.size, file.slot, house.files.get(file.sha256)) == (
        "ảnh.jpg",
        len(sent),
        PAPER,
        sent,
    )
    assert value(house, "select count(*) from upload_part") == 0
    with house.work() as work:
        assert unfinished(work.connection, file.uploaded_by) == (0, 0)


def test_what_will_not_do_is_refused_before_its_first_byte_or_when_it_is_whole(
    hang: FlaskClient, house: House
) -> None:
    sender = Sender(hang, begin(hang))
    for size, name, slot, status, said in (
        (3 * 1024 * 1024, "to.pdf", PAPER, 400, "lớn hơn 2 MB"),
        (10, "may.exe", PAPER, 400, "Không nhận tệp"),
        (0, "rong.pdf", PAPER, 400, "rỗng"),
        (10, "a.pdf", "paper:khong_co", 404, "không hỏi tệp này"),
        (10, "a.pdf", "field:/ho_ten", 404, "không hỏi tệp này"),
        ("10", "a.pdf", PAPER, 400, "Thiếu tên"),
    ):
        answer = sender.announce(size, name, slot)  # type: ignore[arg-type]
        assert (answer.status_code, said in answer.json["error"]["message"]) == (status, True), name
    deep = hang.post(sender.place, data="[" * 4000, content_type="application/json", headers=sender.headers())
    assert (deep.status_code, "Thiếu tên" in deep.json["error"]["message"]) == (400, True)
    url = sender.announce(9, "gia.pdf").json["url"]
    assert sender.part(url, 0, b"0123456789").status_code == 400
    disguised = sender.part(url, 0, b"<html></h")
    assert (disguised.status_code, "không phải PDF" in disguised.json["error"]["message"]) == (400, True)
    assert hang.get(url).status_code == 404
    without_token = hang.patch(url, data=b"x", headers={"Accept": "application/json", "Upload-Offset": "0"})
    assert without_token.status_code == 400
    assert rows(house, "select 1 from upload") == rows(house, "select 1 from file") == []


def test_an_upload_is_its_persons_alone_and_ends_when_nobody_goes_on(
    hang: FlaskClient, sign_in: Callable[..., FlaskClient], house: House, clock: Clock
) -> None:
    draft = begin(hang)
    url = Sender(hang, draft).announce(9).json["url"]
    other = sign_in("khoi@example.vn")
    stranger = Sender(other, begin(other))
    stranger.place = f"/uploads/{draft.rpartition('/')[2]}"
    assert stranger.announce(9).status_code == 404
    assert other.get(url).status_code == stranger.part(url, 0, b"x").status_code == 404
    headers = {"X-CSRFToken": stranger.token}
    assert other.delete(url, headers=headers).status_code == 404
    file_cleaning.clean(house, NOW + timedelta(hours=23))
    assert hang.get(url).status_code == 200
    file_cleaning.clean(house, NOW + timedelta(hours=25))
    assert hang.get(url).status_code == 404


@pytest.mark.req("B-04")
def test_without_scripts_photographs_are_joined_by_their_numbers_and_parted_again(
    hang: FlaskClient, house: House
) -> None:
    draft = begin(hang)
    page = f"{draft}/papers"
    for seed in (1, 2, 3):
        assert attach(hang, draft, "can_cuoc", f"{seed}.jpg", photo(90, 60, seed=seed)).status_code == 303
    answer = post(hang, page, upload="can_cuoc")
    assert answer.location.endswith("#place-can_cuoc")
    ids = [row.id for row in rows(house, "select id from file order by id")]
    html = hang.get(page).get_data(as_text=True)
    assert all(f'name="page-{one}"' in html for one in ids)
    order = {f"page-{ids[0]}": "3", f"page-{ids[1]}": "1", f"turn-{ids[1]}": "90", f"leave-{ids[2]}": "1"}
    assert post(hang, page, join="can_cuoc", **order).status_code == 303
    html = hang.get(page).get_data(as_text=True)
    assert re.search(r"2 \(2\)\.pdf</a> <span[^>]*>2 trang", html)
    assert "ghép từ 2 ảnh" in html
    joined = value(house, "select id from file where media_type = 'application/pdf'")
    nothing = post(hang, page, join="can_cuoc", **{f"leave-{ids[2]}": "1"})
    assert (nothing.status_code, "ít nhất một ảnh" in nothing.get_data(as_text=True)) == (422, True)
    assert post(hang, page, part=str(joined)).status_code == 303
    assert [row.id for row in rows(house, "select id from file where replaced_at is null order by id")] == ids
