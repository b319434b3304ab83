"""The language model as judge: what it is asked, what becomes of its answer, and what it may not clear."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import entailer
from assistant.config import Settings
from assistant.domain.context import PatientContext
from assistant.domain.finding import FindingType, NoteCheck, Verdict
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.engines.chat_json import JsonChat
from assistant.engines.llamacpp import LlamaCppChat
from assistant.engines.model_files import embedded_gguf
from assistant.errors import ConfigError, EngineFailed
from assistant.pipeline.checking import check_note
from assistant.pipeline.checking.judge import Judge
from assistant.pipeline.checking.opinions import with_opinions
from assistant.pipeline.lexicon import load_lexicon

HOME = Path(__file__).parents[3]
PROMPT = HOME / "prompts" / "judge.md"
VISIT = Transcript("fr", (Turn("P", SpeakerRole.PATIENT, "J'ai mal au genou droit depuis lundi."),), "test")


class Scripted:
    """Answers every question with ``held``, and keeps what it was asked."""

    name = "scripted"

    def __init__(self, held: int) -> None:
        self.held, self.asked = held, list[str]()

    def answer(self, system: str, user: str, schema: dict[str, Any], max_tokens: int) -> dict[str, Any]:
        self.asked.append(user)
        return {"held": self.held}

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        raise AssertionError("a judge is asked for an object")


class Broken(Scripted):
    """Never answers in the schema."""

    def answer(self, system: str, user: str, schema: dict[str, Any], max_tokens: int) -> dict[str, Any]:
        raise EngineFailed("The language model's answer is not JSON.", "Use another model.")


def checked(note: str) -> NoteCheck:
    return check_note(note, VISIT, PatientContext(), load_lexicon(HOME / "knowledge" / "lexicons", "fr"))


def test_it_is_asked_with_what_was_said_and_moves_the_score_half_of_the_way() -> None:
    chat, plain = Scripted(90), checked("Gonalgie droite depuis lundi.")
    judged = with_opinions(plain, VISIT, Judge(chat, PROMPT))
    assert "J'ai mal au genou droit depuis lundi." in chat.asked[0]
    assert "Gonalgie droite depuis lundi." in chat.asked[0]
    assert judged.claims[0].score == pytest.approx((plain.claims[0].score + 0.9) / 2, abs=1e-4)


def test_it_clears_no_wrong_side() -> None:
    (claim,) = with_opinions(checked("Gonalgie gauche depuis lundi."), VISIT, Judge(Scripted(100), PROMPT)).claims
    assert FindingType.LATERALITY_SITE in [finding.type for finding in claim.findings]
    assert claim.verdict is Verdict.CONTRADICTED


def test_a_judge_that_does_not_answer_is_an_error_that_is_said() -> None:
    with pytest.raises(EngineFailed):
        with_opinions(checked("Gonalgie droite."), VISIT, Judge(Broken(0), PROMPT))


def test_a_prompt_without_its_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "judge.md"
    path.write_text("---\nid: judge\nversion: 1\n---\n\n# system\n\nJudge.\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="user"):
        Judge(Scripted(0), path)


def test_the_embedded_model_answers_as_a_judge() -> None:
    model = embedded_gguf()
    assert model is not None
    chat = JsonChat(LlamaCppChat(model_path=model, n_ctx=1024, n_threads=1))
    (share,) = Judge(chat, PROMPT).entails([("j'ai mal au genou droit", "Gonalgie droite.")])
    assert 0 <= share <= 1


def test_two_second_opinions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Two second opinions"):
        entailer(Settings(judge=True, entailment_model=tmp_path))
