"""The program that talks to a token's driver: a process of its own for each unlocking, which may hang or break.

A driver is foreign code and logs a whole program in at once, so nobody else's PIN counts here. It says "r" when it is
ready. Asked with a letter ("l" list, "u" unlock, "s" sign) and a message (`message.py`), it answers "o" and a message,
or "x" and why not: "pin", "locked", "absent", "key", "device".
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import pkcs11
from asn1crypto import algos
from pkcs11.util.ec import encode_ecdsa_signature

from motcua.contrib import bounded_program
from motcua.contrib.signing.message import packed, unpacked

WRONG_PIN: Final = (
    pkcs11.PinIncorrect,
    pkcs11.PinInvalid,
    pkcs11.PinLenRange,
    pkcs11.exceptions.ArgumentsBad,
)
ABSENT: Final = (
    pkcs11.NoSuchToken,
    pkcs11.TokenNotPresent,
    pkcs11.TokenNotRecognised,
    pkcs11.DeviceRemoved,
    pkcs11.MultipleTokensReturned,
)
_open: dict[str, Any] = {}


def _answer(letter: bytes, content: bytes) -> tuple[bytes, bytes]:
    head, blobs = unpacked(content)
    try:
        if letter == b"l":
            return b"o", _list(head)
        if letter == b"u":
            return b"o", _unlock(head)
        return b"o", packed({}, [_sign(one, head["digest"]) for one in blobs])
    except WRONG_PIN:
        return b"x", b"pin"
    except pkcs11.PinLocked:
        return b"x", b"locked"
    except ABSENT:
        return b"x", b"absent"
    except (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned, ValueError):
        return b"x", b"key"
    except Exception as problem:  # a driver may answer anything
        return b"x", f"device {problem!r}".encode()


def _token(head: Any) -> Any:
    return pkcs11.lib(head["module"]).get_token(token_label=head["token"])


def _list(head: Any) -> bytes:
    """The certificates that lie open in the token, with their labels and identifiers."""
    with _token(head).open() as session:
        found = list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}))
        values = [bytes(one[pkcs11.Attribute.VALUE]) for one in found]
        told = [{"id": bytes(one[pkcs11.Attribute.ID]).hex(), "label": _label(one)} for one in found]
    return packed({"certificates": told}, values)


def _label(one: Any) -> str:
    found = one[pkcs11.Attribute.LABEL]
    return found if isinstance(found, str) else bytes(found).decode("utf-8", "replace")


def _unlock(head: Any) -> bytes:
    session = _token(head).open(user_pin=head["pin"])
    key = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=bytes.fromhex(head["reference"]))
    _open.update(session=session, key=key)
    return packed({}, [])


def _sign(message: bytes, digest: str) -> bytes:
    # A process that was started anew has nobody's PIN: the KeyError is told as a driver's failure.
    key, hashed = _open["key"], hashlib.new(digest, message).digest()
    if key.key_type == pkcs11.KeyType.EC:
        raw = key.sign(hashed, mechanism=pkcs11.Mechanism.ECDSA)
        return bytes(encode_ecdsa_signature(raw))
    # Every token signs a hash put together here; not every one hashes by itself.
    info = algos.DigestInfo({"digest_algorithm": {"algorithm": digest}, "digest": hashed})
    return bytes(key.sign(info.dump(), mechanism=pkcs11.Mechanism.RSA_PKCS))


if __name__ == "__main__":
    bounded_program.run(_answer, memory=None)
