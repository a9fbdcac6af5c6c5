"""Sealing: what is sealed opens only unchanged and with the same key; digests find what is equal."""

from __future__ import annotations

import hmac

import pytest

from motcua.store.cipher import Cipher, SealError

KEY = bytes(range(32))
CIPHER = Cipher(KEY)


@pytest.mark.parametrize("text", ["", "045188002417", "Nguyễn Thị Bích Hằng", "x" * 100_000])
def test_what_is_sealed_opens_again(text: str) -> None:
    assert CIPHER.open(CIPHER.seal(text)) == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert CIPHER.seal("045188002417") != CIPHER.seal("045188002417")


def test_any_changed_byte_is_noticed() -> None:
    sealed = CIPHER.seal("045188002417")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealError):
            CIPHER.open(bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_a_cut_off_seal_is_noticed(length: int) -> None:
    with pytest.raises(SealError):
        CIPHER.open(CIPHER.seal("045188002417")[:length])


def test_another_key_neither_opens_nor_finds() -> None:
    other = Cipher(bytes(32))
    with pytest.raises(SealError):
        other.open(CIPHER.seal("045188002417"))
    assert other.digest("045188002417") != CIPHER.digest("045188002417")


def test_a_digest_overlooks_spaces_and_case_only() -> None:
    assert CIPHER.digest("045 188 002 417") == CIPHER.digest("045188002417")
    assert CIPHER.digest("B1234567") == CIPHER.digest("b1234567")
    assert CIPHER.digest("045188002417") != CIPHER.digest("045188002418")


def test_values_keep_their_kinds_and_order() -> None:
    value = {"b": [1, 2.5, None, True], "a": {"ơ": "ờ"}}
    opened = CIPHER.open_json(CIPHER.seal_json(value))
    assert opened == value
    assert list(opened) == ["b", "a"]


@pytest.mark.req("N-09")
@pytest.mark.parametrize("content", [b"", b"x", "Hồ sơ".encode(), bytes(1_000)])
def test_the_code_of_the_audit_is_the_hmac_of_the_standard(content: bytes) -> None:
    key = hmac.digest(KEY, b"motcua audit", "sha256")
    assert Cipher(KEY).mac(content) == hmac.digest(key, content, "sha256")
    assert Cipher(bytes(32)).mac(content) != Cipher(KEY).mac(content)
