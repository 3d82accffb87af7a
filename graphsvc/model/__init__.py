"""The language of the service: entities, links, provenance and grading, network, scope, finding. Types only, no I/O."""
