"""Rendering: every sentence is exactly where its span says."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.draft import Draft, Provenance, ReportKind, Section, Sentence
from assistant.pipeline.rendering import render

_LINES = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def _draft(sections: tuple[Section, ...], language: str = "fr") -> Draft:
    return Draft(
        kind=ReportKind.CONSULTATION,
        language=language,  # type: ignore[arg-type]
        title="Titre",
        sections=sections,
        provenance=Provenance("test", None),
        footer="Pied de page.",
    )


@given(st.lists(st.lists(_LINES, max_size=4), max_size=5))
def test_spans_cover_exactly_their_sentence(contents: list[list[str]]) -> None:
    sections = tuple(
        Section(f"s{number}", f"Titre {number}", tuple(Sentence(f"{number}-{at}", one) for at, one in enumerate(lines)))
        for number, lines in enumerate(contents)
    )
    report = render(_draft(sections))
    written = [one for lines in contents for one in lines if one.strip()]
    assert [placed.span.of(report.text) for placed in report.placed] == written
    spans = [placed.span for placed in report.placed]
    assert all(first.end < second.start for first, second in zip(spans, spans[1:], strict=False))


def test_whole_report() -> None:
    sections = (
        Section("reason", "Motif", (Sentence("1", "Toux."), Sentence("2", "Fièvre 😷."))),
        Section("empty", "Vide", ()),
        Section("allergies", "Allergies", (), "Non précisé."),
    )
    assert render(_draft(sections)).text == (
        "Titre\n\nMotif :\nToux.\nFièvre 😷.\n\nAllergies :\nNon précisé.\n\nPied de page.\n"
    )


def test_a_placeholder_is_no_sentence_and_yields_to_one() -> None:
    empty = render(_draft((Section("allergies", "Allergies", (), "Not stated."),), "en"))
    assert "Allergies:\nNot stated." in empty.text and empty.placed == ()
    filled = render(_draft((Section("allergies", "Allergies", (Sentence("1", "Latex."),), "Not stated."),), "en"))
    assert "Not stated." not in filled.text
    assert [placed.section_key for placed in filled.placed] == ["allergies"]
