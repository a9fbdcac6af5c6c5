"""The program that examines signatures: a process of its own with bounded memory, which may break without harm.

It says "r" when it is ready. Asked with a letter ("p" PDF, "d" content with a signature beside it), eight bytes of length,
and a content of eight bytes of length, JSON (trust, at, signature) and the document, it answers "o" and a JSON list of
findings, or "x" when it could not.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime

from motcua.contrib import bounded_program
from motcua.contrib.signing import validation
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.signing.trust import Trust


def _answer(letter: bytes, content: bytes) -> tuple[bytes, bytes]:
    size = int.from_bytes(content[:8], "big")
    head, document = json.loads(content[8 : 8 + size]), content[8 + size :]
    trust, at = Trust.from_dict(head["trust"]), datetime.fromisoformat(head["at"])
    try:
        found: Sequence[SignatureFinding]
        if letter == b"p":
            found = validation.examine_pdf(document, trust, at)
        else:
            found = (validation.examine_detached(document, base64.b64decode(head["signature"]), trust, at),)
        return b"o", json.dumps([one.to_dict() for one in found]).encode()
    except Exception:  # whatever is wrong with it, it cannot be examined
        return b"x", b""


if __name__ == "__main__":
    bounded_program.run(_answer)
