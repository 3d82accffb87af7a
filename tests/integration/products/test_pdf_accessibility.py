"""Briefs before an independent judge: PDF/UA-1 by veraPDF, and the same bytes from another process."""

import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from graphsvc.products.evidence_bundle import freeze_bundle
from graphsvc.products.location_brief import build_location_brief
from graphsvc.products.manifest import sha256
from graphsvc.products.naming import Naming
from graphsvc.products.package import freeze, manifest_of, zip_bytes
from graphsvc.products.render.pdf import render_pdf
from tests.support import briefs, bundles
from tests.support.verapdf import check_ua1

NAMES = ("Zażółć Łódź", "محمد خان", "नमस्ते", "王小明", '#eval("x") *b* $x$ \\ @ref')


@pytest.mark.parametrize("events", [0, 1, 60, 900])
def test_a_brief_is_accessible(events: int, tmp_path: Path) -> None:
    """From an empty brief to one of 900 events, with names of many scripts: veraPDF passes it as PDF/UA-1."""
    path = tmp_path / "brief.pdf"
    path.write_bytes(render_pdf(build_location_brief(briefs.inputs(events, names=NAMES, naming=Naming.NAMES)).document))
    passed, said = check_ua1(path, home=tmp_path)
    assert passed, said


def test_the_written_part_of_a_bundle_is_accessible(tmp_path: Path) -> None:
    """Without appended pages the bundle passes as PDF/UA-1; with them it does not, and no longer claims to."""
    path = tmp_path / "bundle.pdf"
    path.write_bytes(freeze_bundle(bundles.inputs(30)).files["bundle.pdf"])
    passed, said = check_ua1(path, home=tmp_path)
    assert passed, said
    whole = freeze_bundle(bundles.inputs(30, bundles.mixed())).files["bundle.pdf"]
    path.write_bytes(whole)
    assert not check_ua1(path, home=tmp_path)[0]
    with pikepdf.open(path) as held:
        assert b"pdfuaid:part" not in held.Root.Metadata.read_bytes()
        assert {"/StructTreeRoot", "/MarkInfo"} <= set(held.Root.keys())


def test_the_judge_refuses_what_is_not_accessible(tmp_path: Path) -> None:
    """A PDF without tags does not pass: the judge judges."""
    import typst

    path = tmp_path / "plain.pdf"
    path.write_bytes(typst.compile(b"= Untagged", pdf_tags=False))  # type: ignore[arg-type]
    passed, _ = check_ua1(path, home=tmp_path)
    assert not passed


def test_another_process_makes_the_same_bytes() -> None:
    """Another process, another hash seed, another time zone and locale: the same product, byte for byte."""
    program = (
        "from tests.support import briefs\n"
        "from graphsvc.products.location_brief import build_location_brief\n"
        "from graphsvc.products.manifest import sha256\n"
        "from graphsvc.products.package import freeze, manifest_of, zip_bytes\n"
        "p = freeze(build_location_brief(briefs.inputs(40)))\n"
        "print(sha256(zip_bytes(p.files, manifest_of(p))))\n"
    )
    here = freeze(build_location_brief(briefs.inputs(40)))
    expected = sha256(zip_bytes(here.files, manifest_of(here)))
    root = Path(__file__).parents[3]
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": str(root)}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
        )
        assert done.stdout.strip() == expected
