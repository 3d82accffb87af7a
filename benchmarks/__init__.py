"""Measures the service beside what anybody could write without it: ``python -m benchmarks``."""
