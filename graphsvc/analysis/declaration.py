"""What an analysis is: a declaration beside a pure function."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from graphsvc.model.finding import Finding


@dataclass(frozen=True)
class Analysis:
    """One analysis: the question it answers, its parameters, when not to trust it, and the function that runs it.

    ``question`` is one sentence for a person, ``limits`` what holds whatever the data (a finding adds what holds of this
    data), ``references`` where the method comes from. ``run`` is pure: the same view and parameters give the same finding.
    """

    id: str
    question: str
    parameters: type[BaseModel]
    limits: tuple[str, ...]
    references: tuple[str, ...]
    run: Callable[..., Finding]
