"""A citizen at the portal: a form begun, filled and sent through the pages alone."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

# Pytest rewrites a plugin when it loads it, which for these names it may not have done yet.
pytest.register_assert_rewrite("fixtures_dossier", "fixtures_house")
from fixtures_dossier import ANSWERS, PDF  # noqa: E402
from fixtures_house import post, token_of  # noqa: E402

BUSINESS, BIRTH = "1.001612", "1.001193"


def typed(value: object, name: str = "") -> dict[str, str]:
    """Answers as a browser posts them: `{"a": {"b": 1}}` is `a-b=1`."""
    if isinstance(value, Mapping):
        pairs: Any = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    elif isinstance(value, bool):
        return {name: "true" if value else "false"}
    else:
        return {name: str(value)}
    found: dict[str, str] = {}
    for key, inner in pairs:
        found |= typed(inner, f"{name}-{key}" if name else str(key))
    return found


def words(answer: Any) -> str:
    """What a page says, without its markup."""
    text = answer if isinstance(answer, str) else answer.get_data(as_text=True)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def begin(browser: FlaskClient, procedure: str = BUSINESS, agency: int = 0) -> str:
    """Begin a form at the first agency of the page, or at `agency`; the draft's address."""
    page = f"/procedures/{procedure}/apply"
    choices = re.findall(r'name="agency" value="(\d+)"', browser.get(page).get_data(as_text=True))
    answer = post(browser, page, agency=str(agency or choices[0]))
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


def sections(browser: FlaskClient, draft: str) -> list[str]:
    """The keys of the draft's sections, from the list beside the form."""
    first = browser.get(draft).location
    page = browser.get(first).get_data(as_text=True)
    linked = re.findall(rf'href="{draft}/(\w+)"', page)
    here = first.rsplit("/", 1)[1]
    return [here, *(key for key in linked if key not in (here, "papers", "check"))]


def fill(browser: FlaskClient, draft: str, procedure: str = BUSINESS, **answers: Any) -> None:
    """Fill every section, each accepted."""
    form = typed({**ANSWERS[procedure], **answers})
    for key in sections(browser, draft):
        answer = post(browser, f"{draft}/{key}", **form)
        assert answer.status_code == 303, words(answer)


def upload(
    browser: FlaskClient, page: str, token: str, headers: Mapping[str, str] | None = None, **files: Any
) -> Any:
    """Send files to a page, `paper_x=("name.pdf", b"…")` as its input `paper-x`; the answer."""
    data: dict[str, Any] = {"csrf_token": token}
    for name, (file, content) in files.items():
        data[name.replace("_", "-", 1)] = FileStorage(BytesIO(content), filename=file)
    # Encoded here, for the client would keep a large body in a temporary file that it never closes.
    boundary, body = encode_multipart(data)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return browser.post(page, data=body, content_type=kind, headers=dict(headers or {}))


def attach(
    browser: FlaskClient, draft: str, paper: str, name: str = "giấy tờ.pdf", content: bytes = PDF
) -> Any:
    """Attach one file to a paper; the answer."""
    page = f"{draft}/papers"
    token = token_of(browser.get(page).get_data(as_text=True))
    return upload(browser, page, token, **{f"paper_{paper}": (name, content)})


def send(browser: FlaskClient, draft: str) -> str:
    """Send a complete draft; the dossier's code."""
    answer = post(browser, f"{draft}/check", declared="yes")
    assert answer.status_code == 303, words(answer)
    return str(answer.location.split("/")[2])
