"""How often one network address may try to sign in."""

from __future__ import annotations

import pytest
from fixtures_house import NOW

from motcua.domain.errors import TooManyError
from motcua.services import rate
from motcua.services.accounts import sign_in
from motcua.services.accounts.sign_in import SignInError
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House

OFFICE = "203.0.113.7"


def attempt(house: House, password: str, login: str = "ha.tran") -> str:
    """The name of who is signed in then."""
    with house.work() as work:
        return sign_in.sign_in(work, login, password, NOW, OFFICE).actor.name


def test_an_office_behind_one_address_is_not_locked_out_by_signing_in(house: House) -> None:
    names = [attempt(house, PASSWORD) for _ in range(rate.SIGN_IN.most + 1)]
    assert set(names) == {"Trần Thị Thu Hà"}


def test_wrong_attempts_from_one_address_are_limited_whatever_the_account(house: House) -> None:
    for number in range(rate.SIGN_IN.most):
        with pytest.raises(SignInError):
            attempt(house, "sai-mat-khau", f"nguoi.la{number}")
    with pytest.raises(TooManyError):
        attempt(house, PASSWORD)
