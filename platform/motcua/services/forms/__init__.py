"""E-forms: use cases."""
