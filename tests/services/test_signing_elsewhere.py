"""Signing through a service elsewhere, and outside on the officer's own computer (F-13, A-14)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fixtures_house import NOW
from fixtures_model import finish
from fixtures_oidc import free_port
from fixtures_pki import sandbox
from fixtures_watch import rows
from services.signing_story import (
    LEADER,
    at_signing,
    count,
    kept_in,
    leader,
    ordered,
    paper,
    registered,
    released,
    run_of,
    signing_house,
)

from motcua.contrib.signing import pades
from motcua.contrib.signing.pades import SignatureLook
from motcua.contrib.signing.pkcs12 import Pkcs12Folder
from motcua.contrib.signing.sandbox_csc import PIN
from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.contrib.signing.services import provider
from motcua.domain.errors import InputError, NotAllowedError
from motcua.domain.signing.signature_service import ServiceSetting
from motcua.domain.text import Text
from motcua.extend.signature_provider import SigningCertificate, UnlockedKey
from motcua.services.papers.files import Upload
from motcua.services.signing import keys, order_work, signing
from motcua.services.signing.step_signatures import SignatureMissingError
from motcua.services.work import House


class Remote:
    """The remote service, at which the leader's login is called "giam_doc"."""

    def __init__(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}/csc/v1"
        told = {"key": "xa", "kind": "csc", "title": "Ký từ xa", "address": address, "seconds": "5"}
        self._service = provider(ServiceSetting.from_dict(told))
        self.about = self._service.about

    def certificates(self, owner: str = "") -> Sequence[SigningCertificate]:
        return self._service.certificates("giam_doc")

    def unlock(self, reference: str, secret: str, count: int = 1) -> AbstractContextManager[UnlockedKey]:
        return self._service.unlock(reference, secret, count)


@pytest.mark.req("F-13", "A-14")
def test_a_remote_service_killed_in_mid_signing_leaves_dossiers_that_are_completed_once(
    house: House, pki: SandboxPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    released(house)
    house = signing_house(house, pki, Remote(port))
    items = [at_signing(house, with_paper=number) for number in (1, 2, 3)]
    truly = signing.write
    with sandbox(pki, port=port) as process:
        key_id = registered(house, "xa", "giam_doc")

        def write_and_kill(*given: Any) -> None:
            truly(*given)
            process.kill()
            process.wait()

        run_id = ordered(house, items, key_id, PIN)
        with monkeypatch.context() as patch:
            patch.setattr(order_work, "AT_ONCE", 1)
            patch.setattr(signing, "write", write_and_kill)
            order_work.carry_out(house, run_id, NOW)
    run = run_of(house, run_id)
    assert (len(run.signed), len(run.failed)) == (1, 2)
    assert all("Ký từ xa" in one.problem for one in run.failed)
    left = [(one.dossier_code, one.task_id) for one in run.failed]
    with pytest.raises(SignatureMissingError):
        finish(house, left[0][0], "b", login=LEADER)
    with sandbox(pki, port=port):
        again = ordered(house, left, key_id, PIN)
        assert order_work.carry_out(house, again, NOW)
        assert not order_work.carry_out(house, run_id, NOW)
    assert count(house, "signature") == 3
    for code, _ in items:
        assert len(kept_in(house, code)) == 2
        finish(house, code, "b", login=LEADER)


@pytest.mark.req("F-13", "A-14")
def test_a_copy_signed_outside_is_taken_only_as_it_was_given_out_and_by_a_registered_key(
    house: House, pki: SandboxPki
) -> None:
    own_computer = Pkcs12Folder("tep", Text("Máy của tôi", "My computer"), pki.folder)
    released(house)
    told = {"key": "ngoai", "kind": "browser", "title": "Ký trên máy của bạn"}
    house = signing_house(house, pki, provider(ServiceSetting.from_dict(told)))
    code, task_id = at_signing(house)

    def send_back(content: bytes) -> None:
        with house.work() as work:
            signing.returned(work, leader(house), code, task_id, Upload("da-ky.pdf", content), NOW)

    def signed(name: str, document: bytes) -> bytes:
        with own_computer.unlock(name, PASSPHRASE) as key:
            ready = pades.prepare(document, SignatureLook(), key.certificate, NOW)
            return pades.complete(ready, key.sign([ready.to_sign])[0])

    good = signed("giam_doc", paper().content)
    with pytest.raises(NotAllowedError):
        send_back(good)
    with house.work() as work:
        keys.register_outside(work, leader(house), "ngoai", pki.certificate("giam_doc"), NOW)
    for wrong in (paper().content, signed("giam_doc", paper(2).content), good + b"\n% added", good[:-40]):
        with pytest.raises(InputError):
            send_back(wrong)
    with pytest.raises(NotAllowedError):
        send_back(signed("chuyen_vien", paper().content))
    assert (len(kept_in(house, code)), count(house, "signature")) == (1, 0)
    send_back(good)
    record = rows(house, "select * from signature")[0]
    assert (record.verdict, record.service, record.signer_name) == ("valid", "ngoai", "Trần Thị Quỳnh Như")
    finish(house, code, "b", login=LEADER)
