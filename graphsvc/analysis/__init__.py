"""Analyse: pure functions, a network in scope in, findings out. No I/O; the same input gives the same finding."""

from graphsvc.analysis.connect import CONNECT
from graphsvc.analysis.declaration import Analysis
from graphsvc.analysis.place_detail import PLACE_DETAIL
from graphsvc.analysis.places import BUSIEST_PLACES

ANALYSES: tuple[Analysis, ...] = (CONNECT, BUSIEST_PLACES, PLACE_DETAIL)
"""Every analysis there is."""
