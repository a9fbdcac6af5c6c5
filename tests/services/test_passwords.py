"""Passwords: argon2id, the right one alone passes, and an unknown login costs as much as a known one."""

from __future__ import annotations

from motcua.services.accounts import passwords


def test_only_the_right_password_passes_and_the_hash_is_argon2id() -> None:
    stored = passwords.hash_password("mat-khau-rat-dai")
    assert stored.startswith("$argon2id$")
    assert passwords.is_correct("mat-khau-rat-dai", stored)
    assert not passwords.is_correct("mat-khau-rat-dài", stored)


def test_no_password_is_right_where_there_is_none() -> None:
    # Not even the one behind the decoy that is checked for the time it takes.
    assert not passwords.is_correct("no account has this password", None)
    assert not passwords.is_correct("x", "not a hash")
