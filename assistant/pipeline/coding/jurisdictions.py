"""What differs between the places where care is coded, as a table behind one interface.

The rules themselves are named by their ids in ``knowledge/coding/rules_fr.toml``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.coding import CodeRole, Nomenclature
from assistant.domain.stay import RuleCitation, Setting
from assistant.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One setting. ``uncertain_counts``: a probable condition is coded as existing; ``related``: there is a DR;
    ``care_needed``: a secondary diagnosis needs proof of care."""

    setting: Setting
    nomenclature: Nomenclature
    main: CodeRole
    other: CodeRole
    related: bool
    uncertain_counts: bool
    care_needed: bool
    main_rule: str
    other_rule: str
    uncertain_rule: str


JURISDICTIONS: Mapping[Setting, Jurisdiction] = {
    each.setting: each
    for each in (
        Jurisdiction(
            Setting.FR_MCO, Nomenclature.CIM10, CodeRole.DP, CodeRole.DAS, True, False, True,
            "DP-MOTIF", "DAS-SOINS", "SUSPICION",
        ),
        Jurisdiction(
            Setting.US_INPATIENT, Nomenclature.ICD10CM, CodeRole.PRIMARY, CodeRole.SECONDARY, False, True, True,
            "US-PRINCIPAL", "US-SECONDARY", "US-PROBABLE",
        ),
        Jurisdiction(
            Setting.US_OUTPATIENT, Nomenclature.ICD10CM, CodeRole.PRIMARY, CodeRole.SECONDARY, False, False, False,
            "US-FIRST-LISTED", "US-SECONDARY", "US-OUTPATIENT-UNCERTAIN",
        ),
        Jurisdiction(
            Setting.GP, Nomenclature.CIM10, CodeRole.PRIMARY, CodeRole.SECONDARY, False, False, False,
            "GP-REASON", "GP-REASON", "SUSPICION",
        ),
    )
}  # fmt: skip


@lru_cache(maxsize=2)
def load_rules_text(file: Path) -> Mapping[str, RuleCitation]:
    """The rules by id. Raises ``ConfigError`` where the file is missing or a rule has no text or source."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return {id: RuleCitation(id, rule["text"], rule["source"]) for id, rule in table.items()}
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"The coding rules in {file} cannot be read: {error}", "Restore the file.") from error
