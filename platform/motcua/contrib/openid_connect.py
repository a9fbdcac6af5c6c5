"""A provider of identities by OpenID Connect: authorisation code with PKCE, state and nonce, by Authlib."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from motcua.domain.people.identity import Provider
from motcua.domain.text import Text
from motcua.extend.identity_provider import IdentityRefusedError, IdentityUnavailableError, Question

METADATA = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# Never "none", and nothing signed with the secret that both sides know.
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "ES384", "RS512", "ES512"]
SECONDS_TO_ANSWER = 10
SECONDS_KEPT = 3600
LEEWAY_SECONDS = 60


class OpenIdConnect:
    """One provider; its metadata and keys are asked for when first needed and once an hour."""

    def __init__(self, about: Provider) -> None:
        self.about = about
        self._kept: dict[str, Any] = {}
        self._until = 0.0

    def ask(self, return_to: str) -> Question:
        """See `IdentityProvider.ask`."""
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        more = {"acr_values": self.about.acr_values} if self.about.acr_values else {}
        address, _ = self._session(return_to).create_authorization_url(
            self._metadata()["authorization_endpoint"],
            state=kept["state"],
            code_verifier=kept["verifier"],
            nonce=kept["nonce"],
            **more,
        )
        return Question(str(address), kept)

    def answer(
        self, return_to: str, kept: Mapping[str, str], given: Mapping[str, str], now: datetime
    ) -> Mapping[str, Any]:
        """See `IdentityProvider.answer`."""
        state = given.get("state", "")
        if not hmac.compare_digest(state.encode(), kept["state"].encode()) or "code" not in given:
            raise self._refused()
        # RFC 9207: an answer that names its issuer must name ours.
        if given.get("iss", self.about.issuer) != self.about.issuer:
            raise self._refused()
        token = self._token(return_to, kept, given)
        claims = self._proven(token.get("id_token"), kept["nonce"], now)
        return {**self._told(token, str(claims["sub"])), **claims}

    def leave(self, return_to: str) -> str:
        """See `IdentityProvider.leave`."""
        try:
            place = str(self._metadata().get("end_session_endpoint", ""))
        except IdentityUnavailableError:
            return ""
        asked = urlencode({"client_id": self.about.client_id, "post_logout_redirect_uri": return_to})
        return f"{place}?{asked}" if place else ""

    def _token(self, return_to: str, kept: Mapping[str, str], given: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            found: Mapping[str, Any] = self._session(return_to).fetch_token(
                self._metadata()["token_endpoint"],
                code=given["code"],
                code_verifier=kept["verifier"],
                timeout=SECONDS_TO_ANSWER,
            )
        except AuthlibBaseError as problem:
            raise self._refused() from problem
        except (requests.RequestException, ValueError) as problem:
            raise self._unavailable() from problem
        return found

    def _proven(self, token: object, nonce: str, now: datetime) -> dict[str, Any]:
        """The claims of the identity token: signed by the provider, for us, now, and for this very question."""
        expected = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.about.issuer},
            aud={"essential": True, "value": self.about.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            keys = KeySet.import_key_set(self._metadata()["keys"])
            claims = dict(jwt.decode(str(token), keys, algorithms=ALGORITHMS).claims)
            expected.validate(claims)
        except (JoseError, ValueError, TypeError) as problem:
            # The provider may have new keys: they are asked for before the next person comes.
            self._until = 0.0
            raise self._refused() from problem
        if (
            isinstance(claims["aud"], list)
            and claims.get("azp", self.about.client_id) != self.about.client_id
        ):
            raise self._refused()
        return claims

    def _told(self, token: Mapping[str, Any], subject: str) -> dict[str, Any]:
        """What the provider tells besides; only of the person whom the token proves."""
        place = self._metadata().get("userinfo_endpoint")
        if not place:
            return {}
        found = self._get(place, headers={"Authorization": f"Bearer {token.get('access_token', '')}"})
        if found.get("sub") != subject:
            raise self._refused()
        return found

    def _metadata(self) -> Mapping[str, Any]:
        if time.monotonic() < self._until:
            return self._kept
        found = self._get(self.about.issuer.rstrip("/") + METADATA)
        if found.get("issuer") != self.about.issuer or not all(
            self._is_safe(found.get(name)) for name in NEEDED
        ):
            raise self._unavailable()
        self._kept = {**found, "keys": self._get(found["jwks_uri"])}
        self._until = time.monotonic() + SECONDS_KEPT
        return self._kept

    def _is_safe(self, address: object) -> bool:
        """An address as safe as the issuer's own: over TLS, unless the issuer itself is not (on this machine)."""
        return isinstance(address, str) and urlsplit(address).scheme in {
            "https",
            urlsplit(self.about.issuer).scheme,
        }

    def _get(self, address: str, **options: Any) -> dict[str, Any]:
        try:
            answer = requests.get(address, timeout=SECONDS_TO_ANSWER, allow_redirects=False, **options)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as problem:
            raise self._unavailable() from problem
        if not isinstance(found, dict):
            raise self._unavailable()
        return found

    def _session(self, return_to: str) -> Any:
        return OAuth2Session(
            self.about.client_id,
            self.about.client_secret,
            scope=self.about.scope,
            redirect_uri=return_to,
            code_challenge_method="S256",
        )

    def _unavailable(self) -> IdentityUnavailableError:
        return IdentityUnavailableError(
            Text(
                f"{self.about.title} đang không trả lời. Hãy thử lại sau, hoặc đăng nhập bằng mật khẩu.",
                f"{self.about.title_en} does not answer now. Try again later, or sign in with a password.",
            )
        )

    def _refused(self) -> IdentityRefusedError:
        return IdentityRefusedError(
            Text(
                f"Chưa đăng nhập được qua {self.about.title}: bạn đã dừng ở đó, hoặc trang mở quá lâu. Hãy thử lại.",
                f"Signing in by {self.about.title_en} did not succeed: you stopped there, or took too long. Try again.",
            )
        )
