"""How the schema of a form is read: rules."""
