"""What a viewer may see: the one function that turns a principal into a Scope.

Access classes are made by ``model.provenance.access_class``: ``open``, ``conditions:<agency>`` and ``agency:<agency>``.
A class of any other form is seen by nobody but the operator.
"""

from collections.abc import Collection, Iterable

from graphsvc.model.principal import Principal, Role, Scope
from graphsvc.security.permissions import may_see_cases

POLICE_AGENCIES = frozenset({"police"})
"""Agencies whose analysts, order officers and intake officers see every item handled under conditions."""

_CONDITIONS_ROLES = frozenset({Role.ANALYST, Role.ORDER_OFFICER, Role.INTAKE_OFFICER})


def scope_for(
    principal: Principal,
    access_classes: Iterable[str],
    purpose: str,
    *,
    police_agencies: Collection[str] = POLICE_AGENCIES,
) -> Scope:
    """The scope of ``principal`` over the access classes that exist, for one purpose.

    Everyone with access to cases sees ``open``, and what their own agency owns, with conditions or restricted to it.
    Police analysts, order officers and intake officers also see every item handled under conditions. The operator sees
    all. Whoever has no access to cases, the auditor for one, sees nothing.
    """
    if Role.OPERATOR in principal.roles:
        visible = frozenset(access_classes)
    elif may_see_cases(principal):
        all_conditions = principal.agency in police_agencies and not _CONDITIONS_ROLES.isdisjoint(principal.roles)
        visible = frozenset(c for c in access_classes if _sees(principal.agency, c, all_conditions=all_conditions))
    else:
        visible = frozenset()
    return Scope(viewer=principal.user_id, agency=principal.agency, visible=visible, purpose=purpose)


def _sees(agency: str, access_class: str, *, all_conditions: bool) -> bool:
    """Whether a viewer of ``agency`` sees this class. A class without its owner is nobody's, not everybody's."""
    kind, _, owner = access_class.partition(":")
    if access_class == "open":
        return True
    if not owner:
        return False
    if kind == "conditions":
        return all_conditions or owner == agency
    return kind == "agency" and owner == agency
