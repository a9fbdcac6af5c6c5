"""The signing services of an installation's settings."""

from __future__ import annotations

from pathlib import Path

from motcua.contrib.signing import csc, pkcs11
from motcua.contrib.signing.browser import BrowserSigning
from motcua.contrib.signing.pkcs12 import Pkcs12Folder
from motcua.domain.signing.signature_service import ServiceSetting
from motcua.extend.signature_provider import SignatureProvider


def provider(setting: ServiceSetting) -> SignatureProvider:
    """The service that the setting names; nothing is opened or asked yet."""
    options = setting.options
    if setting.kind == "pkcs12":
        return Pkcs12Folder(setting.key, setting.title, Path(options["folder"]))
    if setting.kind == "pkcs11":
        seconds = float(options.get("seconds", pkcs11.SECONDS))
        return pkcs11.Pkcs11Token(setting.key, setting.title, options["module"], options["token"], seconds)
    if setting.kind == "csc":
        seconds = float(options.get("seconds", csc.SECONDS))
        token = options.get("access_token", "")
        return csc.CscService(setting.key, setting.title, options["address"], token, seconds)
    return BrowserSigning(setting.key, setting.title)
