"""The location brief: what is reported at one place, told so that every sentence states its ground."""

from dataclasses import dataclass

from graphsvc.model.network import Source
from graphsvc.model.wording import as_of
from graphsvc.products import location_doubts, location_sections
from graphsvc.products.document import Document, Figure, ReportLine, Section
from graphsvc.products.location_annexes import annexes, coverage
from graphsvc.products.location_chart import chart
from graphsvc.products.location_draft import Draft
from graphsvc.products.location_facts import Facts, gather, ground, number_reports
from graphsvc.products.location_inputs import LocationBriefInputs, in_order
from graphsvc.products.naming import Labels, assign

KIND = "location brief"


@dataclass(frozen=True)
class LocationBrief:
    """A location brief: the document and what it was made from."""

    document: Document
    inputs: LocationBriefInputs


def build_location_brief(inputs: LocationBriefInputs) -> LocationBrief:
    """Write the brief. The same inputs always give the same document."""
    inputs = in_order(inputs)
    facts = gather(inputs)
    draft = Draft(inputs, facts, _labels(inputs, facts))
    reports = number_reports(_sources(inputs, facts))
    told = [section(draft) for section in (*location_sections.SECTIONS, _chart, *location_doubts.SECTIONS, coverage)]
    sections = tuple(s for s in told if s.blocks)
    return LocationBrief(_document(draft, (*sections, *annexes(draft, reports)), reports), inputs)


def _labels(inputs: LocationBriefInputs, facts: Facts) -> Labels:
    ordered = [inputs.place, *(i.entity for i in facts.involved)]
    for statement in (*facts.direct, *facts.false):
        ordered += [statement.from_entity, statement.to_entity]
    return assign(ordered, inputs.naming, inputs.described_as, frozenset({inputs.place.id}))


def _sources(inputs: LocationBriefInputs, facts: Facts) -> list[Source]:
    statements = [s.source for s in (*facts.statements, *facts.false, *inputs.admin)]
    return [*statements, *(m.source for m in inputs.mentions)]


def _chart(draft: Draft) -> Section:
    drawn = chart(draft.facts, draft.labels, draft.inputs.place, as_of(draft.inputs.issue.as_of))
    if drawn is None:
        return Section("Nearest links", ())
    svg, alt = drawn
    caption = "Nearest links of the place. The tables tell the same."
    return Section("Nearest links", (Figure(svg, alt, caption, ground(draft.facts.statements)),))


def _document(draft: Draft, sections: tuple[Section, ...], reports: tuple[ReportLine, ...]) -> Document:
    issue = draft.inputs.issue
    facts = (
        ("Place", f"{draft.place} ({draft.inputs.place.kind})" if draft.inputs.place.kind else draft.place),
        ("Period", draft.inputs.period.words),
        ("For", issue.recipient),
        ("Why", issue.reason),
        ("As of", as_of(issue.as_of)),
        ("Scope", issue.scope_words),
        ("Naming", draft.inputs.naming.words),
    )
    return Document(
        number=issue.number,
        kind=KIND,
        title=draft.place,
        subtitle=f"Location brief for {issue.panel_name}",
        marking=issue.marking,
        handling=f"{issue.panel_name} members only",
        as_of=issue.as_of,
        facts=tuple((k, v) for k, v in facts if v),
        sections=sections,
        reports=reports,
    )
