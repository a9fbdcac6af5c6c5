"""Pure rules of the field: no database, no web, no clock of its own."""
