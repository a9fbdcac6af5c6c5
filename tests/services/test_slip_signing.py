"""A slip drafted for a deed is signed before it, by whoever may do the deed, and counts signed (F-10, F-11, F-13)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fixtures_dossier import actor_of
from fixtures_watch import local, rows, value
from services.ending_story import DESK, EXPERT, SLIP, act, at_expert, dossier, sent, set_up, under
from services.signing_story import key_folder, signing_house
from services.test_slips import draft, slip
from signed_samples import signed_pdf

from motcua.contrib.signing import pades
from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.extend.signature_provider import WrongSecretError
from motcua.services.dossier.case import Given
from motcua.services.papers import slip_prints
from motcua.services.papers.files import Upload
from motcua.services.papers.slip_drafts import Asked
from motcua.services.signing import keys, slip_signing
from motcua.services.signing.slip_signatures import SlipUnsignedError
from motcua.services.work import House

AT = "2026-12-08 09:00"
LATER = "2026-12-08 09:40"
KEY = "request_supplement"
GIVEN: dict[str, Any] = {"papers": ("ban_do",), "reason": "Bản đồ mờ"}


@pytest.fixture
def house(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    """A dossier's expert and the desk have keys, and every slip must be signed."""
    set_up(house)
    folder = key_folder(pki, tmp_path, vinh_le="chuyen_vien", ha_tran="giam_doc")
    return signing_house(under(house, "001", slip_signature="required"), pki, folder)


def registered(house: House, login: str) -> int:
    with house.work() as work:
        return keys.register(work, actor_of(house, login, local(AT)), "tep", login, local(AT))


def sign(
    house: House,
    login: str,
    code: str,
    key_id: int,
    secret: str = PASSPHRASE,
    deed: str = KEY,
    **given: Any,
) -> int:
    asked = Asked(ACTIONS[deed], Given(**{**(GIVEN if deed == KEY else {}), **given}), "")
    actor = actor_of(house, login, local(AT))
    return slip_signing.sign(house, actor, code, asked, key_id, secret, local(AT))


def problem(found: pytest.ExceptionInfo[ValidationError]) -> tuple[str, str]:
    (one,) = found.value.errors
    return one.pointer, one.code


@pytest.mark.req("F-10", "F-11", "F-13", "E-21")
def test_a_slip_is_signed_by_whoever_may_do_the_deed_and_the_deed_takes_it_signed(house: House) -> None:
    code = at_expert(house)
    key, desk_key = registered(house, EXPERT), registered(house, DESK)
    # What nobody has looked at is not signed.
    with pytest.raises(ValidationError) as unseen:
        sign(house, EXPERT, code, key)
    assert problem(unseen) == ("/slip", "changed")
    slip_id = draft(house, EXPERT, code, KEY, AT, **GIVEN)
    unsigned = slip(house, "supplement").file_id
    for refused, login, with_key in ((NotAllowedError, DESK, desk_key), (NotFoundError, EXPERT, desk_key)):
        with pytest.raises(refused):
            sign(house, login, code, with_key)
    with pytest.raises(WrongSecretError):
        sign(house, EXPERT, code, key, "sai")
    with pytest.raises(SlipUnsignedError) as missing:
        act(house, EXPERT, code, KEY, LATER, **GIVEN, slip_id=slip_id)
    assert "“Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ” phải có chữ ký số" in missing.value.errors[0].message.vi
    with pytest.raises(SlipUnsignedError):
        act(house, EXPERT, code, KEY, LATER, **GIVEN, slip=SLIP)
    assert value(house, "select count(*) from signature") == 0

    before = dossier(house, code)
    assert sign(house, EXPERT, code, key) == slip_id
    assert dossier(house, code) == before
    made, (record,) = slip(house, "supplement"), rows(house, "select * from signature")
    assert (made.state, made.file_id, made.official_file_id) == ("draft", unsigned, record.file_id)
    assert (record.source_id, record.verdict, record.signer) == (unsigned, "valid", "person")
    with pytest.raises(ValidationError) as twice:
        sign(house, EXPERT, code, key)
    assert problem(twice) == ("/key_id", "signed")
    # Other words: neither this signature nor this draft.
    with pytest.raises(ValidationError) as changed:
        sign(house, EXPERT, code, key, reason="Khác")
    assert problem(changed) == ("/slip", "changed")
    with pytest.raises(ValidationError):
        act(house, EXPERT, code, KEY, LATER, **{**GIVEN, "reason": "Khác"}, slip_id=slip_id)

    act(house, EXPERT, code, KEY, LATER, **GIVEN, slip_id=slip_id)
    signed = slip(house, "supplement")
    hashes = {row.id: row.sha256 for row in rows(house, "select id, sha256 from file")}
    assert (signed.state, hashes[signed.official_file_id]) == ("official", record.sha256)
    assert hashes[signed.file_id] != record.sha256
    with house.work() as work:
        (line,) = [one for one in slip_prints.of_dossier(work, before.id) if one.row.id == slip_id]
        found = slip_signing.found(work, [line.row])[line.row.official_sha256]
    assert found.is_valid
    assert found.findings[0].signed_at == local(AT)


@pytest.mark.req("F-10", "F-11")
def test_a_slip_made_anew_is_signed_anew_and_one_signed_elsewhere_counts(
    house: House, pki: SandboxPki
) -> None:
    code = at_expert(house)
    key = registered(house, EXPERT)
    slip_id = draft(house, EXPERT, code, KEY, AT, **GIVEN)
    sign(house, EXPERT, code, key)
    (record,) = rows(house, "select * from signature")
    draft(house, EXPERT, code, KEY, AT, **GIVEN)
    assert slip(house, "supplement").official_file_id is None
    with pytest.raises(SlipUnsignedError):
        act(house, EXPERT, code, KEY, LATER, **GIVEN, slip_id=slip_id)
    content = house.files.get(record.sha256)
    with pytest.raises(SlipUnsignedError):
        act(
            house,
            EXPERT,
            code,
            KEY,
            LATER,
            **GIVEN,
            slip=Upload("sua.pdf", content.replace(b"/Type", b"/Tipe")),
        )
    # Valid, but of somebody whom the house does not know.
    strange = replace(SLIP, name="ky.pdf", content=signed_pdf(pki, "con_dau"))
    with pytest.raises(SlipUnsignedError) as stranger:
        act(house, EXPERT, code, KEY, LATER, **GIVEN, slip=strange)
    assert "chứng thư chưa đăng ký" in stranger.value.errors[0].message.vi
    act(house, EXPERT, code, KEY, LATER, **GIVEN, slip=replace(SLIP, name="ky.pdf", content=content))
    assert slip(house, "supplement").state == "official"


@pytest.mark.req("F-10", "F-11", "F-13")
def test_a_slip_made_anew_while_it_is_signed_stays_unsigned_and_the_desk_signs_before_acceptance(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, key, grounds = sent(house), registered(house, DESK), {"reason": "Không thuộc thẩm quyền"}
    slip_id = draft(house, DESK, code, "refuse_at_intake", AT, **grounds)
    complete = pades.complete

    def late(*given: Any) -> bytes:
        draft(house, DESK, code, "refuse_at_intake", AT, **grounds)
        return complete(*given)

    monkeypatch.setattr(pades, "complete", late)
    with pytest.raises(ConflictError) as replaced:
        sign(house, DESK, code, key, deed="refuse_at_intake", **grounds)
    assert "Phiếu đã được lập lại" in replaced.value.message.vi
    assert value(house, "select count(*) from signature") == 0
    monkeypatch.undo()
    sign(house, DESK, code, key, deed="refuse_at_intake", **grounds)
    act(house, DESK, code, "refuse_at_intake", LATER, **grounds, slip_id=slip_id)
    assert (slip(house, "refusal").state, dossier(house, code).state) == ("official", "refused_at_intake")
