"""Accounts as their holders meet them: signing in, registering, recovering, and the pages about one's own account."""

from __future__ import annotations

from flask import Blueprint

account = Blueprint("account", __name__, url_prefix="/account")
