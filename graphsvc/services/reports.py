"""Read one report, or the latest ones."""

from dataclasses import dataclass

from graphsvc.model.network import MentionRead, Statement
from graphsvc.model.principal import Principal
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.parts import Parts
from graphsvc.store.reader import ReportRead


@dataclass(frozen=True)
class ReportPage:
    """One report with what it mentions and asserts, each list cut and its whole length given."""

    report: ReportRead
    text: str
    mentions: tuple[MentionRead, ...]
    mentions_total: int
    statements: tuple[Statement, ...]
    statements_total: int


def report_page(parts: Parts, principal: Principal, report_id: str) -> ReportPage:
    """One report in scope. Raises NotFound where it is not."""
    asked = Consultation(parts, principal, Permission.EXPAND, "report")
    limit = parts.settings.limits.entity_statements
    report = asked.reader.report(report_id)
    text = asked.reader.report_text(report_id)
    mentions_total, mentions = asked.reader.report_mentions(report_id, limit)
    total, statements = asked.reader.report_statements(report_id, limit)
    shown = [report_id, *(m.id for m in mentions), *(s.id for s in statements)]
    asked.release({"id": report_id}, Released(shown))
    return ReportPage(report, text, mentions, mentions_total, statements, total)


def latest_reports(parts: Parts, principal: Principal, limit: int = 5) -> tuple[int, tuple[ReportRead, ...]]:
    """The latest reports in scope, and how many there are in all."""
    asked = Consultation(parts, principal, Permission.SEARCH, "latest reports")
    total, reports = asked.reader.latest_reports(limit)
    asked.release({"limit": limit}, Released([r.source.report_id for r in reports]))
    return total, reports
