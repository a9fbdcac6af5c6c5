"""A dossier sealed with the agency's key: any later change is found, in the house and in the package (F-15)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures_dossier import PDF, accept_dossier, actor_of, desk_of, file_dossier
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, release
from services.signing_story import key_folder, signing_house
from signed_samples import trust_in
from sqlalchemy import text

from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.domain.errors import ConflictError, InputError, NotAllowedError
from motcua.extend.signature_provider import WrongSecretError
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.signing import agency_seals, evidence, keys, seal_package, seals
from motcua.services.signing.seals import SealCheck
from motcua.services.work import House
from motcua.store.agencies import agency as agencies
from motcua.store.dossier import dossier as dossiers
from motcua.store.papers import file as stored
from motcua.store.papers import slip as slips

PROVINCE = "quantri.tinh"


@pytest.fixture
def sealing(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    """A province that seals from acceptance, its agency's seal in a file."""
    found = signing_house(house, pki, key_folder(pki, tmp_path, H50_16="con_dau"))
    release(found, bpmn_of("S>a a>E"))
    return replace(found, profile=replace(found.profile, dossier_seal="on_accept"))


def accepted(house: House) -> str:
    code = file_dossier(house, CODE, von=5)
    add_paper(house, code, "ban-ve.pdf", PDF)
    accept_dossier(house, code)
    return code


def add_paper(house: House, code: str, name: str, content: bytes, slot: str = "paper:ban_ve") -> None:
    with house.work() as work:
        row = dossiers.by_code(work.connection, code)
        stored.replace(work.connection, row.id, slot, NOW)
        files.keep(work, Upload(name, content), NOW, uploaded_by=None, dossier_id=row.id, slot=slot)
        work.commit()


def seal_key(house: House, code: str, *, given: bool = True) -> int:
    with house.work() as work:
        province = actor_of(house, PROVINCE)
        row = dossiers.by_code(work.connection, code)
        agency = agencies.by_id(work.connection, row.agency_id)
        key_id = keys.register(
            work, province, "tep", agency.code, NOW, agency_id=agency.id, reason="Quyết định 5"
        )
        if given:
            agency_seals.give(work, province, key_id, desk_of(house, code), "Quyết định 6", NOW)
    return key_id


def sealed(house: House, code: str, key_id: int, secret: str = PASSPHRASE) -> int:
    with house.work() as work:
        return seals.seal(work, actor_of(house, desk_of(house, code)), code, key_id, secret, "", NOW)


def found(house: House, code: str) -> SealCheck:
    with house.work() as work:
        return seals.check(work, code, NOW)[0]


def kinds(check: SealCheck) -> list[str]:
    return [one.kind for one in check.differences]


@pytest.mark.req("F-15", "N-09")
def test_whatever_is_changed_after_sealing_is_named(sealing: House) -> None:
    code = accepted(sealing)
    key_id = seal_key(sealing, code)
    assert sealed(sealing, code, key_id) == 1
    whole = found(sealing, code)
    assert (whole.is_sound, whole.finding.who) == (True, "Sở Xây dựng")
    # The agency goes on with its work: its own papers break nothing.
    add_paper(sealing, code, "ket-qua.pdf", PDF + b"\n", "result:giay_phep")
    assert found(sealing, code).is_sound
    with sealing.engine.begin() as connection:
        connection.execute(text("update file set name = 'khac.pdf' where name = 'ban-ve.pdf'"))
        connection.execute(
            text("update dossier set data_sealed = :data where code = :code"),
            {"data": sealing.cipher.seal_json({"von": 6}), "code": code},
        )
        connection.execute(text("alter table audit disable trigger all"))
        connection.execute(
            text("update audit set actor_name = 'Kẻ khác' where action = 'submit' and subject = ''")
        )
        connection.execute(text("alter table audit enable trigger all"))
    spoilt = found(sealing, code)
    assert (spoilt.is_sound, kinds(spoilt)) == (False, ["form", "log", "file_changed"])
    assert spoilt.sentences[2].vi == "Tệp “ban-ve.pdf” (paper:ban_ve) đã bị sửa sau khi niêm phong."


@pytest.mark.req("F-15")
def test_a_paper_that_comes_later_wants_a_new_seal_and_the_old_one_is_kept(sealing: House) -> None:
    code = accepted(sealing)
    key_id = seal_key(sealing, code)
    sealed(sealing, code, key_id)
    add_paper(sealing, code, "ban-ve-2.pdf", PDF + b"\n")
    assert kinds(found(sealing, code)) == ["file_new"]
    assert sealed(sealing, code, key_id) == 2
    with sealing.work() as work:
        newest, first = seals.check(work, code, NOW)
    assert (newest.number, newest.is_sound, first.number) == (2, True, 1)
    with sealing.work() as work:
        (spoilt,) = seals.check(work, code, NOW, 1)
    assert spoilt.finding.is_valid


@pytest.mark.req("F-15")
def test_the_package_is_checked_without_us(sealing: House, pki: SandboxPki) -> None:
    code = accepted(sealing)
    sealed(sealing, code, seal_key(sealing, code))
    with sealing.work() as work:
        officer = actor_of(sealing, desk_of(sealing, code))
        package = seal_package.of_dossier(work, officer, code, 1, NOW)
    assert package.name == f"{code}-1.zip"
    trust = trust_in(pki)
    assert seal_package.check(package.content, trust, NOW).is_sound
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    paper = next(name for name in parts if name.startswith("files/"))
    for change, kind in (
        ({paper: parts[paper] + b" "}, "file_changed"),
        ({paper: None}, "file_gone"),
        ({"form.json": b"{}"}, "form"),
        ({"la.txt": b"x"}, "stranger"),
    ):
        spoilt = seal_package.check(zipped({**parts, **change}), trust, NOW)
        assert (spoilt.is_sound, kinds(spoilt)) == (False, [kind])
    forged = parts["manifest.json"].replace(code.encode(), b"H50.16.23.11.26.9999")
    assert (
        seal_package.check(zipped({**parts, "manifest.json": forged}), trust, NOW).finding.verdict
        == "altered"
    )
    twofold = io.BytesIO(package.content)
    with zipfile.ZipFile(twofold, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("form.json", parts["form.json"])
    no_time = parts["manifest.json"].replace(b'"sealed_at": "', b'"sealed_at": 5, "at": "')
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        begin = archive.getinfo("form.json").header_offset + 30 + len("form.json")
    damaged = package.content[:begin] + b"\xff" * 6 + package.content[begin + 6 :]
    shapeless = zipped({**parts, "manifest.json": no_time})
    for broken in (PDF, twofold.getvalue(), shapeless, damaged, package.content[:-30]):
        with pytest.raises(InputError, match="không phải gói hồ sơ niêm phong"):
            seal_package.check(broken, trust, NOW)


def test_only_who_was_given_the_seal_seals_and_only_when_it_is_time(sealing: House) -> None:
    code = accepted(sealing)
    key_id = seal_key(sealing, code, given=False)
    with pytest.raises(NotAllowedError):
        sealed(sealing, code, key_id)
    with sealing.work() as work:
        agency_seals.give(
            work, actor_of(sealing, PROVINCE), key_id, desk_of(sealing, code), "Quyết định 6", NOW
        )
    with pytest.raises(WrongSecretError):
        sealed(sealing, code, key_id, "sai")
    later = replace(sealing, profile=replace(sealing.profile, dossier_seal="on_close"))
    with pytest.raises(ConflictError, match="chưa đến lúc"):
        sealed(later, code, key_id)
    with sealing.work() as work:
        assert seals.check(work, code, NOW) == []


@pytest.mark.req("N-09")
def test_a_stored_file_or_seal_changed_behind_the_program_s_back_is_named(sealing: House) -> None:
    code = accepted(sealing)
    sealed(sealing, code, seal_key(sealing, code))
    whole = evidence.verify(sealing, NOW)
    assert (whole.is_sound, whole.counted["seal"]) == (True, 1)
    with sealing.work() as work:
        row = dossiers.by_code(work.connection, code)
        sha256 = stored.of_dossier(work.connection, row.id)[0].sha256
        slip = slips.add(
            work.connection,
            dossier_id=row.id,
            agency_id=row.agency_id,
            kind="supplement",
            legal_set="tt01_2018",
            year=2026,
            number=7,
            state="official",
            values_sealed=b"\x01" + bytes(40),
            made_by=None,
            made_at=NOW,
        )
        work.commit()
    assert slip
    sealing.files.remove(sha256)
    found = evidence.verify(sealing, NOW)
    assert [one.kind for one in found.wrong] == ["content", "slip", "seal"]
    assert found.wrong[0].sentence.vi == f"Nội dung {sha256[:12]} trong kho tệp đã mất hoặc bị sửa."
    assert found.wrong[1].sentence.vi.startswith(f"Dữ liệu của phiếu số 7/2026 ({code})")


def zipped(parts: dict[str, bytes | None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return made.getvalue()
