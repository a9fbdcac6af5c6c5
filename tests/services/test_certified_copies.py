"""Certified copies: made by the desk of what it saw, signed with the agency's seal, used again elsewhere; or not made at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from file_samples import photo
from fixtures_dossier import accept_dossier, actor_of, desk_of, file_dossier
from fixtures_house import NOW
from fixtures_watch import rows, value
from services.signing_story import key_folder, paper, signing_house
from staff_people import person

from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.extend.signature_provider import WrongSecretError
from motcua.services.intake import stored_papers
from motcua.services.papers import certified_copies, paper_check
from motcua.services.papers.certified_copies import Wanted
from motcua.services.papers.files import Upload
from motcua.services.signing import agency_seals, keys
from motcua.services.work import House
from motcua.store.agencies import agency as agencies

OWNER = "hang@example.vn"


@pytest.fixture
def sealing(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    """The house with the seal of the ward."""
    return signing_house(house, pki, key_folder(pki, tmp_path, H50_16="con_dau"))


def seal_given(house: House, login: str) -> int:
    """The ward's seal, registered and given to this account; its id."""
    chief = person(house, "quantri.tinh")
    with house.work() as work:
        ward = agencies.by_code(work.connection, "H50.16")
        assert ward is not None
        key_id = keys.register(work, chief, "tep", "H50.16", NOW, agency_id=ward.id, reason="QĐ 12/QĐ-UBND")
    with house.work() as work:
        agency_seals.give(work, chief, key_id, login, "QĐ 13/QĐ-UBND", NOW)
    return key_id


def certified(house: House, login: str, code: str, wanted: Wanted) -> int:
    with house.work() as work:
        return certified_copies.certify(work, actor_of(house, login), code, wanted, NOW)


@pytest.mark.req("F-17", "B-07", "F-16")
def test_a_copy_is_numbered_signed_with_the_seal_and_used_in_another_procedure(sealing: House) -> None:
    house = sealing
    code = file_dossier(house)
    accept_dossier(house, code)
    desk = desk_of(house, code)
    seal = seal_given(house, desk)
    scan = Upload("khai_sinh.jpg", photo(600, 800))
    wanted = Wanted(
        "Giấy khai sinh của Nguyễn Thị Bích Hằng",
        "giay_khai_sinh",
        "01/2026",
        "UBND phường Nam Đông Hà",
        seal,
        PASSPHRASE,
        scan,
        compared=True,
    )
    for login, changed, refusal in (
        ("vinh.le", {}, NotAllowedError),
        (desk, {"key_id": seal + 1}, NotAllowedError),
        (desk, {"compared": False}, ValidationError),
        (desk, {"scan": None}, ValidationError),
        (desk, {"scan": Upload("a.pdf", b"nothing")}, ValidationError),
        (desk, {"secret": "sai"}, WrongSecretError),
    ):
        with pytest.raises(refusal):
            certified(house, login, code, replace(wanted, **changed))  # type: ignore[arg-type]
    assert value(house, "select count(*) from certified_copy") == 0
    assert value(house, "select count(*) from file where slot like 'certified:%'") == 0
    certified(house, desk, code, wanted)
    certified(house, desk, code, replace(wanted, scan=paper(), kind="khac"))
    first, second = rows(house, "select * from certified_copy order by id")
    assert (first.number, second.number, first.certified_name) == (1, 2, actor_of(house, desk).name)
    assert first.seal["organisation"] == "Sở Xây dựng"
    with house.work() as work:
        kept = stored_papers.mine(work, actor_of(house, OWNER))
    assert {one.certified_copy_id for one in kept} == {first.id, second.id}
    assert known(house, first.code, first.sha256) == ("valid", "copy", "Nguyễn T. B. H.")
    # It is what fills in that paper of the next procedure.
    with house.work() as work:
        person_id = actor_of(house, OWNER).id
        assert person_id is not None
        assert stored_papers.valid(work, person_id, NOW.date())["giay_khai_sinh"].sha256 == first.sha256
    told = rows(house, "select actor_name, subject from audit where action = 'copy.certify' order by id")
    assert [one.subject for one in told] == ["000001/2026", "000002/2026"]


def known(house: House, code: str, sha256: str) -> Any:
    """What the public check says by the code; by the file it says the same, and nothing of a file with one bit changed."""
    content = house.files.get(sha256)
    changed = bytearray(content)
    changed[200] ^= 1
    with house.work() as work:
        by_code = paper_check.by_code(work, code, NOW)
        by_file = paper_check.by_file(work, "a.pdf", content, NOW)
        broken = paper_check.by_file(work, "a.pdf", bytes(changed), NOW)
    assert by_code.known == by_file.known
    assert by_code.findings == by_file.findings
    assert broken.known == []
    assert all(one.verdict != "valid" for one in broken.findings)
    (one,), (finding,) = by_code.known, by_code.findings
    return finding.verdict, one.kind, one.masked
