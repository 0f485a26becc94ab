"""Benchmarks: `make bench` measures everything in one run, against a named floor or peer."""
