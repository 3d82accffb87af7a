"""Analyse: pure functions, a network in scope in, findings out. No I/O; the same input gives the same finding."""

from graphsvc.analysis.connect import CONNECT
from graphsvc.analysis.declaration import Analysis
from graphsvc.analysis.hotspots import HOTSPOTS
from graphsvc.analysis.place_detail import PLACE_DETAIL
from graphsvc.analysis.places import BUSIEST_PLACES
from graphsvc.analysis.standing_out import STANDS_OUT

ANALYSES: tuple[Analysis, ...] = (CONNECT, STANDS_OUT, HOTSPOTS, BUSIEST_PLACES, PLACE_DETAIL)
"""Every analysis there is."""
