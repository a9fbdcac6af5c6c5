"""A remote signing service to try things with: what the Cloud Signature Consortium's API v1.0.4 asks for, and its PIN.

It may be told to misbehave (`Fault`), so that a service that is slow, down or wrong can be tried too.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from motcua.contrib.signing.sandbox_pki import HOLDERS, SIGNERS, SandboxPki

PIN: Final = "246810"
Fault = Literal["", "slow", "broken", "malformed", "few", "foreign", "none_left"]
SLOW_SECONDS: Final = 30
MULTISIGN: Final = 50
DIGEST_OIDS: Final = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
RSA_OIDS: Final = ("1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11")
EC_OIDS: Final = ("1.2.840.10045.2.1", "1.2.840.10045.4.3.2")


class CscError(Exception):
    """What the API answers instead: a status and `{"error", "error_description"}`."""

    def __init__(self, status: int, error: str, words: str) -> None:
        super().__init__(words)
        self.status, self.error, self.words = status, error, words


@dataclass
class SandboxCsc:
    """The service: permissions given (SAD) are good for so many hashes, once. `signed` counts what it signed."""

    pki: SandboxPki
    scal: Literal["1", "2"] = "1"
    fault: Fault = ""
    fault_after: int = 0
    signed: int = 0
    permitted: dict[str, tuple[str, int, tuple[str, ...]]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def answer(self, path: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of one method; raises CscError."""
        methods = {
            "/csc/v1/info": self._info,
            "/csc/v1/credentials/list": self._list,
            "/csc/v1/credentials/info": self._credential,
            "/csc/v1/credentials/authorize": self._authorize,
            "/csc/v1/signatures/signHash": self._sign,
        }
        if path not in methods:
            raise CscError(404, "invalid_request", "no such method")
        return methods[path](said)

    def _info(self, said: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "specs": "1.0.4.0",
            "name": "Ký số từ xa (để thử)",
            "region": "VN",
            "lang": "vi",
            "authType": ["external"],
            "methods": [
                "credentials/list",
                "credentials/info",
                "credentials/authorize",
                "signatures/signHash",
            ],
        }

    def _list(self, said: Mapping[str, Any]) -> dict[str, Any]:
        owner = said.get("userID")
        return {"credentialIDs": [name for name in SIGNERS if owner in (None, "", name)]}

    def _credential(self, said: Mapping[str, Any]) -> dict[str, Any]:
        name = self._name(said)
        is_rsa = HOLDERS[name].is_rsa
        certificates = (self.pki.certificate(name), *self.pki.chain(name))
        return {
            "description": HOLDERS[name].person,
            "key": {
                "status": "enabled",
                "algo": list(RSA_OIDS if is_rsa else EC_OIDS),
                "len": 2048 if is_rsa else 256,
            },
            "cert": {
                "status": "valid",
                "certificates": [base64.b64encode(one).decode() for one in certificates],
            },
            "authMode": "explicit",
            "PIN": {"presence": "true", "format": "N", "label": "PIN"},
            "OTP": {"presence": "false"},
            "SCAL": self.scal,
            "multisign": MULTISIGN,
        }

    def _authorize(self, said: Mapping[str, Any]) -> dict[str, Any]:
        name, count = self._name(said), int(said.get("numSignatures", 0))
        if said.get("PIN") != PIN:
            raise CscError(400, "invalid_pin", "Invalid PIN")
        if not 1 <= count <= MULTISIGN:
            raise CscError(400, "invalid_request", "numSignatures is out of range")
        pinned = tuple(said.get("hash") or ())
        if self.scal == "2" and len(pinned) != count:
            raise CscError(400, "invalid_request", "hashes are missing")
        sad = secrets.token_urlsafe(24)
        self.permitted[sad] = name, count, pinned
        return {"SAD": sad, "expiresIn": 300}

    def _sign(self, said: Mapping[str, Any]) -> dict[str, Any]:
        name, asked = self._name(said), list(said.get("hash") or ())
        with self.lock:
            allowed, left, pinned = self.permitted.pop(str(said.get("SAD")), ("", 0, ()))
            if allowed != name or not 1 <= len(asked) <= left or (pinned and not set(asked) <= set(pinned)):
                raise CscError(400, "invalid_request", "The SAD does not permit these signatures")
            if left > len(asked):
                self.permitted[str(said.get("SAD"))] = name, left - len(asked), pinned
            self.signed += len(asked)
            is_wrong = bool(self.fault) and self.signed > self.fault_after
        digest = DIGEST_OIDS[str(said.get("hashAlgo") or "2.16.840.1.101.3.4.2.1")]
        if is_wrong:
            return self._misbehave(asked, digest)
        return {"signatures": [self._one(name, one, digest) for one in asked]}

    def _one(self, name: str, asked: str, digest: hashes.HashAlgorithm) -> str:
        key, hashed = self.pki.key(name), base64.b64decode(asked)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            made = key.sign(hashed, ec.ECDSA(Prehashed(digest)))
        else:
            made = key.sign(hashed, padding.PKCS1v15(), Prehashed(digest))
        return base64.b64encode(made).decode()

    def _misbehave(self, asked: list[str], digest: hashes.HashAlgorithm) -> dict[str, Any]:
        if self.fault == "slow":
            time.sleep(SLOW_SECONDS)
        if self.fault == "broken":
            raise CscError(500, "server_error", "out of order")
        if self.fault == "malformed":
            raise CscError(200, "", "<html>not JSON</html>")
        others = [self._one("cong_dan", one, digest) for one in asked]
        return {"signatures": {"few": others[1:], "none_left": "?"}.get(self.fault, others)}

    def _name(self, said: Mapping[str, Any]) -> str:
        name = str(said.get("credentialID", ""))
        if name not in SIGNERS:
            raise CscError(400, "invalid_request", "Invalid parameter credentialID")
        return name
