"""The JSON API under /api/v1: the desk's list and actions, and the public look-up."""
