"""Files named on the command line, as things to process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.errors import AssistantError, InputError, UnreadableAudio

AUDIO_ENDINGS = frozenset({".wav", ".flac", ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".webm"})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to process: a transcript, or a recording that is still to be transcribed, or why it is neither."""

    id: str
    path: Path
    transcript: Transcript | None = None
    error: AssistantError | None = None


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises ``InputError`` in plain words."""
    if path.is_dir():
        raise InputError(f"{path} is a folder.", "Name the files in it.")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist.", "Check the path.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def items(paths: Sequence[Path], language: Language | None) -> Iterator[Item]:
    """Each thing that the files hold, in order; what cannot be read comes as an item with its error.

    Praat's pairs (``NAME_doctor.TextGrid`` and ``NAME_patient.TextGrid``) make one item, a table one a row.
    """
    from assistant.pipeline.transcripts import paired_textgrids

    for group in paired_textgrids([str(path) for path in paths]):
        files = [Path(name) for name in group]
        try:
            yield from _of_files(files, language)
        except AssistantError as error:
            yield Item(files[0].name, files[0], error=error)


def _of_files(files: Sequence[Path], language: Language | None) -> Iterator[Item]:
    from assistant.engines.audio import is_audio
    from assistant.pipeline.transcripts import pair_textgrids, read_each

    path = files[0]
    data = read_file(path)
    if len(files) == 2:
        name = path.stem.rpartition("_")[0]
        yield Item(name, path, pair_textgrids(data, read_file(files[1]), language))
    elif is_audio(data):
        yield Item(path.name, path)
    elif path.suffix.lower() in AUDIO_ENDINGS:
        raise UnreadableAudio(
            "The file bears the name of a recording but holds no sound.", "Check that it was copied whole."
        )
    else:
        read = read_each(data, path.name, language)
        for id, result in read:
            name = path.name if len(read) == 1 else f"{path.name}:{id}"
            yield Item(name, path, error=result) if isinstance(result, InputError) else Item(name, path, result)
