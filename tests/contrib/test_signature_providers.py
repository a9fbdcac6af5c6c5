"""All four ways to sign, each real: what they sign is valid to judges that are not ours, and what goes wrong is told."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from fixtures_oidc import free_port
from fixtures_pki import TOKEN, TOKEN_PIN, sandbox
from signing_judges import Pdfsig, pyhanko_says_valid

from motcua.contrib.signing import pades
from motcua.contrib.signing.inspection import inspect
from motcua.contrib.signing.sandbox_csc import PIN, SandboxCsc
from motcua.contrib.signing.sandbox_pki import PASSPHRASE
from motcua.contrib.signing.sandbox_server import SandboxServer
from motcua.contrib.signing.services import provider
from motcua.contrib.signing.time_stamp import TimeStampAuthority
from motcua.contrib.typst_process import typeset
from motcua.domain.signing.signature_service import ServiceSetting
from motcua.domain.signing.trust import Anchor, Trust
from motcua.domain.text import Text
from motcua.extend.signature_provider import (
    SignatureRefusedError,
    SignatureUnavailableError,
    WrongSecretError,
)

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LOOK = pades.SignatureLook(0, (300, 60, 560, 130))
SECRETS = {"server": PASSPHRASE, "token": TOKEN_PIN, "remote": PIN, "browser": ""}
WITH_KEY = ("server", "token", "remote")


@pytest.fixture(scope="module")
def document():
    values = {"title": "Kết quả", "lines": ["Kết quả giải quyết thủ tục"], "width": 595, "height": 842}
    return typeset("signature_mark", values, AT)


@pytest.fixture(scope="module")
def services(authority, token_module):
    """One service of every kind, read from settings as an installation writes them."""
    settings = [
        {"key": "server", "kind": "pkcs12", "title": "Khóa máy chủ", "folder": str(authority.folder)},
        {"key": "token", "kind": "pkcs11", "title": "Thẻ", "module": token_module, "token": TOKEN},
        {"key": "remote", "kind": "csc", "title": "Ký từ xa", "address": f"{authority.address}/csc/v1"},
        {"key": "browser", "kind": "browser", "title": "Máy của tôi"},
    ]
    return {one.key: provider(one) for one in map(ServiceSetting.from_dict, settings)}


def sign_here(service, document, authority, owner="giam_doc"):
    (certificate,) = service.certificates(owner)
    prepared = pades.prepare(document, LOOK, certificate, AT, "Phê duyệt kết quả", with_time_stamp=True)
    with service.unlock(certificate.reference, SECRETS[service.about.key]) as key:
        (signature,) = key.sign([prepared.to_sign])
    return pades.complete(prepared, signature, TimeStampAuthority(f"{authority.address}/tsa"))


def sign_outside(document, authority, place):
    """What the person's own program does, in a process that is not ours."""
    (place / "given.pdf").write_bytes(document)
    (place / "words").write_text(PASSPHRASE)
    command = [
        sys.executable,
        "-m",
        "pyhanko",
        "sign",
        "addsig",
        "--field",
        "1/300,60,560,130/Ky",
        "--use-pades",
    ]
    command += ["--timestamp-url", f"{authority.address}/tsa", "pkcs12", "--passfile", str(place / "words")]
    paths = [str(place / "given.pdf"), str(place / "signed.pdf"), str(authority.folder / "giam_doc.p12")]
    subprocess.run([*command, *paths], check=True, capture_output=True)
    returned = (place / "signed.pdf").read_bytes()
    pades.check_signed_copy(document, returned)
    return returned


@pytest.fixture(scope="module", params=list(SECRETS))
def way(request):
    return request.param


@pytest.fixture(scope="module")
def signed(way, services, document, authority, tmp_path_factory):
    if way == "browser":
        return sign_outside(document, authority, tmp_path_factory.mktemp("outside"))
    return sign_here(services[way], document, authority)


@pytest.fixture(scope="module")
def poppler(authority, tmp_path_factory):
    return Pdfsig(authority, tmp_path_factory.mktemp("poppler"))


def signed_range(document):
    """The first byte that the signature covers, the last before its gap, the last of all."""
    start = document.rindex(b"/ByteRange")
    numbers = document[document.index(b"[", start) + 1 : document.index(b"]", start)].split()
    first, length, second, rest = map(int, numbers)
    return first, first + length - 1, second + rest - 1


def flipped(document, position):
    return document[:position] + bytes([document[position] ^ 1]) + document[position + 1 :]


def trust_in(pki):
    since = datetime(2020, 1, 1, tzinfo=UTC)
    kinds = ("signing", "time_stamping")
    return Trust(tuple(Anchor(pki.certificate("root"), kind, since) for kind in kinds))


@pytest.mark.req("F-13", "A-14")
class TestEveryWayToSign:
    """Server file, token, remote service, own computer."""

    def test_judges_that_are_not_ours_call_it_valid(self, signed, poppler, authority, tmp_path):
        assert pyhanko_says_valid(signed, authority, tmp_path)
        assert poppler.says_valid(signed)
        assert "Total document signed" in poppler.says(signed)

    def test_any_changed_byte_is_noticed_by_them_and_by_us(self, way, signed, poppler, authority, tmp_path):
        now, trust = datetime.now(UTC), trust_in(authority)
        assert [one.verdict for one in inspect(signed, trust, now)] == ["valid"]
        first, gap, last = signed_range(signed)
        places = [first, gap // 3, gap, last]
        for place in places:
            altered = flipped(signed, place)
            assert not poppler.says_valid(altered), place
            assert [one.verdict for one in inspect(altered, trust, now)] != ["valid"], place
        if way == "server":
            assert not pyhanko_says_valid(flipped(signed, places[1]), authority, tmp_path)

    def test_a_key_opens_for_its_own_secret_only(self, way, services, authority):
        service = services[way]
        if way == "browser":
            assert service.certificates("giam_doc") == ()
            with pytest.raises(SignatureRefusedError):
                service.unlock("giam_doc", "")
            return
        (own,) = service.certificates("giam_doc")
        assert own.certificate == authority.certificate("giam_doc")
        for wrong in ("", SECRETS[way] + "1"):
            with pytest.raises(WrongSecretError), service.unlock(own.reference, wrong) as key:
                key.sign([b"x"])
        for unknown in ("99", "../giam_doc"):
            with (
                pytest.raises((SignatureRefusedError, WrongSecretError)),
                service.unlock(unknown, SECRETS[way]),
            ):
                pass
        with service.unlock(own.reference, SECRETS[way], 2) as key:
            assert len(key.sign([b"a", b"b"])) == 2
            with pytest.raises(SignatureRefusedError):
                key.sign([b"c"])

    def test_a_key_of_another_kind_signs_as_well(self, way, services, document, authority, poppler):
        if way == "browser":
            with pytest.raises(pades.UnfitDocumentError, match="chưa có chữ ký"):
                pades.check_signed_copy(document, document)
            return
        assert poppler.says_valid(sign_here(services[way], document, authority, "khoa_rsa"))


@contextmanager
def remote(pki, fault="", scal="1", after=0, seconds="2"):
    """A signing service in this process that misbehaves; it says how many it signed."""
    csc = SandboxCsc(pki, scal, fault, after)
    server = SandboxServer(pki, csc, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/csc/v1"
    told = {"key": "remote", "kind": "csc", "title": "Ký từ xa", "address": address, "seconds": seconds}
    try:
        yield provider(ServiceSetting.from_dict(told)), csc
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.req("F-13")
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("slow", SignatureUnavailableError),
        ("broken", SignatureUnavailableError),
        ("malformed", SignatureRefusedError),
        ("few", SignatureRefusedError),
        ("foreign", SignatureRefusedError),
        ("none_left", SignatureRefusedError),
    ],
)
def test_nothing_of_a_service_that_answers_wrongly_is_used(pki, fault, error):
    with remote(pki, fault, seconds="1") as (service, csc), service.unlock("giam_doc", PIN, 2) as key:
        with pytest.raises(error) as told:
            key.sign([b"a", b"b"])
        assert "Chưa có văn bản nào được ký" in told.value.message.vi
        csc.fault = ""


@pytest.mark.req("F-13")
@pytest.mark.parametrize("scal", ["1", "2"])
def test_a_hundred_are_signed_with_one_pin_where_the_service_allows_fifty_at_a_time(pki, scal):
    with remote(pki, scal=scal, seconds="20") as (service, csc):
        with service.unlock("giam_doc", PIN, 101) as key:
            made = key.sign([b"%d" % number for number in range(100)])
            more = key.sign([b"one more"])
        assert len({*made, *more}) == 101
        assert csc.signed == 101


@pytest.mark.req("F-13")
def test_a_service_that_is_killed_in_mid_signing_has_signed_nothing_and_can_be_asked_again(authority):
    port = free_port()
    told = {
        "key": "r",
        "kind": "csc",
        "title": "Ký từ xa",
        "address": f"http://127.0.0.1:{port}/csc/v1",
        "seconds": "5",
    }
    service = provider(ServiceSetting.from_dict(told))
    with sandbox(authority, port=port) as process, service.unlock("giam_doc", PIN) as key:
        process.kill()
        process.wait()
        with pytest.raises(SignatureUnavailableError):
            key.sign([b"x"])
    with pytest.raises(SignatureUnavailableError):
        service.certificates()


@pytest.mark.req("F-13")
def test_a_driver_that_dies_or_a_token_that_is_gone_is_told_and_the_next_try_signs(services, token_module):
    token = services["token"]
    (own,) = token.certificates("giam_doc")
    with token.unlock(own.reference, TOKEN_PIN) as key:
        os.kill(key._driver._process.pid, signal.SIGKILL)
        with pytest.raises(SignatureUnavailableError):
            key.sign([b"x"])
    with token.unlock(own.reference, TOKEN_PIN) as key:
        assert key.sign([b"x"])
    told = {"key": "t", "kind": "pkcs11", "title": "Thẻ", "module": token_module, "token": "gone"}
    for changed in (told, told | {"module": "/nowhere.so"}):
        with pytest.raises(SignatureUnavailableError):
            provider(ServiceSetting.from_dict(changed)).certificates()


@pytest.mark.req("F-13")
def test_a_key_file_that_others_may_read_is_not_used(pki, tmp_path):
    for name in ("giam_doc.p12", "giam_doc.pem"):
        (tmp_path / name).write_bytes((pki.folder / name).read_bytes())
    (tmp_path / "giam_doc.p12").chmod(0o644)
    told = {"key": "server", "kind": "pkcs12", "title": "Khóa", "folder": str(tmp_path)}
    service = provider(ServiceSetting.from_dict(told))
    with pytest.raises(SignatureRefusedError, match="chmod 600"), service.unlock("giam_doc", PASSPHRASE):
        pass
    (tmp_path / "giam_doc.p12").write_bytes(pki.pkcs12("cong_dan"))
    (tmp_path / "giam_doc.p12").chmod(0o600)
    with pytest.raises(SignatureRefusedError), service.unlock("giam_doc", PASSPHRASE):
        pass


def test_a_service_is_named_in_both_languages():
    told = {"key": "b", "kind": "browser", "title": "Máy của tôi", "title_en": "My computer"}
    assert dataclasses.astuple(provider(ServiceSetting.from_dict(told)).about)[:2] == (
        "b",
        dataclasses.astuple(Text("Máy của tôi", "My computer")),
    )
