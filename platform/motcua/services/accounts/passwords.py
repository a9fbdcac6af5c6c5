"""Passwords: argon2id through its maintained library, and the rule a new one must meet (J-13)."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from motcua.domain.text import Text
from motcua.settings import PACKAGE

MIN_LENGTH = 10
MAX_LENGTH = 128
MIN_DIFFERENT = 4

_hasher = PasswordHasher()
# Checked when the login is unknown, so that both answers take the same time.
_DECOY = _hasher.hash("no account has this password")
# Without look-alike characters: a first password is read out or copied from paper.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_correct(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; takes as long when there is none."""
    try:
        return _hasher.verify(stored or _DECOY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with parameters other than today's."""
    return _hasher.check_needs_rehash(stored)


def is_too_old(changed_at: datetime, days: int, now: datetime) -> bool:
    """Whether a password must be changed for its age; 0 days mean never."""
    return days > 0 and now - changed_at > timedelta(days=days)


def first_password() -> str:
    """A random password to hand over once: four groups of four characters, 80 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def problem(password: str, own_words: Iterable[str] = ()) -> Text | None:
    """What is wrong with a new password, None when nothing is. `own_words` are the holder's login and names.

    Length counts, classes of characters do not: a long sentence is both stronger and easier to remember.
    """
    if len(password) < MIN_LENGTH:
        return Text(
            f"Mật khẩu cần ít nhất {MIN_LENGTH} ký tự.",
            f"A password needs at least {MIN_LENGTH} characters.",
        )
    if len(password) > MAX_LENGTH:
        return Text(
            f"Mật khẩu dài nhất {MAX_LENGTH} ký tự. Bạn đã nhập {len(password)}.",
            f"A password has at most {MAX_LENGTH} characters. You entered {len(password)}.",
        )
    plain = _plain(password)
    if plain in _common() or len(set(plain)) < MIN_DIFFERENT:
        return Text(
            "Mật khẩu này quá dễ đoán. Hãy dùng một câu dài mà chỉ bạn nhớ.",
            "This password is too easy to guess. Use a long sentence that only you remember.",
        )
    if any(_is_only(plain, _plain(word)) for word in own_words):
        return Text(
            "Mật khẩu không được là tên hoặc tên đăng nhập của bạn.",
            "The password must not be your name or your username.",
        )
    return None


def _is_only(password: str, word: str) -> bool:
    """Whether hardly anything but the word is in the password: five characters or fewer remain without it."""
    return len(word) >= 4 and word in password and len(password) - len(word) <= 5


def _plain(text: str) -> str:
    """Without case, marks and signs: "Nguyễn-Văn An" is "nguyenvanan"."""
    letters = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^a-z0-9]", "", letters.casefold()) or letters.casefold()


@cache
def _common() -> frozenset[str]:
    lines = (PACKAGE / "data" / "common_passwords.txt").read_text(encoding="utf-8").split()
    return frozenset(_plain(line) for line in lines)
