"""The sample province and generated dossiers: use cases."""
