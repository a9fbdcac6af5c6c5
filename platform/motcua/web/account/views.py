"""The addresses of the account pages: importing the modules declares them on the blueprint."""

from __future__ import annotations

from motcua.web.account import (
    account,
    factor,
    lock,
    own,
    password,
    recover,
    register,
    report,
    sign_in,
    signing_keys,
    terms,
)

PAGES = (factor, lock, own, password, recover, register, report, sign_in, signing_keys, terms)

__all__ = ["PAGES", "account"]
