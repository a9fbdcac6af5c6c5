"""Use cases: each takes the unit of work and the actor, checks permission, commits once."""
