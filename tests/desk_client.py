"""An officer's browser on the desk, and what an action there may change."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from fixtures_dossier import open_page
from fixtures_house import token_of
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from motcua.services.work import House


def act(browser: FlaskClient, code: str, action: str, **data: Any) -> Any:
    """Send one action with the token of the officer's own list.

    The body is put together here: the test client would keep a large one in a temporary file and forget it.
    """
    token = token_of(browser.get("/desk").get_data(as_text=True))
    boundary, body = encode_multipart({"csrf_token": token, **data})
    return browser.post(
        f"/desk/{code}/{action}", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def upload(content: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(content), name)


def state(house: House, code: str) -> tuple[str, list[str], int]:
    """What an action may change: the state, the waiting tasks, the number of events."""
    shown = open_page(house, code)
    told = [one for one in shown.history if one.action != "view"]
    return shown.row.state, [visit.row.task_id for visit in shown.waiting], len(told)
