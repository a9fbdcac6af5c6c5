"""Facts and files in one piece, for a program at arm's length: eight bytes of length, JSON, and the files as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def packed(head: Mapping[str, Any], blobs: Sequence[bytes]) -> bytes:
    told = json.dumps({"head": head, "sizes": [len(one) for one in blobs]}).encode()
    return b"".join((len(told).to_bytes(8, "big"), told, *blobs))


def unpacked(content: bytes) -> tuple[Any, list[bytes]]:
    """What `packed` was given; raises ValueError for anything else."""
    begin = 8 + int.from_bytes(content[:8], "big")
    told, blobs = json.loads(content[8:begin]), []
    for size in told["sizes"]:
        blobs.append(content[begin : begin + size])
        begin += size
    if begin != len(content):
        raise ValueError("a file is missing")
    return told["head"], blobs
