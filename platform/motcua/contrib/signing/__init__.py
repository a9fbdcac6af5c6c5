"""Signatures: certificates, services that hold keys, signed PDF files. The only code that knows pyHanko and PKCS#11."""
