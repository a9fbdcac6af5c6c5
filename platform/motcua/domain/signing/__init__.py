"""Signatures: rules."""
