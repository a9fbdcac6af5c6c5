"""Papers that must be signed digitally: filing is stopped without, what was found is kept beside the file (F-14)."""

from __future__ import annotations

from uuid import UUID

import pytest
from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, release
from signed_samples import painted_over, signed_pdf

from motcua.contrib.signing.sandbox_pki import SandboxPki
from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.intake import drafts, submission
from motcua.services.papers.files import Upload
from motcua.services.process import offers
from motcua.services.signing import trust, verification
from motcua.services.signing.trust import Wanted
from motcua.services.work import House
from motcua.store.dossier import dossier as dossiers
from motcua.store.papers import file as files
from motcua.worker.files import check_signatures

PAPERS = (
    '<m:paper key="phuong_an" name="Phương án" name-en="Plan" sign-required="true"/>'
    '<m:paper key="anh" name="Ảnh" required="false"/>'
)
CITIZEN, PROVINCE = "hang@example.vn", "quantri.tinh"


@pytest.fixture
def asking(house: House) -> House:
    """A procedure that asks for a plan with a signature."""
    release(house, bpmn_of("S>a a>E", papers=PAPERS))
    return house


def believe(house: House, pki: SandboxPki, login: str = PROVINCE) -> None:
    wanted = Wanted(pki.certificate("root"), ["signing"], NOW.date(), None, [], "Quyết định 12/QĐ-UBND")
    with house.work() as work:
        trust.add(work, actor_of(house, login), wanted, NOW)


def begun(house: House) -> UUID:
    with house.work() as work:
        agency = next(one for one in offers.agencies_for(work, CODE) if one.code == "H50.16")
        citizen = actor_of(house, CITIZEN)
        draft_id = drafts.begin(work, citizen, CODE, agency.id, NOW)
        section = drafts.get(work, citizen, draft_id).form.sections[0].key
        drafts.save_section(work, citizen, draft_id, section, {"von": 5}, NOW, NOW.date())
    return draft_id


def attach(house: House, draft_id: UUID, content: bytes, paper: str = "phuong_an") -> None:
    with house.work() as work:
        citizen = actor_of(house, CITIZEN)
        for old in drafts.get(work, citizen, draft_id).files:
            drafts.detach(work, citizen, draft_id, old.id, NOW)
        drafts.attach(work, citizen, draft_id, paper, Upload("phuong-an.pdf", content), NOW)


def send(house: House, draft_id: UUID) -> str:
    with house.work() as work:
        return submission.submit(work, actor_of(house, CITIZEN), draft_id, declared=True, now=NOW).code


def refused(house: House, draft_id: UUID) -> list[tuple[str, str, str]]:
    with pytest.raises(ValidationError) as problem:
        send(house, draft_id)
    return [(one.pointer, one.code, one.message.vi) for one in problem.value.errors]


@pytest.mark.req("F-14")
def test_filing_waits_for_a_signature_that_will_do(asking: House, pki: SandboxPki) -> None:
    believe(asking, pki)
    draft_id = begun(asking)
    attach(asking, draft_id, PDF)
    ((pointer, code, words),) = refused(asking, draft_id)
    assert (pointer, code) == ("/_papers/phuong_an", "not_signed")
    assert words.startswith("“Phương án” phải là tệp PDF đã ký số; tệp phuong-an.pdf chưa có chữ ký số.")
    good = signed_pdf(pki, "cong_dan")
    attach(asking, draft_id, painted_over(good))
    ((_, code, words),) = refused(asking, draft_id)
    assert code == "signature_wrong"
    assert "tệp đã bị sửa sau khi ký" in words
    attach(asking, draft_id, good)
    code = send(asking, draft_id)
    assert found_of(asking, code) == [("valid", "Hồ Thị Ngọc Ánh")]


@pytest.mark.req("F-14")
@pytest.mark.parametrize(("name", "verdict"), [("het_han", "expired"), ("nguoi_la", "untrusted")])
def test_a_certificate_that_is_over_or_unknown_is_left_to_the_officer(
    asking: House, pki: SandboxPki, name: str, verdict: str
) -> None:
    believe(asking, pki)
    draft_id = begun(asking)
    attach(asking, draft_id, signed_pdf(pki, name))
    assert [one[0] for one in found_of(asking, send(asking, draft_id))] == [verdict]


def test_what_was_found_is_kept_and_looked_at_again_when_the_trust_list_changes(
    asking: House, pki: SandboxPki
) -> None:
    draft_id = begun(asking)
    attach(asking, draft_id, signed_pdf(pki, "cong_dan"))
    with asking.work() as work:
        (file,) = files.of_draft(work.connection, draft_id)
    assert check_signatures(asking, file.sha256)
    assert not check_signatures(asking, "0" * 64)
    assert known(asking, file.sha256) == ["untrusted"]
    believe(asking, pki)
    assert known(asking, file.sha256) == ["untrusted"]
    with asking.work() as work:
        verification.of_file(work, file.sha256, NOW)
    assert known(asking, file.sha256) == ["valid"]


@pytest.mark.req("F-13")
def test_the_trust_list_is_the_province_s_and_nothing_on_it_is_deleted(house: House, pki: SandboxPki) -> None:
    with pytest.raises(NotAllowedError):
        believe(house, pki, "quantri.phuong")
    believe(house, pki)
    with pytest.raises(ConflictError, match="đã có trong danh sách"):
        believe(house, pki)
    province = actor_of(house, PROVINCE)
    own = Wanted(pki.certificate("giam_doc"), ["signing"], NOW.date(), None, [], "Quyết định 12")
    spoilt = Wanted(
        pki.certificate("root"), ["signing"], NOW.date(), None, ["http://a.vn/x"], "Quyết định 12"
    )
    for wrong, pointer in ((own, "/file"), (spoilt, "/hosts")):
        with pytest.raises(ValidationError) as problem, house.work() as work:
            trust.add(work, province, wrong, NOW)
        assert [one.pointer for one in problem.value.errors] == [pointer]
    with house.work() as work:
        (row,) = trust.listing(work, province)
        trust.change_hosts(work, province, row.id, ["OCSP.ca.vn", "127.0.0.1:8080"], NOW)
        trust.remove(work, province, row.id, "Bị thu hồi giấy phép", NOW)
        assert verification.trust_of(work).anchors == ()
        (kept,) = trust.listing(work, province)
    assert (kept.hosts, kept.removed_reason) == (["ocsp.ca.vn", "127.0.0.1:8080"], "Bị thu hồi giấy phép")


def found_of(house: House, code: str) -> list[tuple[str, str]]:
    """What is known about the signatures of a filed dossier's files, without looking again."""
    with house.work() as work:
        row = dossiers.by_code(work.connection, code)
        hashes = [one.sha256 for one in files.of_dossier(work.connection, row.id)]
        found = verification.known(work, hashes)
    return [(one.verdict, one.signer) for examined in found.values() for one in examined.findings]


def known(house: House, sha256: str) -> list[str]:
    with house.work() as work:
        return [one.verdict for one in verification.known(work, [sha256])[sha256].findings]
