"""The views of the api pages."""
