"""Guided paths: a few questions, and something to keep. One folder a path; data in content/guidance/."""
