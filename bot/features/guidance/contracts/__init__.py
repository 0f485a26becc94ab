"""Read my contract with me: what a work contract lacks, what is dangerous in it, and what to read."""
