"""Any text in: no exception, and every span holds."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.facts import text_facts, transcript_facts
from assistant.pipeline.facts.numbers import quantities
from assistant.pipeline.facts.qualifiers import qualifiers_at
from assistant.pipeline.lexicon import load_lexicon
from tests.pipeline.facts.tagged import LEXICONS

LANGUAGES = st.sampled_from(["fr", "en"])
PIECES = st.sampled_from(
    [
        "pas de fièvre",
        ", ",
        ". ",
        "? ",
        "non",
        "oui",
        "120/80",
        "trente-huit cinq",
        "mg",
        "1 000",
        "½",
        "la tension",
        "Doliprane",
        "si",
        "ma mère",
        "œdème",
        "\n",
        "no",
        "fever",
        "allergic to",
        "penicillin",
        "blood pressure",
        "one twenty over eighty",
        "½",
        "2 g x 3/j",
        "12/03/2024",
        "euh non",
        "any",
        "Allergies :",
        "depuis",
        "ﬁèvre",
        "İ",
        "cent",
        "mille",
        "virgule",
        "et demi",
        "and a half",
        "point",
        "hundred",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS, LANGUAGES)
@example("FIEVRE0HUIT CINQ ET DEMI", "fr")
@example("fièvre à " + "9" * 400, "fr")
@example("fièvre à neuf" + " mille" * 400, "fr")
def test_a_note(text: str, language: str) -> None:
    lexicon = load_lexicon(LEXICONS, language)  # type: ignore[arg-type]
    for fact in text_facts(text, lexicon.language, lexicon):
        assert fact.text == fact.span.of(text) != ""
    mentions = quantities(text, lexicon.language, lexicon)
    assert all(mention.span.of(text) for mention in mentions)
    assert all(a.span.end <= b.span.start for a, b in zip(mentions, mentions[1:], strict=False))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(SpeakerRole)), TEXTS), max_size=6), LANGUAGES)
def test_a_dialogue(lines: list[tuple[SpeakerRole, str]], language: str) -> None:
    lexicon = load_lexicon(LEXICONS, language)  # type: ignore[arg-type]
    turns = tuple(Turn(role, role, text) for role, text in lines)
    for fact in transcript_facts(Transcript(lexicon.language, turns, "test"), lexicon):
        assert fact.text == fact.span.of(turns[fact.turn].text) != ""
        assert fact.role is turns[fact.turn].role
        assert fact.answers is None or fact.answers < fact.turn


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(0, 130), st.integers(0, 20), LANGUAGES)
def test_qualifiers_anywhere(text: str, start: int, length: int, language: str) -> None:
    start = min(start, len(text))
    qualifiers_at(text, Span(start, min(len(text), start + length)), load_lexicon(LEXICONS, language))  # type: ignore[arg-type]
