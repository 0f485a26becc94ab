"""Killing the program at every point and comparing what was accepted with what was answered (M12)."""
