"""What a plugin implements: the Protocols of every outside system and their registry."""
