"""Wexmoor: a seeded generator of a fictional town, its agencies and their files, for demonstration and for scoring.

Nothing in it is real. It imports nothing of the service but its errors: only the files it writes ever meet the service.
"""

from graphsvc.wexmoor.demonstration import OUTLINE, demonstration_files
from graphsvc.wexmoor.generate import DEMO_DATE, Generated, generate
from graphsvc.wexmoor.outline import outline, write_outline

__all__ = ["DEMO_DATE", "OUTLINE", "Generated", "demonstration_files", "generate", "outline", "write_outline"]
