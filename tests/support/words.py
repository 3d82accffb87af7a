"""Words that no page and no sentence may use."""

import re

BLAMING = re.compile(r"\b(offender|risky|dangerous|score|prostitut\w*|lifestyle)\b", re.IGNORECASE)
"""Words that blame a child, name somebody before a court has, or sum a person up in a number."""
