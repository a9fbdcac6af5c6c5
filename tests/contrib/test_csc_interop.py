"""The remote provider against a signing service that others wrote (certomancer's), in a process of its own."""

import json
import shutil
import subprocess
import sys
import time

import pytest
import requests
from fixtures_oidc import free_port

from motcua.contrib.signing.csc import CscService
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureRefusedError

VALIDITY = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2045-01-01T00:00:00+0000"}
AUTHORITY = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}


def configuration():
    """Its authority, with two keys of ours."""
    certificates = {
        "root": {"subject": "root", "issuer": "root", "validity": VALIDITY, "extensions": [AUTHORITY]},
        "signer": {"subject": "signer", "issuer": "root", "validity": VALIDITY},
    }
    keys = {"root": {"path": "root.pem"}, "signer": {"path": "giam_doc.pem"}}
    architecture = {
        "keyset": "k",
        "entities": {name: {"common-name": name} for name in certificates},
        "certs": certificates,
    }
    return {
        "external-url-prefix": "http://localhost",
        "keysets": {"k": {"path-prefix": "keys", "keys": keys}},
        "pki-architectures": {"thu": architecture},
    }


@pytest.fixture
def address(pki, tmp_path):
    port = free_port()
    shutil.copytree(pki.folder / "keys", tmp_path / "keys")
    (tmp_path / "certomancer.yml").write_text(json.dumps(configuration()))
    code = f"from csc_dummy.runner import run_from_file; run_from_file('certomancer.yml', {port}, True)"
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.DEVNULL) as process:
        address = f"http://localhost:{port}/csc/v1"
        for _ in range(400):
            try:
                requests.post(f"{address}/info", timeout=1).close()
                break
            except requests.ConnectionError:
                assert process.poll() is None
                time.sleep(0.05)
        yield address
        process.kill()


@pytest.mark.req("F-13")
def test_a_service_that_others_wrote_signs_for_the_hashes_it_was_told(address):
    service = CscService("remote", Text("Ký từ xa", "Remote"), address)
    signer = next(one for one in service.certificates() if one.reference == "thu/signer")
    assert len(signer.chain) == 1
    with service.unlock(signer.reference, "", 25) as key:
        assert len({*key.sign([b"%d" % number for number in range(25)])}) == 25
    with pytest.raises(SignatureRefusedError), service.unlock("thu/nobody", ""):
        pass
