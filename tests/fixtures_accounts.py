"""Accounts as tests use them: the actor with his roles, and the codes in letters that wait to be carried."""

from __future__ import annotations

import re
from base64 import b64decode

from sqlalchemy import text

from motcua.domain.people.permissions import Actor
from motcua.services.accounts import accounts
from motcua.services.accounts.sessions import Origin
from motcua.services.work import House
from motcua.store.accounts import account as stored

HERE = Origin("127.0.0.1", "Chrome · Linux")


def person(house: House, login: str) -> Actor:
    """The actor of an account with his roles."""
    with house.work() as work:
        row = stored.by_login(work.connection, login)
        found = accounts.load(work, row.id, row.epoch)
    assert found is not None
    return found


def letter(house: House) -> str:
    """The code in the newest letter that waits to be carried."""
    query = text(
        "select args from procrastinate_jobs where task_name = 'carry_letter' order by id desc limit 1"
    )
    with house.engine.connect() as connection:
        newest = connection.execute(query).one()
    body = str(house.cipher.open_json(b64decode(newest.args["sealed"]))["vi"])
    found = re.search("[0-9]{6}", body)
    assert found is not None
    return found[0]
