"""A template from example notes: their headings, order and length, a place for every topic, none of their words."""

from pathlib import Path

import pytest

from assistant.domain.draft import ReportKind
from assistant.errors import InputError
from assistant.pipeline.drafting import load_template
from assistant.pipeline.drafting.proposing import propose
from tests.pipeline.drafting.conftest import TEMPLATES

ONE = """Motif : renouvellement
Histoire de la maladie : fatigue depuis un mois, Monsieur Secret
ANTÉCÉDENTS
HTA, appendicectomie
Allergies : pénicilline
Examen clinique : TA 13/8
Conclusion : HTA équilibrée
Conduite à tenir : revoir dans 3 mois
Cotation :
G
"""
TWO = """Motif : toux
Histoire de la maladie : toux sèche
Examen clinique : auscultation libre
Conclusion : bronchite
Conduite à tenir : repos
"""


def test_sections_order_obligation_and_length_are_the_notes(tmp_path: Path) -> None:
    base = load_template(TEMPLATES, ReportKind.CONSULTATION, "fr")
    proposal = propose([ONE, TWO], base)
    assert proposal.unknown == ("Cotation",)
    assert "Secret" not in proposal.text and "appendic" not in proposal.text
    for name in ("topics.toml", "wording.fr.toml"):
        (tmp_path / name).write_bytes((TEMPLATES / name).read_bytes())
    (tmp_path / "consultation.fr.toml").write_text(proposal.text, encoding="utf-8")
    made = load_template(tmp_path, ReportKind.CONSULTATION, "fr")
    assert [section.key for section in made.sections] == [
        "reason", "present_illness", "history", "allergies", "exam", "assessment", "plan",
    ]  # fmt: skip
    assert [section.title for section in made.sections][2] == "Antécédents"
    required = {section.key for section in made.sections if section.required}
    assert required == {"reason", "present_illness", "exam", "assessment", "plan"}
    topics = {topic for section in base.sections for topic in section.takes}
    assert all(made.section_of(topic) for topic in topics)
    assert dict(made.max_words)["short"] == 40
    assert made.header == base.header and made.footer == base.footer


def test_one_note_or_notes_without_headings_are_not_enough() -> None:
    base = load_template(TEMPLATES, ReportKind.CONSULTATION, "fr")
    with pytest.raises(InputError, match="two notes"):
        propose([ONE], base)
    with pytest.raises(InputError, match="No known headings"):
        propose(["Rien.", "Rien non plus."], base)
