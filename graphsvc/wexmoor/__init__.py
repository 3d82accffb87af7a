"""Wexmoor: a seeded generator of a fictional town, its agencies and their files, for demonstration and for scoring.

Nothing in it is real. It imports nothing of the service but its errors: only the files it writes ever meet the service.
"""

from graphsvc.wexmoor.generate import DEMO_DATE, Generated, demonstration_files, generate

__all__ = ["DEMO_DATE", "Generated", "demonstration_files", "generate"]
