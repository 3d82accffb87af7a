"""Use cases, each the same five steps: check the right, read, analyse, log, return.

Nothing is released before its log entry is on the disk: where the log cannot be written, the answer is an error.
"""
