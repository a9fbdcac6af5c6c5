"""A form that is not sent: kept over signing out, without a code; its owner is reminded once, then it goes (B-10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from file_samples import photo
from fixtures_dossier import PDF, actor_of, file_dossier
from fixtures_house import NOW, Clock, post
from fixtures_portal import BIRTH, attach, begin, words
from fixtures_watch import rows, value
from flask.testing import FlaskClient

from motcua.domain.errors import InputError
from motcua.domain.people.permissions import Actor
from motcua.services.forms import prefill
from motcua.services.intake import amendment, draft_life, drafts, on_behalf
from motcua.services.intake.on_behalf import Owner
from motcua.services.papers import joined_photos
from motcua.services.papers.files import Upload
from motcua.services.papers.joined_photos import Page
from motcua.services.work import House, Work

SignIn = Callable[..., FlaskClient]
Touch = Callable[[Work, Actor, UUID, datetime], object]
PAPER = "giay_chung_sinh"
OWNER = Owner("authorised", "Lê Thị Hoa", "045192001234", "0914552187")


def _file(work: Work, actor: Actor, draft_id: UUID) -> int:
    """The file that was attached last."""
    return int(max(file.id for file in drafts.get(work, actor, draft_id).files))


def _join(work: Work, actor: Actor, draft_id: UUID, now: datetime) -> int:
    return joined_photos.join(work, actor, draft_id, PAPER, [Page(_file(work, actor, draft_id))], now)


def _take_over(work: Work, actor: Actor, draft_id: UUID, now: datetime) -> None:
    draft = drafts.get(work, actor, draft_id)
    drafts.take_over(work, draft, draft.version.id, now)


# Everything that saves something of a begun form, in an order in which each can be done.
TOUCHES: dict[str, Touch] = {
    "section": lambda work, actor, of, now: drafts.save_section(
        work, actor, of, "nguoi_yeu_cau", {"ho_ten_nguoi_yeu_cau": "Hằng"}, now, now.date()
    ),
    "attached": lambda work, actor, of, now: drafts.attach(
        work, actor, of, PAPER, Upload("1.jpg", photo(60, 40)), now
    ),
    "joined": _join,
    "parted": lambda work, actor, of, now: joined_photos.part(work, actor, of, _file(work, actor, of), now),
    "taken off": lambda work, actor, of, now: drafts.detach(work, actor, of, _file(work, actor, of), now),
    "owner named": lambda work, actor, of, now: on_behalf.save(
        work, actor, of, OWNER, Upload("ủy quyền.pdf", PDF), now
    ),
    "for oneself": lambda work, actor, of, now: on_behalf.clear(work, actor, of, now),
    "filled in": lambda work, actor, of, now: prefill.decide(work, actor, of, agreed=True, now=now),
    "new version": _take_over,
}


def remind(house: House, day: int) -> int:
    with house.work() as work:
        return draft_life.remind(work, NOW + timedelta(days=day))


def purge(house: House, day: int) -> int:
    with house.work() as work:
        return draft_life.purge(work, NOW + timedelta(days=day))


@pytest.mark.req("B-10")
def test_what_was_filled_in_is_there_after_signing_in_again_and_no_code_is_given_out(
    house: House, sign_in: SignIn
) -> None:
    browser = sign_in("hang@example.vn")
    draft = begin(browser, BIRTH)
    section = browser.get(draft).location
    assert post(browser, section, ho_ten_nguoi_yeu_cau="Nguyễn Thị Bích Hằng").status_code == 422
    attach(browser, draft, "giay_chung_sinh", "chứng sinh.pdf")
    post(browser, "/my", "/account/sign-out")
    assert browser.get(section).status_code == 302
    again = sign_in("hang@example.vn")
    assert 'value="Nguyễn Thị Bích Hằng"' in again.get(section).get_data(as_text=True)
    assert "chứng sinh.pdf" in words(again.get(f"{draft}/papers"))
    assert "giữ đến 23/12/2026" in words(again.get("/my"))
    assert value(house, "select count(*) from dossier") == 0
    assert value(house, "select count(*) from code_counter") == 0


@pytest.mark.req("B-10")
def test_the_owner_is_reminded_once_before_the_form_goes_with_its_files(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in("hang@example.vn")
    draft = begin(browser, BIRTH)
    attach(browser, draft, "giay_chung_sinh")
    sent = file_dossier(house, BIRTH, "hang@example.vn")
    assert remind(house, 26) == 0
    assert (remind(house, 28), remind(house, 29)) == (1, 0)
    assert value(house, "select body from account_notice order by id desc limit 1") == (
        "Tờ khai “Đăng ký khai sinh” lưu ngày 23/11/2026 chưa gửi sẽ bị xóa sau ngày 23/12/2026. "
        "Mở “Hồ sơ của tôi” để làm tiếp; lưu lại một lần là được giữ thêm 30 ngày."
    )
    assert value(house, "select count(*) from procrastinate_jobs where task_name = 'carry_letter'") == len(
        house.channels
    )
    clock.now = NOW + timedelta(days=29)
    browser = sign_in("hang@example.vn")
    assert "Sắp hết hạn giữ" in words(browser.get("/my"))
    # Saved again, it is kept for thirty days more, and the new end is told of as the first was.
    assert post(browser, browser.get(draft).location, ho_ten_nguoi_yeu_cau="Hằng").status_code == 422
    assert (purge(house, 31), remind(house, 57)) == (0, 1)
    assert purge(house, 60) == 1
    assert rows(house, "select id from draft where dossier_id is null") == []
    assert rows(house, "select id from file where draft_id is not null") == []
    # What was sent stays, with its papers.
    assert browser.get(f"/my/{sent}").status_code == 200
    assert value(house, "select count(*) from file where dossier_id is not null") > 0
    assert purge(house, 61) == 0


@pytest.mark.req("B-10")
def test_whatever_is_saved_of_a_form_it_is_kept_for_its_whole_time_anew(
    house: House, sign_in: SignIn
) -> None:
    code = file_dossier(house, BIRTH, "hang@example.vn")
    draft_id = UUID(begin(sign_in("hang@example.vn"), BIRTH).rsplit("/", 1)[1])
    citizen, whole, found = actor_of(house, "hang@example.vn"), timedelta(days=30), {}
    for day, (name, touch) in enumerate(TOUCHES.items(), start=1):
        now = NOW + timedelta(days=day)
        with house.work() as work:
            touch(work, citizen, draft_id, now)
        with house.work() as work:
            draft = drafts.get(work, citizen, draft_id)
            found[name] = (draft.saved_at - now, draft.expires_at - now)
    assert found == dict.fromkeys(TOUCHES, (timedelta(), whole))
    with house.work() as work:
        amending = drafts.get(work, citizen, amendment.begin(work, citizen, code, NOW))
    assert (amending.saved_at, amending.expires_at) == (NOW, NOW + whole)


@pytest.mark.req("B-10")
def test_what_is_filled_in_is_bounded_as_what_is_typed(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_dossier(house, BIRTH, "hang@example.vn")
    draft_id = UUID(begin(sign_in("hang@example.vn"), BIRTH).rsplit("/", 1)[1])
    monkeypatch.setattr(drafts, "MAX_BYTES", 40)
    with house.work() as work, pytest.raises(InputError, match="dài quá"):
        prefill.decide(work, actor_of(house, "hang@example.vn"), draft_id, agreed=True, now=NOW)
