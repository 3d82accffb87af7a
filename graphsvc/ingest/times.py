"""Compiles the times of a mapping to functions of a row."""

from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo

from graphsvc.ingest.dates import DateRefused, LocalDate, coarsen, compile_format, observed_from, parse_local
from graphsvc.ingest.mapping import ObservedSpec
from graphsvc.ingest.problems import RowRefused
from graphsvc.ingest.values import Cells, Compiler
from graphsvc.model.provenance import UNDATED, Observed

ObservedGetter = Callable[[Cells], Observed]


def compile_observed(spec: ObservedSpec | None, compiler: Compiler, zone: ZoneInfo) -> ObservedGetter:
    """When the row says it was; UNDATED where it gives no time, a refused row where it gives no real one."""
    if spec is None or not spec.columns:
        return lambda _cells: UNDATED
    start_of = [compiler.column(name) for name in spec.columns]
    end_of = [compiler.column(name) for name in spec.to]
    read = _reader(spec, zone)
    names, end_names = " + ".join(spec.columns), " + ".join(spec.to)

    def observed(cells: Cells) -> Observed:
        start = " ".join(filter(None, [get(cells) for get in start_of]))
        end = " ".join(filter(None, [get(cells) for get in end_of])) if end_of else ""
        if not start:
            if end:
                raise RowRefused(end_names, "an end without a start", end)
            return UNDATED
        try:
            return read(start, end)
        except DateRefused as refused:
            raise RowRefused(f"{names} to {end_names}" if end else names, str(refused), start) from None

    return observed


def _reader(spec: ObservedSpec, zone: ZoneInfo) -> Callable[[str, str], Observed]:
    formats = tuple(compile_format(f) for f in spec.formats)

    def parse(text: str) -> LocalDate:
        date = parse_local(text, formats)
        return coarsen(date, spec.precision) if spec.precision else date

    # The same few thousand days come back on every row; equal times also share one object, which keeps memory small.
    @lru_cache(maxsize=16384)
    def read(start: str, end: str) -> Observed:
        return observed_from(parse(start), zone, parse(end) if end else None)

    return read
