"""The views of the officer pages."""
