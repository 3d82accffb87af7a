"""The container files: valid, closed, and naming only settings the service knows. They are not run here."""

import importlib.metadata
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from graphsvc.settings import known_names

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The Compose file."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    """The Compose specification's own JSON schema, as the package check-jsonschema carries it."""
    files = importlib.metadata.files("check-jsonschema") or []
    (path,) = [file for file in files if file.name == "compose-spec.json"]
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def test_compose_file_follows_the_specification(compose: dict[str, Any], specification: dict[str, Any]) -> None:
    """docker-compose.yml validates against the Compose specification."""
    jsonschema.validate(compose, specification)


@pytest.mark.parametrize(
    "spoilt", [{"healthchek": {}}, {"restart": 1}, {"ports": "8321"}, {"depends_on": {"neo4j": {"condition": "soon"}}}]
)
def test_the_validation_finds_mistakes(
    compose: dict[str, Any], specification: dict[str, Any], spoilt: dict[str, Any]
) -> None:
    """A misspelt key or a wrong kind of value does not validate: the test above can fail."""
    services = compose["services"] | {"graphsvc": compose["services"]["graphsvc"] | spoilt}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(compose | {"services": services}, specification)


def test_only_known_settings_are_set(compose: dict[str, Any]) -> None:
    """Every GRAPHSVC_ name in the container files is a setting: an unknown one would stop the service."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    named = set(re.findall(r"GRAPHSVC_\w+", text)) | set(compose["services"]["graphsvc"]["environment"])

    assert named
    assert named <= known_names()


def test_neo4j_is_reached_by_the_service_alone(compose: dict[str, Any]) -> None:
    """Bolt is not published, and its network leads nowhere else."""
    neo4j = compose["services"]["neo4j"]

    assert "ports" not in neo4j
    assert neo4j["networks"] == ["store"]
    assert compose["networks"]["store"] == {"internal": True}


def test_service_is_published_on_loopback_only(compose: dict[str, Any]) -> None:
    """What ends TLS stands in front of it on the same host."""
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["graphsvc"]["ports"])


def test_no_secret_stands_in_a_container_file(compose: dict[str, Any]) -> None:
    """Passwords come from secret files, which neither git nor the image ever sees."""
    values = [str(v) for service in compose["services"].values() for v in service["environment"].items()]

    assert all(secret["file"].startswith("./secrets/") for secret in compose["secrets"].values())
    assert not [value for value in values if re.search(r"(?i)password|auth'", value) and "/run/secrets/" not in value]
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()[1] == "*"


def test_every_container_has_a_health_check_volume_and_restart(compose: dict[str, Any]) -> None:
    """Each service is watched, restarted, waited for, and keeps its data in a named volume."""
    for service in compose["services"].values():
        named = {volume.split(":")[0] for volume in service["volumes"]}
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"
        assert named <= set(compose["volumes"])
    assert compose["services"]["graphsvc"]["depends_on"]["neo4j"]["condition"] == "service_healthy"


def test_service_does_not_run_as_root(compose: dict[str, Any]) -> None:
    """The image ends with an ordinary account, and the container has no rights beyond it."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    (user,) = [line for line in lines if line.startswith("USER ")]

    assert user.split()[1].split(":")[0] not in {"0", "root"}
    assert compose["services"]["graphsvc"]["cap_drop"] == ["ALL"]
    assert compose["services"]["graphsvc"]["read_only"] is True


def test_files_say_that_they_were_not_run() -> None:
    """The reader is told what of this nobody has tried."""
    for name in ("docker-compose.yml", "Dockerfile"):
        text = " ".join((ROOT / name).read_text(encoding="utf-8").replace("#", " ").split()).lower()
        assert "not been run in the tests" in text or "not run in the tests" in text
