"""E-forms: tables and queries."""
