"""Guides: they ask a few questions, step by step, and give back something to keep. One folder a guide."""
