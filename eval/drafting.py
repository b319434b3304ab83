"""What the extractive drafter keeps of a visit: ``python -m eval.drafting`` prints one line of JSON a measure.

Critical facts of ``fr-consult`` are counted three ways: *cited* (a sentence cites a turn that holds the fact), *worded*
(half of the fact's words and numbers stand in the report; a word counts from its first five letters) and *both*
(cited, and 40% worded). No clinician judged them: they are for comparing versions, not for promising. ROUGE-1 is
rouge-score's F1 with stemmer against the clinicians' notes of ACI-Bench valid.
"""

import csv
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from assistant.domain.context import PatientContext
from assistant.domain.draft import RenderedReport, ReportKind
from assistant.domain.evidence import SegmentEvidence
from assistant.domain.transcript import Transcript
from assistant.pipeline.drafting import Profile, draft_extractive, load_template
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.rendering import render
from assistant.pipeline.segmenting import segments
from assistant.pipeline.text import tokens
from assistant.pipeline.transcripts import read_transcripts

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("ASSISTANT_EVAL_DATA", ROOT.parent / "shared" / "eval"))
_PREFIX = 5


def report_of(transcript: Transcript, profile: Profile) -> tuple[RenderedReport, float]:
    """The rendered extractive draft, and the seconds that drafting alone took."""
    lexicon = load_lexicon(ROOT / "knowledge" / "lexicons", transcript.language)
    template = load_template(ROOT / "knowledge" / "templates", ReportKind.CONSULTATION, transcript.language)
    facts = transcript_facts(transcript, lexicon)
    cut = segments(transcript)
    start = time.perf_counter()
    draft = draft_extractive(transcript, cut, facts, PatientContext(), template, lexicon, profile)
    return render(draft), time.perf_counter() - start


def words_of(report: RenderedReport) -> int:
    """Words of the sentences, headings left out."""
    return sum(len(placed.sentence.text.split()) for placed in report.placed)


def critical_facts(profile: Profile) -> dict[str, Any]:
    """Shares of the critical gold facts of the French visits that the drafts hold."""
    counts = {"facts": 0, "cited": 0, "worded": 0, "both": 0}
    words: list[int] = []
    slowest = 0.0
    for path in sorted((DATA / "fr-consult").glob("v*.json")):
        ((_, transcript),) = read_transcripts(path.read_bytes(), path.name, "fr")
        report, seconds = report_of(transcript, profile)
        words.append(words_of(report))
        slowest = max(slowest, seconds)
        for cited, worded in _held(json.loads(path.read_text(encoding="utf-8"))["gold_facts"], report):
            counts["facts"] += 1
            counts["cited"] += cited
            counts["worded"] += worded >= 0.5
            counts["both"] += cited and worded >= 0.4
    shares = {name: round(counts[name] / counts["facts"], 3) for name in ("cited", "worded", "both")}
    return {"facts": counts["facts"], **shares, "words": words, "slowest_s": round(slowest, 3)}


def _held(gold: list[dict[str, Any]], report: RenderedReport) -> Iterator[tuple[bool, float]]:
    turns = {
        one.turn for placed in report.placed for one in placed.sentence.evidence if isinstance(one, SegmentEvidence)
    }
    written = _keys(report.text)
    for fact in gold:
        if fact["critical"]:
            wanted = _keys(fact["text"])
            yield bool(turns & set(fact["turns"])), len(wanted & written) / max(len(wanted), 1)


def _keys(text: str) -> set[str]:
    return {one.key[:_PREFIX] for one in tokens(text) if one.key.isdigit() or len(one.key) > 2}


def rouge1(profile: Profile) -> dict[str, Any]:
    """Mean ROUGE-1 F1 (in percent) over ACI-Bench valid."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rouge1"], use_stemmer=True)
    path = DATA / "aci-bench" / "valid.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        notes = [row["note"] for row in csv.DictReader(lines)]
    reports = [
        report_of(transcript, profile)[0] for _, transcript in read_transcripts(path.read_bytes(), path.name, "en")
    ]
    scores = [scorer.score(note, one.text)["rouge1"].fmeasure for note, one in zip(notes, reports, strict=True)]
    mean_words = sum(map(words_of, reports)) / len(reports)
    return {"rouge1": round(100 * sum(scores) / len(scores), 1), "mean_words": round(mean_words)}


def main() -> None:
    """Print every measure for both profiles."""
    if not DATA.is_dir():
        raise SystemExit(f"There is no evaluation data in {DATA}: set ASSISTANT_EVAL_DATA (ACI-Bench: wyim/aci-bench).")
    for profile in get_args(Profile):
        print(json.dumps({"set": "fr-consult", "profile": profile, **critical_facts(profile)}))
        print(json.dumps({"set": "aci-bench valid", "profile": profile, **rouge1(profile)}))


if __name__ == "__main__":
    main()
