"""A transcript as a file in the product's own form, which ``read_transcripts`` reads back."""

import json

from assistant.domain.transcript import Transcript


def transcript_json(transcript: Transcript) -> bytes:
    """``{"language", "turns": [{"speaker", "text", "start_s"?, "end_s"?}]}`` in UTF-8."""
    turns = [
        {
            "speaker": turn.speaker,
            "text": turn.text,
            **({} if turn.start_s is None else {"start_s": turn.start_s}),
            **({} if turn.end_s is None else {"end_s": turn.end_s}),
        }
        for turn in transcript.turns
    ]
    return json.dumps({"language": transcript.language, "turns": turns}, ensure_ascii=False).encode("utf-8")
