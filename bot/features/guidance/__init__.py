"""Help step by step: guides that ask a few questions and give back something to keep. One folder a guide."""
