"""Disseminate: briefs as documents whose every sentence states its ground, frozen with a manifest."""
