"""Conditions and decisions of models, evaluated safely: rules."""
