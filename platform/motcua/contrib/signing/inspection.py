"""Signatures of documents examined at arm's length: the examiner reads hostile files in a process of its own (F-13)."""

from __future__ import annotations

import atexit
import base64
import json
from datetime import datetime
from typing import Any, Final

from motcua.contrib.bounded_process import BoundedProcess
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.signing.trust import Trust

SECONDS: Final = 60.0
"""Some of it may go to asking authorities about revocations: `revocation.SECONDS`."""
MARK: Final = b"/ByteRange"
"""Every signed PDF says in these letters which of its bytes are signed; without them there is no signature."""

_examiner: Final = BoundedProcess("motcua.contrib.signing.inspection_process", SECONDS)
atexit.register(_examiner.stop)


def inspect(document: bytes, trust: Trust, at: datetime) -> tuple[SignatureFinding, ...]:
    """What is found about each signature of a PDF, in the order in which they were made; nothing for no signature.

    `at` is the time of the examination. A file that cannot be read, is locked or takes too long gives one finding
    "unreadable". Never raises for what is in the document.
    """
    if MARK not in document:
        return ()
    return _asked(b"p", {}, document, trust, at)


def inspect_detached(content: bytes, signature: bytes, trust: Trust, at: datetime) -> SignatureFinding:
    """What is found about a signature (CMS, DER) that lies beside the content it was made over."""
    told = {"signature": base64.b64encode(signature).decode("ascii")}
    return _asked(b"d", told, content, trust, at)[0]


def _asked(
    letter: bytes, told: dict[str, Any], document: bytes, trust: Trust, at: datetime
) -> tuple[SignatureFinding, ...]:
    head = json.dumps({**told, "trust": trust.to_dict(), "at": at.isoformat()}).encode()
    said, answer = _examiner.ask(letter, len(head).to_bytes(8, "big") + head + document)
    if said != b"o":
        return (SignatureFinding("unreadable", problem="damaged" if said else "busy"),)
    return tuple(SignatureFinding.from_dict(one) for one in json.loads(answer))
