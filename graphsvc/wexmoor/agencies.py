"""The agencies: what each calls itself, how late and how carefully it writes, what it knows, how it grades."""

from dataclasses import dataclass

Mix = tuple[tuple[tuple[str, str], float], ...]


@dataclass(frozen=True)
class Habits:
    """How an agency writes. Shares are of the rows that could carry the mistake.

    ``child_references``: of how many children it holds the partnership's number. ``delay_days``: how long it takes to write
    things down, usually and at most.
    """

    agency: str
    delay_days: tuple[int, int]
    number_step: int
    prefix: str
    child_references: float
    misspelt: float
    reversed: float
    nickname: float
    born_wrong: float
    plate_wrong: float
    old_address: float
    wrong_town: float
    month_only: float
    birth_dates: float = 0.8
    broken: float = 0.004
    grades: Mix = ()


POLICE_GRADES: Mix = (
    (("1", "A"), 0.18), (("1", "B"), 0.05), (("1", "C"), 0.10), (("2", "A"), 0.17), (("2", "B"), 0.06), (("2", "C"), 0.18),
    (("2", "D"), 0.18), (("3", "C"), 0.03), (("3", "D"), 0.03), (("3", "E"), 0.02),
)  # fmt: skip

POLICE = "Wexmoor Police"
SOCIAL_CARE = "Wexmoor Children's Social Care"
HEALTH = "Wexmoor Health"
EDUCATION = "Wexmoor Education"
LANTERN = "Safe Lantern"
HARBOUR = "Harbour House"
LICENSING = "Wexmoor Licensing"
HOMES = "Wexmoor Children's Homes"

HABITS: dict[str, Habits] = {
    POLICE: Habits(
        POLICE, (0, 4), 7_350_061, "WXP", 0.9, 0.05, 0.03, 0.03, 0.02, 0.08, 0.10, 0.02, 0.03, grades=POLICE_GRADES
    ),
    SOCIAL_CARE: Habits(SOCIAL_CARE, (1, 6), 2_914_807, "SC", 0.97, 0.03, 0.01, 0.06, 0.01, 0.15, 0.05, 0.01, 0.08),
    HEALTH: Habits(HEALTH, (2, 21), 5_102_939, "WH", 0.85, 0.06, 0.12, 0.01, 0.03, 0.30, 0.15, 0.03, 0.30),
    EDUCATION: Habits(EDUCATION, (0, 3), 1_730_141, "PUP", 0.95, 0.02, 0.01, 0.10, 0.01, 0.20, 0.08, 0.01, 0.02),
    LANTERN: Habits(LANTERN, (2, 12), 3_660_353, "SL", 0.7, 0.08, 0.01, 0.25, 0.02, 0.20, 0.05, 0.02, 0.15, 0.4),
    HARBOUR: Habits(HARBOUR, (5, 40), 8_209_241, "HH", 0.0, 0.12, 0.02, 0.40, 0.04, 0.40, 0.05, 0.06, 0.45, 0.2),
    LICENSING: Habits(LICENSING, (1, 10), 6_480_203, "LIC", 0.0, 0.03, 0.15, 0.0, 0.0, 0.02, 0.05, 0.01, 0.02, 0.0),
    HOMES: Habits(HOMES, (0, 2), 4_015_519, "RES", 0.98, 0.03, 0.01, 0.20, 0.01, 0.12, 0.02, 0.01, 0.01),
}

NAMESPACES: dict[str, str] = {
    POLICE: "wexmoor.police", SOCIAL_CARE: "wexmoor.care", HEALTH: "wexmoor.health", EDUCATION: "wexmoor.education",
    LANTERN: "wexmoor.lantern", HARBOUR: "wexmoor.harbour", LICENSING: "wexmoor.licensing", HOMES: "wexmoor.homes",
}  # fmt: skip
"""The name space under which the mapping keeps each agency's own numbers."""

GAZETTEER: dict[str, float] = {HEALTH: 0.7, LANTERN: 0.8}
"""Of how many places these agencies know the property number; the others know all."""
