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
    terms,
)

PAGES = (factor, lock, own, password, recover, register, report, sign_in, terms)

__all__ = ["PAGES", "account"]
