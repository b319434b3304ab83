"""Facts of a transcript or a note, by rule: what was said, about whom, how certain, and where."""

from functools import lru_cache

from assistant.domain.fact import Fact
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript
from assistant.pipeline.facts.corrections import with_superseded
from assistant.pipeline.facts.listening import Listener, placed
from assistant.pipeline.facts.reading import sentence_reading
from assistant.pipeline.facts.sections import allergens_listed, heading_of, under_heading
from assistant.pipeline.facts.sentences import sentence_facts
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.segmenting import turn_sentences
from assistant.pipeline.text import sentence_spans


def transcript_facts(transcript: Transcript, lexicon: Lexicon) -> tuple[Fact, ...]:
    """The facts of a dialogue, in order. What a question asks about counts only through its answer."""
    listener = Listener(lexicon)
    for index, (turn, sentences) in enumerate(zip(transcript.turns, turn_sentences(transcript), strict=True)):
        listener.hear(index, turn, sentences)
    return tuple(with_superseded(listener.facts, listener.marks))


@lru_cache(maxsize=2048)
def text_facts(text: str, language: Language, lexicon: Lexicon) -> tuple[Fact, ...]:
    """The facts of a note or any single text (``turn`` 0), under its headings. ``language`` is the lexicon's."""
    if language != lexicon.language:
        raise ValueError(f"a text in {language} needs the lexicon of that language, not {lexicon.language}")
    facts: list[Fact] = []
    section: str | None = None
    for span in sentence_spans(text):
        reading = sentence_reading(span.of(text), lexicon)
        section = heading_of(reading.text, lexicon) or section
        found = sentence_facts(reading) + (allergens_listed(reading) if section == "allergies" else [])
        ordered = sorted(found, key=lambda fact: fact.span)
        facts += [placed(under_heading(fact, section, reading), 0, SpeakerRole.UNKNOWN, span) for fact in ordered]
    return tuple(facts)
