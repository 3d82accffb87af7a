"""Writes the schema and merge statements from the declarations in ``model`` into ``cypher/generated``.

Run by ``make fix``; a house test holds the committed files equal to what this gives. Labels and types in them come from
the declarations alone, so no label ever comes from input.
"""

from pathlib import Path

from graphsvc.model.entities import ENTITY_TYPES, EntityType
from graphsvc.model.links import LINK_TYPES, LinkType
from graphsvc.store.catalogue import CYPHER_ROOT

NOTE = "// Generated from graphsvc/model by `make fix`. Do not edit.\n"
RELATIONSHIPS = ("MENTIONS", *(t.name for t in LINK_TYPES))


def generated_files() -> dict[str, str]:
    """Path below ``cypher/generated`` -> text, for every generated file."""
    files = {"schema.cypher": _schema()}
    files |= {f"merge_{snake(t.name)}.cypher": _merge_entity(t) for t in ENTITY_TYPES}
    files |= {f"write_{t.name.lower()}.cypher": _write_link(t) for t in LINK_TYPES}
    return files


def write_generated(root: Path) -> list[str]:
    """Write every file below ``root`` and remove the ones no declaration stands for. Returns the changed names."""
    root.mkdir(parents=True, exist_ok=True)
    wanted, changed = generated_files(), []
    for path in root.glob("*.cypher"):
        if path.name not in wanted:
            path.unlink()
            changed.append(path.name)
    for name, text in wanted.items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed


def snake(name: str) -> str:
    """A declared name as it stands in file names: ``OnlineAccount`` becomes ``online_account``."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _schema() -> str:
    statements = [
        *(
            _unique_node(label, key)
            for label, key in (
                ("Entity", "id"),
                ("Report", "id"),
                ("SearchTerm", "key"),
                ("Change", "id"),
                ("Store", "name"),
                ("AccessClass", "name"),
            )
        ),
        *(
            f"CREATE CONSTRAINT {t.lower()}_id IF NOT EXISTS FOR ()-[r:{t}]-() REQUIRE r.id IS UNIQUE;"
            for t in RELATIONSHIPS
        ),
        *(f"CREATE INDEX {t.lower()}_report IF NOT EXISTS FOR ()-[r:{t}]-() ON (r.report_id);" for t in RELATIONSHIPS),
        "CREATE INDEX mentions_source_ref IF NOT EXISTS FOR ()-[r:MENTIONS]-() ON (r.source_ref);",
        "CREATE TEXT INDEX search_term_form IF NOT EXISTS FOR (t:SearchTerm) ON (t.form);",
        "CREATE TEXT INDEX search_term_confusable IF NOT EXISTS FOR (t:SearchTerm) ON (t.confusable);",
        "CREATE FULLTEXT INDEX search_names IF NOT EXISTS FOR (n:NameTerm) ON EACH [n.form] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};",
    ]
    return NOTE + "// Constraints and indexes; every statement may run again.\n" + "\n".join(statements) + "\n"


def _unique_node(label: str, key: str) -> str:
    return f"CREATE CONSTRAINT {snake(label)}_{key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE;"


def _merge_entity(declared: EntityType) -> str:
    return (
        f"{NOTE}// Make each {declared.label} that is not there yet.\n// param rows: LIST OF STRING, ids\n"
        "UNWIND $rows AS id\n"
        "MERGE (e:Entity {id: id})\n"
        f"  ON CREATE SET e:{declared.name}\n"
    )


def _write_link(declared: LinkType) -> str:
    return (
        f"{NOTE}// Write each {declared.name} assertion that is not there yet. {declared.description}\n"
        "// param rows: LIST OF MAP {id, from_id, to_id, properties}\n// return written: INTEGER\n"
        "UNWIND $rows AS row\n"
        "MATCH (a:Entity {id: row.from_id})\n"
        "MATCH (b:Entity {id: row.to_id})\n"
        f"WHERE {_ends(declared)}\n"
        f"MERGE (a)-[l:{declared.name} {{id: row.id}}]->(b)\n"
        "  ON CREATE SET l += row.properties\n"
        "RETURN count(l) AS written\n"
    )


def _ends(declared: LinkType) -> str:
    """Only entities of the declared types may stand at the two ends."""
    return " OR ".join(f"(a:{first} AND b:{second})" for first, second in declared.ends)


if __name__ == "__main__":
    write_generated(CYPHER_ROOT / "generated")
