"""Where a dossier is looked up, as a telephone outside must ask for it: what QR codes on paper open."""

from __future__ import annotations

from flask import current_app, url_for


def tracking_address(code: str) -> str:
    """The public look-up page of a dossier, under the address that people outside know."""
    base: str = current_app.config["PUBLIC_URL"]
    if base:
        return base + url_for("public.tracked", code=code)
    return url_for("public.tracked", code=code, _external=True)
