"""The studio: reference data, process designer and form designer."""
