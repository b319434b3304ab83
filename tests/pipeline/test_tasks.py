"""Tasks for the secretary: what is to be done and nothing else, each with the evidence of its sentence."""

from pathlib import Path
from typing import Any

import pytest

from assistant.domain.draft import Draft, Provenance, ReportKind, Section, Sentence
from assistant.domain.evidence import SegmentEvidence
from assistant.domain.span import Span
from assistant.errors import ConfigError
from assistant.pipeline.tasks import find_tasks, load_task_words

FOLDER = Path(__file__).parents[2] / "knowledge" / "tasks"
SAID = (SegmentEvidence(3, Span(0, 9)),)


def tasks(language: Any, *texts: str, key: str = "plan") -> list[tuple[str, str, bool]]:
    sentences = tuple(Sentence(f"{key}-{n}", text, SAID) for n, text in enumerate(texts))
    sections = (Section(key, key, sentences),)
    draft = Draft(ReportKind.CONSULTATION, language, "x", sections, Provenance("extractive", None))
    found = find_tasks(draft, load_task_words(FOLDER, language))
    assert all(task.evidence == SAID and task.sentence_id.startswith(key) for task in found)
    return [(str(task.kind), task.text, task.conditional) for task in found]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Prise de sang : NFS, CRP.", [("test", "Prise de sang : NFS, CRP", False)]),
        ("fr", "Revoir dans 10 jours.", [("appointment", "Revoir dans 10 jours", False)]),
        ("fr", "Avis cardiologique.", [("letter", "Avis cardiologique", False)]),
        (
            "fr",
            "« On fera une radio de contrôle, et je vous adresse au kiné ».",
            [("test", "On fera une radio de contrôle", False), ("letter", "Je vous adresse au kiné", False)],
        ),
        ("fr", "Si la douleur persiste, radio du genou.", [("test", "Si la douleur persiste, radio du genou", True)]),
        ("fr", "Pas besoin de radio.", []),
        ("fr", "Paracétamol 1 g, 3/j, pendant 5 jours.", []),
        ("fr", "Repos 48 heures.", []),
        ("en", "Order a CBC and a metabolic panel.", [("test", "Order a CBC, a metabolic panel", False)]),
        ("en", "Refer to cardiology.", [("letter", "Refer to cardiology", False)]),
        ("en", "Review in 2 weeks.", [("appointment", "Review in 2 weeks", False)]),
        ("en", "If no better, chest x-ray.", [("test", "If no better, chest x-ray", True)]),
        ("en", "No need for an x-ray.", []),
        ("en", "Paracetamol 500 mg, 2/day.", []),
    ],
)
def test_a_sentence_leaves_these_tasks(language: Any, text: str, found: list[tuple[str, str, bool]]) -> None:
    assert tasks(language, text) == found


def test_what_was_done_or_found_is_no_task() -> None:
    assert tasks("fr", "Prise de sang normale.", key="tests") == []
    assert tasks("en", "Chest x-ray was clear.", key="exam") == []


def test_each_task_is_named_once() -> None:
    assert len(tasks("fr", "Revoir dans 10 jours.", "Revoir dans 10 jours.")) == 1


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        load_task_words(tmp_path, "fr")
