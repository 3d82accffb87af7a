"""Turns what the services return into what the templates show: words and shapes, no rules."""
