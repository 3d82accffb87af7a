"""A view is of one moment, in one order, and safe to ask for while others write."""

import threading

import numpy as np

from graphsvc.model.view import LINK_CODE, NetworkView
from tests.support.case_file import CaseFile


def bulk(case: CaseFile, reports: int, people: int) -> None:
    """Write ``reports`` reports that each link everybody to the first person."""
    writer = case.store.writer()
    for name in range(reports):
        report = case.report(f"r{name}")
        case.write(
            report,
            *(case.mention(report, f"p{i}", name=f"P {i}") for i in range(people)),
            *(case.link(report, f"p{i}", "KNOWS", "p0") for i in range(1, people)),
            writer=writer,
        )


def whole(view: NetworkView) -> bool:
    """Whether every number of a view points into its tables, and both ends are seen."""
    ends = np.concatenate([view.link_from, view.link_to])
    return bool(
        (ends < len(view.entity_ids)).all()
        and (ends >= 0).all()
        and view.entity_seen[ends].all()
        and (view.link_report < len(view.reports)).all()
        and (view.link_role < len(view.roles)).all()
    )


def test_views_taken_while_others_write_are_whole(case: CaseFile) -> None:
    """No view points at what it does not hold, none goes back, and the last one has everything."""
    bulk(case, 1, 2)
    views: list[NetworkView] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def look() -> None:
        try:
            while not done.is_set():
                views.append(case.store.snapshots.view(case.scope()))
        except BaseException as fault:
            faults.append(fault)

    watchers = [threading.Thread(target=look) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    bulk(case, 8, 10)
    done.set()
    for watcher in watchers:
        watcher.join()
    last = case.store.snapshots.view(case.scope())
    assert faults == []
    assert all(whole(view) for view in [*views, last])
    assert (len(last.link_ids), len(last.entity_ids), len(last.reports)) == (8 * 9, 10, 8)
    assert all(view.link_type[i] == LINK_CODE["KNOWS"] for view in views for i in range(len(view.link_ids)))


def test_rows_stand_in_the_order_of_their_ids(case: CaseFile) -> None:
    """Entities and links are sorted, so that an analysis of the same data sees the same arrays."""
    bulk(case, 3, 10)
    view = case.store.snapshots.view(case.scope())
    assert list(view.entity_ids) == sorted(view.entity_ids)
    assert list(view.link_ids) == sorted(view.link_ids)


def test_every_link_keeps_its_own_ends(case: CaseFile) -> None:
    """A thousand links arrive whole, whatever shares a column with them on the way."""
    report = case.report()
    mentions = [case.mention(report, f"p{i}", name=f"P {i}") for i in range(1000)]
    links = [case.link(report, f"p{i}", "KNOWS", f"p{i + 1}", role=f"role {i % 3}") for i in range(999)]
    case.write(report, *mentions, *links)
    view = case.store.snapshots.view(case.scope())
    told = {
        view.link_id_of(i): (
            view.id_of(int(view.link_from[i])),
            view.id_of(int(view.link_to[i])),
            view.roles[view.link_role[i]],
        )
        for i in range(len(view.link_ids))
    }
    assert told == {link.id: (link.from_id, link.to_id, link.role) for link in links}


def test_relationships_of_another_making_are_left_out(case: CaseFile) -> None:
    """What the service did not write (no id, no report, no declared type) breaks no view and is in none."""
    bulk(case, 1, 3)
    case.store.driver.execute_query(
        "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) "
        "CREATE (a)-[:KNOWS {visibility: $visible}]->(b), (a)-[:HAUNTS {id: 'x', report_id: 'y', visibility: $visible}]->(b)",
        a=case.id("p0"),
        b=case.id("p1"),
        visible=case.own,
    )
    view = case.store.snapshots.view(case.scope())
    assert (len(view.link_ids), whole(view)) == (2, True)
