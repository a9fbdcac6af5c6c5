"""The declaration on paper that a form gives: rules."""
