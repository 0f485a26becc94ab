"""Bring my family: whether there is a way, the last day, and the papers with what replaces a missing one."""
