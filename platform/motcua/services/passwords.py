"""Passwords: argon2id through its maintained library, and the rule a new one must meet."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10
MAX_LENGTH = 128

_hasher = PasswordHasher()
# Checked when the login is unknown, so that both answers take the same time.
_DECOY = _hasher.hash("no account has this password")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_correct(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; takes as long when there is none."""
    try:
        return _hasher.verify(stored or _DECOY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
