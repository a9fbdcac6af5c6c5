"""The page of a deed signs its slip before the deed, keeps what was typed, and shows who signed (F-10, F-11, F-13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desk_client import act, upload
from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW
from fixtures_portal import words
from flask.testing import FlaskClient
from services.ending_story import DESK, EXPERT, at_expert, dossier, set_up
from services.signing_story import key_folder, signing_house
from web.test_api_act import send

from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.services.signing import keys
from motcua.services.work import House

KEY = "request_supplement"
ASKED = {"papers": "ban_do", "reason": "Bản đồ mờ, không đọc được số thửa", "slip_from": "made"}


@pytest.fixture
def house(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    """Slips must be signed, and the expert has a key."""
    set_up(house)
    house = replace(house, profile=replace(house.profile, slip_signature="required"))
    house = signing_house(house, pki, key_folder(pki, tmp_path, vinh_le="chuyen_vien"))
    with house.work() as work:
        keys.register(work, actor_of(house, EXPERT, NOW), "tep", EXPERT, NOW)
    return house


def _made(browser: Any, code: str) -> int:
    """A slip that a program drafted for a refusal."""
    made: int = send(browser, f"dossiers/{code}/slips/refuse", reason="Sai").json["slip"]["id"]
    return made


@pytest.mark.req("F-10", "F-11", "F-13", "E-21")
def test_the_slip_is_signed_on_the_page_of_its_deed(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    code = at_expert(house)
    expert = sign_in(EXPERT)
    html = expert.get(f"/desk/{code}/actions/{KEY}").get_data(as_text=True)
    found = re.search(r'name="key_id" value="(\d+)"', html)
    assert found is not None
    with_key = {**ASKED, "key_id": found[1], "secret": PASSPHRASE}
    unseen = act(expert, code, f"slips/{KEY}/sign", **with_key)
    assert (unseen.status_code, "Chưa có phiếu lập từ đúng nội dung này" in words(unseen)) == (422, True)
    assert 'href="#slip"' in unseen.get_data(as_text=True)
    assert act(expert, code, f"slips/{KEY}", **ASKED).status_code == 303
    assert act(sign_in(DESK), code, f"slips/{KEY}/sign", **with_key).status_code == 403
    wrong = act(expert, code, f"slips/{KEY}/sign", **{**with_key, "secret": "sai"})
    assert (wrong.status_code, 'href="#secret"' in wrong.get_data(as_text=True)) == (422, True)
    for sent in (ASKED, {**ASKED, "slip_from": "file", "slip": upload(PDF, "phieu.pdf")}):
        refused = act(expert, code, f"actions/{KEY}", **sent)
        assert refused.status_code == 422
        assert "phải có chữ ký số hợp lệ. Ký số phiếu" in words(refused)
    by_program = send(expert, f"dossiers/{code}/actions/refuse", reason="Sai", slip_id=_made(expert, code))
    assert [one["code"] for one in by_program.json["error"]["fields"]] == ["slip_unsigned"]

    signed = act(expert, code, f"slips/{KEY}/sign", **with_key)
    said = words(signed)
    assert (signed.status_code, "Đã ký số phiếu." in said, ASKED["reason"] in said) == (200, True, True)
    assert "Chữ ký hợp lệ" in said
    assert PASSPHRASE not in said
    assert dossier(house, code).state == "processing"
    assert act(expert, code, f"actions/{KEY}", **ASKED).status_code == 303
    shown = words(expert.get(f"/desk/{code}"))
    assert re.search(r"số 1/PBS Có hiệu lực .*Chữ ký số hợp lệ Lê Đức Thuận, Sở Xây dựng ký lúc", shown)
    assert "Ký số “Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ”" in shown
