"""The views of the citizen pages."""
