"""Following a model at its work: its words as it writes them, each section once it is verified."""

from typing import Any

import pytest

from assistant.domain.draft import Section
from assistant.domain.proposal import Writing
from assistant.domain.transcript import Transcript
from assistant.engines.chat_json import JsonChat
from assistant.engines.llamacpp import LlamaCppChat
from assistant.engines.model_files import embedded_gguf
from assistant.errors import EngineFailed, StateError
from assistant.pipeline.drafting.overhearing import Follower
from tests.pipeline.drafting.conftest import drafted
from tests.pipeline.drafting.scripted import ScriptedChat, copied, in_plan, model_draft


class Notes(Follower):
    """Keeps what it is told, in the order told."""

    def __init__(self) -> None:
        self.told: list[Writing | Section] = []

    def writes(self, writing: Writing) -> None:
        self.told.append(writing)

    def finished(self, section: Section) -> None:
        self.told.append(section)

    def written(self) -> list[Writing]:
        return [one for one in self.told if isinstance(one, Writing)]

    def sections(self) -> list[Section]:
        return [one for one in self.told if isinstance(one, Section)]


def lied(user: str, ids: list[str]) -> dict[str, Any]:
    return {"sentences": [{"text": "Morphine 10 mg six fois par jour.", "evidence": ids[:1]}]}


@pytest.mark.parametrize("fixture", ["visit_fr", "visit_en"])
def test_words_of_a_section_come_before_it_is_finished_and_before_the_next(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    notes = Notes()
    draft = model_draft(ScriptedChat(copied), request.getfixturevalue(fixture), follower=notes).draft
    keys = [one.section if isinstance(one, Writing) else one.key for one in notes.told]
    assert list(dict.fromkeys(keys)) == [section.key for section in draft.sections]
    assert keys == sorted(keys, key=list(dict.fromkeys(keys)).index)
    assert tuple(notes.sections()) == draft.sections


def test_a_lie_is_heard_and_never_in_a_finished_section(visit_fr: Transcript) -> None:
    notes = Notes()
    model_draft(ScriptedChat(in_plan(lied)), visit_fr, follower=notes)
    assert any("Morphine" in one.text for one in notes.written())
    assert not any("Morphine" in one.text for section in notes.sections() for one in section.sentences)


def test_a_follower_who_has_enough_stops_the_model(visit_en: Transcript) -> None:
    class Leaves(Follower):
        def finished(self, section: Section) -> None:
            raise StateError("Nobody waits.")

    chat = ScriptedChat(copied)
    with pytest.raises(StateError):
        model_draft(chat, visit_en, follower=Leaves())
    assert len({user for _, user, _ in chat.seen}) <= 2


def test_sections_of_a_model_that_fails_are_finished_without_it(visit_fr: Transcript) -> None:
    def broken(user: str, ids: list[str]) -> dict[str, Any]:
        raise EngineFailed("broken JSON")

    notes = Notes()
    model_draft(ScriptedChat(broken), visit_fr, follower=notes)
    assert notes.written() == [] and tuple(notes.sections()) == drafted(visit_fr).sections


def test_the_embedded_model_is_heard_at_work(visit_en: Transcript) -> None:
    class First(Follower):
        def writes(self, writing: Writing) -> None:
            if len(writing.text.split()) > 2:
                raise StateError(writing.text)

    model = JsonChat(LlamaCppChat(model_path=embedded_gguf(), n_threads=1))
    with pytest.raises(StateError) as heard:
        model_draft(model, visit_en, follower=First())
    assert len(str(heard.value).split()) == 3
