"""Signatures of documents are examined: who, when, whether they hold, and what somebody did to the file since."""

import io
import random
import time
from datetime import UTC, datetime

import pikepdf
import pytest
from asn1crypto import x509
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_samples import (
    flipped,
    hidden_behind,
    host_of,
    painted_over,
    plain_pdf,
    saved_anew,
    signed_pdf,
    signed_ranges,
    trust_in,
)

from motcua.contrib.bounded_process import BoundedProcess
from motcua.contrib.signing import inspection, revocation, validation
from motcua.contrib.signing.sandbox_pki import SandboxPki
from motcua.contrib.signing.signed_pdf import add_proof
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.signing.trust import Anchor, Trust

NOW = datetime.now(UTC)


@pytest.fixture(scope="session")
def signed(pki: SandboxPki) -> bytes:
    return signed_pdf(pki, "giam_doc")


@pytest.mark.req("F-13")
@pytest.mark.parametrize(
    ("name", "verdict", "revoked", "words"),
    [
        ("giam_doc", "valid", "good", "Người ký: Trần Thị Quỳnh Như, Sở Xây dựng, lúc "),
        ("khoa_rsa", "valid", "good", "Người ký: Đặng Văn Khoẻ, Sở Xây dựng, lúc "),
        ("het_han", "expired", "unknown", "Chứng thư số hết hạn ngày 01/01/2021"),
        ("thu_hoi", "revoked", "revoked", "bị tổ chức cấp thu hồi lúc 07:00 ngày 01/01/2025"),
        ("nguoi_la", "untrusted", "unknown", "không có trong danh sách tin cậy"),
    ],
)
def test_a_signature_is_judged_by_its_certificate(
    authority: SandboxPki, name: str, verdict: str, revoked: str, words: str
) -> None:
    found = inspection.inspect(signed_pdf(authority, name), trust_in(authority, host_of(authority)), NOW)
    assert [(one.verdict, one.revocation, one.covers_all) for one in found] == [(verdict, revoked, True)]
    assert words in " ".join(one.vi for one in found[0].sentences)


@pytest.mark.req("F-13")
def test_a_time_stamp_proves_when_and_only_one_that_is_trusted(authority: SandboxPki) -> None:
    document = signed_pdf(authority, "giam_doc", stamped=True)
    (found,) = inspection.inspect(document, trust_in(authority), NOW)
    assert found.verdict == "valid"
    assert found.time_stamped_at is not None
    signing_alone = Trust(trust_in(authority).anchors[:1])
    (unproven,) = inspection.inspect(document, signing_alone, NOW)
    assert (unproven.verdict, unproven.time_stamped_at) == ("valid", None)


@pytest.mark.req("F-13")
def test_nobody_is_asked_about_revocations_but_hosts_of_the_list(authority: SandboxPki) -> None:
    (found,) = inspection.inspect(signed_pdf(authority, "thu_hoi"), trust_in(authority, "ocsp.ca.vn"), NOW)
    assert (found.verdict, found.revocation) == ("valid", "unknown")
    assert "Chưa hỏi được tổ chức cấp" in found.sentences[-1].vi


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("http://ocsp.ca.vn/x", True),
        ("https://OCSP.ca.vn:443/x", True),
        ("http://ocsp.ca.vn:8080/x", False),
        ("http://ocsp.ca.vn@10.0.0.1/x", False),
        ("http://ocsp.ca.vn.ke-xau.vn/x", False),
        ("file:///etc/passwd", False),
        ("ldap://ocsp.ca.vn/x", False),
        ("http://[::1/x", False),
    ],
)
def test_an_address_of_a_certificate_is_asked_only_on_a_listed_host(address: str, allowed: bool) -> None:
    assert revocation.is_allowed(address, frozenset({"ocsp.ca.vn"})) is allowed


def test_an_authority_is_trusted_for_its_kind_and_its_time_alone(pki: SandboxPki, signed: bytes) -> None:
    root = pki.certificate("root")
    for anchor in (
        Anchor(root, "time_stamping", datetime(2020, 1, 1, tzinfo=UTC)),
        Anchor(root, "signing", datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)),
    ):
        (found,) = validation.examine_pdf(signed, Trust((anchor,)), NOW)
        assert (found.verdict, found.problem) == ("untrusted", "no_chain")


@pytest.mark.req("F-13")
def test_a_second_signature_leaves_the_first_valid(pki: SandboxPki, signed: bytes) -> None:
    both = inspection.inspect(signed_pdf(pki, "pho_giam_doc", signed, "Chữ ký 2"), trust_in(pki), NOW)
    assert [(one.verdict, one.changed_after, one.covers_all) for one in both] == [
        ("valid", "signatures", False),
        ("valid", "none", True),
    ]


@pytest.mark.req("F-13")
@pytest.mark.parametrize("spoil", [painted_over, hidden_behind, saved_anew, lambda file: file + b"3 0 obj"])
def test_whatever_came_into_the_file_after_signing_is_found(pki: SandboxPki, signed: bytes, spoil) -> None:
    found = inspection.inspect(spoil(signed), trust_in(pki), NOW)
    assert [one.verdict for one in found] == ["altered"]
    assert "Không dùng tệp này" in found[0].sentences[-1].vi


@pytest.mark.req("F-13")
def test_no_byte_of_the_signed_range_can_be_changed_unseen(pki: SandboxPki, signed: bytes) -> None:
    before, after = signed_ranges(signed)
    chance = random.Random(8)
    ends = [before[0], before[-1], after[0], after[-1]]
    for position in ends + chance.sample(before, 25) + chance.sample(after, 15):
        assert not _holds(pki, flipped(signed, position)), position


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_bit_anywhere_in_the_signed_range_can_be_turned_unseen(
    pki: SandboxPki, signed: bytes, data: st.DataObject
) -> None:
    before, after = signed_ranges(signed)
    position = data.draw(st.one_of(st.sampled_from(before), st.sampled_from(after)))
    assert not _holds(pki, flipped(signed, position, data.draw(st.integers(0, 7))))


def test_what_cannot_be_read_is_said_in_words(pki: SandboxPki, signed: bytes) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="chủ", user="mật khẩu"))
    problems = {
        "locked": locked.getvalue(),
        "damaged": signed[: len(signed) // 2] + b"/ByteRange",
    }
    for problem, document in problems.items():
        (found,) = inspection.inspect(document, trust_in(pki), NOW)
        assert (found.verdict, found.problem) == ("unreadable", problem)
        assert found.sentences[-1].vi.startswith("Tệp ")
    assert inspection.inspect(plain_pdf(), trust_in(pki), NOW) == ()


def test_an_examination_that_takes_too_long_is_given_up_and_the_next_is_made(
    pki: SandboxPki, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = BoundedProcess("motcua.contrib.signing.inspection_process", 0.0)
    with monkeypatch.context() as patched:
        patched.setattr(inspection, "_examiner", hasty)
        (found,) = inspection.inspect(signed, trust_in(pki), NOW)
    hasty.stop()
    assert (found.verdict, found.problem) == ("unreadable", "busy")
    assert inspection.inspect(signed, trust_in(pki), NOW)[0].is_valid


def test_a_finding_survives_being_kept(pki: SandboxPki, signed: bytes) -> None:
    (found,) = validation.examine_pdf(signed, trust_in(pki), NOW)
    assert SignatureFinding.from_dict(found.to_dict()) == found


def _holds(pki: SandboxPki, document: bytes) -> bool:
    """Whether our examination calls any signature of it valid."""
    found = validation.examine_pdf(document, trust_in(pki), NOW)
    return any(one.is_valid for one in found)


@pytest.mark.req("F-13")
def test_proofs_in_the_document_answer_where_nobody_may_be_asked(authority: SandboxPki) -> None:
    chain = [authority.certificate("giam_doc"), *authority.chain("giam_doc")]
    asked = [x509.Certificate.load(one) for one in (*chain, authority.certificate("root"))]
    answers = revocation.ask(list(dict.fromkeys(asked)), frozenset({host_of(authority)}))
    document = signed_pdf(authority, "giam_doc")
    proven = add_proof(document, "Chữ ký 1", chain, answers.ocsp, answers.crl)
    (found,) = inspection.inspect(proven, trust_in(authority), NOW)
    assert (found.verdict, found.revocation, found.changed_after) == ("valid", "good", "signatures")
    (spoilt,) = inspection.inspect(painted_over(proven), trust_in(authority), NOW)
    assert spoilt.verdict == "altered"


@pytest.mark.req("F-13")
def test_a_file_of_thousands_of_revisions_keeps_nobody_waiting(pki: SandboxPki, signed: bytes) -> None:
    start = int(signed.rpartition(b"startxref")[2].split()[0])
    catalog = b"\n" + signed[signed.rfind(b"\n1 0 obj") + 1 :].partition(b"endobj")[0] + b"endobj\n"
    made, at = [signed], len(signed)
    for _ in range(3000):
        place, before, start = at + 1, start, at + len(catalog)
        table = b"xref\n1 1\n%010d 00000 n \ntrailer\n<</Size 20/Root 1 0 R/Prev %d>>\n" % (place, before)
        made.append(catalog + table + b"startxref\n%d\n%%%%EOF\n" % start)
        at += len(made[-1])
    few, many = b"".join(made[:51]), b"".join(made)
    assert [one.verdict for one in inspection.inspect(few, trust_in(pki), NOW)] == ["valid"]
    began = time.monotonic()
    (found,) = inspection.inspect(many, trust_in(pki), NOW)
    assert (found.verdict, found.problem) == ("unreadable", "busy")
    assert time.monotonic() - began < inspection.SECONDS / 3
