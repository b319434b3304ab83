"""Guideline cards offered beside a visit: ``python -m eval.offering``.

``guideline_offers.tsv`` holds visits of one exchange (what the patient says / what the clinician says) with the cards
that are about what is concluded or treated; none where no card is. Written for this measure, before it was first taken.
"""

import csv
from pathlib import Path

from assistant.bootstrap import passage_retriever
from assistant.config import Settings
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.citing import offer_passages
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.ports import PassageRetriever
from eval.harness import Measure, report

CASES = Path(__file__).parent / "guideline_offers.tsv"


def offers(retriever: PassageRetriever, lexicons: Path) -> list[Measure]:
    """Of the cards offered, those that are right; of the right ones, those offered (two for one problem: either)."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    right = made = wanted = found = 0
    for row in rows:
        language: Language = "fr" if row["language"] == "fr" else "en"
        facts = transcript_facts(_visit(row["visit"], language), load_lexicon(lexicons, language))
        cards = {one.passage.id.split("#")[0] for one in offer_passages(facts, retriever, language)}
        expected = set(filter(None, row["cards"].split("|")))
        right, made = right + len(cards & expected), made + len(cards)
        wanted, found = wanted + bool(expected), found + bool(cards & expected)
    return [
        Measure("guideline offers: precision", right / max(1, made), made),
        Measure("guideline offers: visits with their card", found / wanted, wanted),
    ]


def _visit(said: str, language: Language) -> Transcript:
    roles = (SpeakerRole.PATIENT, SpeakerRole.CLINICIAN)
    turns = tuple(Turn(role, role, text) for role, text in zip(roles, said.split(" / "), strict=True))
    return Transcript(language, turns, "case")


def main() -> None:
    """Print the table, and write it to ``out/offering.json``."""
    settings = Settings()
    report("offering", offers(passage_retriever(settings), settings.lexicons), {})


if __name__ == "__main__":
    main()
