"""How long things take: ``make eval-speed``. Durations are medians of several runs on this machine, in seconds.

Targets (2 cores): importing the command line 0.5 s; a 1,500-word transcript to a checked, coded draft 3 s and 1.2 GB
as a whole process; a note in bulk 0.2 s (``assistant check --jsonl``, clinicians' notes of ACI-Bench).
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.config import HOME

RUNS = 5
NOTES = 60
WORDS = 1500


def long_transcript(folder: Path, language: str) -> Path:
    """A transcript of about 1,500 words: samples of one language, one after the other."""
    from assistant.pipeline.transcripts.writing import transcript_json
    from assistant.services.samples import samples, transcript_of

    turns: list[dict[str, str]] = []
    for sample in samples(HOME / "knowledge" / "samples"):
        if sample.language == language and sum(len(turn["text"].split()) for turn in turns) < WORDS:
            turns += json.loads(transcript_json(transcript_of(sample)))["turns"]
    path = folder / f"{language}.json"
    path.write_text(json.dumps({"language": language, "turns": turns}), encoding="utf-8")
    return path


def notes(folder: Path) -> Path:
    """Clinicians' notes with their transcripts, a line each, as ``check --jsonl`` reads them."""
    from assistant.pipeline.transcripts.writing import transcript_json
    from eval.visits import aci_bench

    path = folder / "notes.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for visit in aci_bench("train", NOTES):
            said = json.loads(transcript_json(visit.transcript))
            lines.write(json.dumps({"id": visit.id, "note": visit.note, "transcript": said, "language": "en"}) + "\n")
    return path


def timed(*command: str) -> tuple[float, float]:
    """Median seconds and the largest memory, in MB, of a command as a whole process."""
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def main() -> None:
    """Print the table, and write it to ``out/speed.json``."""
    rows: list[tuple[str, float, float, float]] = []
    seconds, memory = timed("-c", "import assistant.cli.app")
    rows.append(("importing the command line", seconds, 0.5, memory))
    with tempfile.TemporaryDirectory() as folder:
        for language in ("fr", "en"):
            path = long_transcript(Path(folder), language)
            words = sum(len(turn["text"].split()) for turn in json.loads(path.read_text(encoding="utf-8"))["turns"])
            seconds, memory = timed("-m", "assistant", "run", str(path), "--json")
            rows.append((f"run, {words} words, {language}", seconds, 3.0, memory))
        seconds, memory = timed("-m", "assistant", "check", "--jsonl", str(notes(Path(folder))), "--json")
        rows.append((f"a note in bulk, of {NOTES}", seconds / NOTES, 0.2, memory))
    seconds, memory = timed("-m", "assistant", "demo", "--to", str(HOME / "out"))
    rows.append(("demo", seconds, 30.0, memory))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, median of {RUNS}")
    for name, seconds, target, memory in rows:
        verdict = "reached" if seconds <= target else "NOT REACHED"
        print(f"{name:32} {seconds:6.2f} s  target {target:4.1f} s  {verdict:12} peak {memory:5.0f} MB")
    (HOME / "out").mkdir(exist_ok=True)
    result = [{"name": name, "seconds": s, "target_s": target, "peak_mb": memory} for name, s, target, memory in rows]
    (HOME / "out" / "speed.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
