"""E-forms: screens."""
