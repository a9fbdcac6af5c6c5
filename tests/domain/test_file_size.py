"""The size of a file in words, in both languages."""

from __future__ import annotations

import pytest

from motcua.domain.papers.file_size import MEGABYTE, said
from motcua.domain.text import Text


@pytest.mark.req("B-07")
@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, Text("0 kB", "0 kB")),
        (1, Text("1 kB", "1 kB")),
        (421_888, Text("412 kB", "412 kB")),
        (MEGABYTE - 513, Text("1.023 kB", "1,023 kB")),
        (MEGABYTE - 512, Text("1 MB", "1 MB")),
        (1_363_149, Text("1,3 MB", "1.3 MB")),
        (MEGABYTE * 5 // 4, Text("1,3 MB", "1.3 MB")),
        (20 * MEGABYTE, Text("20 MB", "20 MB")),
    ],
)
def test_sizes_are_said_in_kilobytes_and_megabytes(size: int, words: Text) -> None:
    assert said(size) == words
