"""Collect: files and a declarative mapping in, reports and what they assert out. Nothing here talks to the store."""

from graphsvc.ingest.library import example_files, list_mappings, load_mapping
from graphsvc.ingest.mapping import Mapping
from graphsvc.ingest.plan import FilePlan, PlannedFile, plan_files
from graphsvc.ingest.read import BatchReader, ImportCounts, Progress, read_batches
from graphsvc.ingest.refs import NothingKnown, RefResolver
from graphsvc.ingest.rejects import KeptRejects, RejectFiles, RejectSink

__all__ = [
    "BatchReader",
    "FilePlan",
    "ImportCounts",
    "KeptRejects",
    "Mapping",
    "NothingKnown",
    "PlannedFile",
    "Progress",
    "RefResolver",
    "RejectFiles",
    "RejectSink",
    "example_files",
    "list_mappings",
    "load_mapping",
    "plan_files",
    "read_batches",
]
