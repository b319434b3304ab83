"""Templates: the delivered ones are whole, and broken ones are refused with a hint."""

import shutil
from pathlib import Path

import pytest

from assistant.domain.draft import ReportKind
from assistant.domain.language import LANGUAGES, Language
from assistant.errors import ConfigError
from assistant.pipeline.drafting import load_template
from tests.pipeline.drafting.conftest import TEMPLATES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ReportKind)
def test_delivered_templates_hold_every_topic_of_the_wording(kind: ReportKind, language: Language) -> None:
    template = load_template(TEMPLATES, kind, language)
    topics = {rule.topic for rule in template.topics} | {cue.topic for cue in template.wording.cues}
    homeless = {topic for topic in topics if template.section_of(topic) is None}
    # A visit to the practice has no stay: what belongs to one has no section there. A patient is told what he has and
    # what to do, and not his own history again.
    told = {"events", "pending", "exam", "tests", "history", "family", "lifestyle", "present_illness"}
    spared = {ReportKind.CONSULTATION: {"events", "pending"}, ReportKind.PATIENT_SUMMARY: told}
    assert homeless <= spared.get(kind, set())
    assert topics <= set(template.wording.weights)
    assert len({section.key for section in template.sections}) == len(template.sections)


def test_a_practice_can_edit_a_section(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    file = folder / "consultation.fr.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('title = "Motif"', 'title = "Motif de la visite"'))
    assert load_template(folder, ReportKind.CONSULTATION, "fr").sections[0].title == "Motif de la visite"


@pytest.mark.parametrize("broken", ["title = ", "id = 1\n", ""])
def test_a_broken_template_is_refused(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    (folder / "consultation.en.toml").write_text(broken)
    with pytest.raises(ConfigError) as refused:
        load_template(folder, ReportKind.CONSULTATION, "en")
    assert refused.value.hint


def test_a_template_of_another_language_is_refused() -> None:
    with pytest.raises(ConfigError):
        load_template(TEMPLATES, ReportKind.CONSULTATION, "fr").check_language("en")
