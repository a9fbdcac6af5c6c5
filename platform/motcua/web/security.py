"""What a browser may do with our pages, which hosts we answer for, and from which networks staff may work (N-17).

Nothing is loaded from another host and nothing runs inline: the policy allows files of this host alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted

from motcua.domain.errors import NotAllowedError
from motcua.domain.text import Text
from motcua.settings import Network, Settings

ONE_YEAR: Final = 31_536_000
LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    # An address of ours may hold the words of a search: it is told to nobody else.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class ForeignNetworkError(NotAllowedError):
    """An internal function was asked for from outside the networks that the installation names."""

    code = "foreign_network"


def register_security(app: Flask, settings: Settings) -> None:
    """Proxies, hosts and headers. Comes before everything that reads the address or the host of a request."""
    if settings.proxies:
        count = settings.proxies
        behind = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = behind  # type: ignore[method-assign]
    hosts = trusted_hosts(settings)
    if hosts:
        app.before_request(lambda: _refuse_host(hosts))
    headers = {"Content-Security-Policy": content_policy(_origins(settings)), **HEADERS}
    if settings.https_only:
        headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    app.after_request(lambda response: _with_headers(response, headers))


def content_policy(form_origins: Sequence[str] = ()) -> str:
    """The policy of every page. Forms may end at a provider of identities (signing out) or a payment gateway."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            " ".join(("form-action 'self'", *form_origins)),
        )
    )


def trusted_hosts(settings: Settings) -> Sequence[str]:
    """The names this installation answers to; none means any, for a machine without a public address."""
    if settings.hosts:
        return settings.hosts
    public = urlsplit(settings.public_url).hostname
    return (public, *LOCAL, *settings.english_hosts) if public else ()


def require_network(networks: Sequence[Network]) -> None:
    """Raise ForeignNetworkError unless the request comes from one of `networks`; none named means any."""
    if networks and not is_within(request.remote_addr or "", networks):
        raise ForeignNetworkError(
            Text(
                "Phần làm việc của cán bộ chỉ mở được từ mạng của cơ quan nhà nước. "
                "Hãy dùng máy trong mạng nội bộ, hoặc hỏi bộ phận CNTT.",
                "The officers' part opens from the State's own networks only. "
                "Use a machine within the network, or ask your IT staff.",
            )
        )


def is_within(address: str, networks: Sequence[Network]) -> bool:
    """Whether an address, also an IPv4 one written as IPv6, is in one of the networks; an unreadable one is not."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in networks)


def _refuse_host(hosts: Sequence[str]) -> ResponseReturnValue | None:
    """No page: its addresses would be made from the very name that is not ours."""
    if host_is_trusted(request.headers.get("Host"), hosts):
        return None
    return Response(_("Máy chủ này không phục vụ tên miền đó."), 400, mimetype="text/plain")


def _with_headers(response: Response, headers: dict[str, str]) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static" and not (
        response.cache_control.private and response.cache_control.max_age
    ):
        # Pages show personal data: no shared cache and no back button after signing out.
        response.headers["Cache-Control"] = "no-store"
    return response


def _origins(settings: Settings) -> Sequence[str]:
    found = (urlsplit(provider.issuer) for provider in settings.identity_providers)
    gateways = {gateway.origin for gateway in settings.payment_gateways}
    return sorted({f"{one.scheme}://{one.netloc}" for one in found} | gateways)
