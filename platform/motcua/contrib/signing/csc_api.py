"""The Cloud Signature Consortium's API v1.0.4 as spoken by a client: JSON out, JSON back, bounded in time and size."""

from __future__ import annotations

import json
import time
from typing import Any, Final

import requests

from motcua.contrib.signing import refusals
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureRefusedError, WrongSecretError

MOST_BYTES: Final = 5_000_000
SECRETS: Final = ("pin", "otp")


class CscApi:
    """One service at its address (which ends in /csc/v1); `token` is what it knows us by."""

    def __init__(self, title: Text, address: str, token: str, seconds: float) -> None:
        self._title, self._address, self._seconds = title, address.rstrip("/"), seconds
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        """The answer of a method.

        Raises SignatureUnavailableError (no answer in time, 5xx), WrongSecretError, SignatureRefusedError (anything
        else that is no good answer).
        """
        status, content = self._exchange(method, said)
        if status >= 500 or status == 429:
            raise refusals.unavailable(self._title, f"{method}: status {status}")
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            answer = None
        if status != 200:
            raise self._problem(method, status, answer)
        if not isinstance(answer, dict):
            raise refusals.refused(self._title, f"{method}: no JSON object")
        return answer

    def _exchange(self, method: str, said: dict[str, Any]) -> tuple[int, bytes]:
        until, content = time.monotonic() + self._seconds, b""
        try:
            with requests.post(
                f"{self._address}/{method}",
                json=said,
                headers=self._headers,
                timeout=self._seconds,
                allow_redirects=False,
                stream=True,
            ) as answer:
                # Piece by piece as they come: one that answers a letter a second would never be late.
                for piece in answer.iter_content(chunk_size=None):
                    content += piece
                    if time.monotonic() > until:
                        raise refusals.unavailable(self._title, f"{method}: too slow")
                    if len(content) > MOST_BYTES:
                        raise refusals.refused(self._title, f"{method}: too much")
                return answer.status_code, content
        except (requests.RequestException, OSError) as problem:
            raise refusals.unavailable(self._title, f"{method}: {problem}") from None

    def _problem(self, method: str, status: int, answer: Any) -> SignatureRefusedError | WrongSecretError:
        said = answer if isinstance(answer, dict) else {}
        error = str(said.get("error", "")).lower()
        if any(one in error for one in SECRETS):
            return (
                refusals.locked_secret(self._title) if "lock" in error else refusals.wrong_secret(self._title)
            )
        return refusals.refused(self._title, f"{method}: status {status} {str(said)[:300]}")
