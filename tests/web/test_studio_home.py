"""The studio's first page: for those who draw or approve processes somewhere, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient


@pytest.mark.req("A-12")
def test_the_studio_is_for_authors_and_approvers(sign_in: Callable[[str], FlaskClient]) -> None:
    author = sign_in("soan.quytrinh").get("/thiet-ke")
    assert author.status_code == 200
    assert "Thiết kế quy trình" in author.text
    assert sign_in("ha.tran").get("/thiet-ke").status_code == 403
