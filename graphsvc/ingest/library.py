"""Finds and loads mappings: the built-in ones by name, a user's own by path."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from graphsvc.errors import InputError
from graphsvc.ingest.checks import check_mapping
from graphsvc.ingest.mapping import Mapping

BUILT_IN = Path(__file__).parent / "mappings"
EXAMPLE = Path(__file__).parent / "example"
SIZE_LIMIT = 1 << 20
GUIDE = "Correct the mapping file and try again."


class _Loader(yaml.SafeLoader):
    """Plain YAML: no aliases (a few lines of them unfold to gigabytes), every key plain text and given once."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases are not allowed here", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key is not plain text", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} is given twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def list_mappings() -> tuple[str, ...]:
    """The names of the built-in mappings."""
    return tuple(sorted(p.stem for p in BUILT_IN.glob("*.yaml")))


def example_files() -> tuple[Path, ...]:
    """The files of the small built-in example, to be read with the mapping ``example``: for trying things, and for tests."""
    return tuple(sorted(EXAMPLE.glob("*.csv")))


def load_mapping(name_or_path: str | Path) -> Mapping:
    """The mapping of this built-in name, or in this file, checked against the model's declarations."""
    path = _find(name_or_path)
    try:
        mapping = Mapping.model_validate(_parse(path))
    except ValidationError as error:
        raise InputError(f"Mapping {path.name}: {_explain(error)}.", next_step=GUIDE) from None
    except RecursionError:
        raise InputError(f"Mapping {path.name}: it is nested too deeply.", next_step=GUIDE) from None
    check_mapping(mapping)
    return mapping


def _find(name_or_path: str | Path) -> Path:
    if isinstance(name_or_path, str) and name_or_path in list_mappings():
        return BUILT_IN / f"{name_or_path}.yaml"
    path = Path(name_or_path)
    if not path.is_file():
        raise InputError(
            f"There is no mapping {path.name}.",
            next_step=f"Name one of {', '.join(list_mappings())}, or the path of a mapping file.",
        )
    return path


def _parse(path: Path) -> Any:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise InputError(f"Mapping {path.name}: it is larger than {SIZE_LIMIT:,} bytes.", next_step=GUIDE)
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 (a SafeLoader, made stricter)
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise InputError(f"Mapping {path.name}: {where}{error.problem or 'not YAML'}.", next_step=GUIDE) from None
    except (yaml.YAMLError, ValueError):
        raise InputError(f"Mapping {path.name}: it is not YAML in UTF-8.", next_step=GUIDE) from None
    except (OSError, RecursionError):
        raise InputError(f"Mapping {path.name}: it cannot be read.", next_step=GUIDE) from None


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{where}: {message[:1].lower()}{message[1:]}" if where else message
