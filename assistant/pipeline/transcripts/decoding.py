"""Bytes to clean text: which encoding, and which characters have no place in speech.

Tried in order: byte order mark; strict UTF-8; UTF-16 without a mark; then the three single-byte encodings that
French and English offices used, the one that gives the most French letters. A guess that gives letters no French
or English text holds is refused: a wrong accent is worse than a question to the user.
"""

import codecs
import re
import unicodedata

from assistant.errors import UnreadableTranscript

MAX_BYTES = 50_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OFFICE = ("cp1252", "mac_roman", "cp850")
_FREQUENT = frozenset("éèêàâçîïôùûëœ’°«»")
_PLAUSIBLE = _FREQUENT | frozenset("ÉÈÊÀÂÇÎÏÔÙÛËŒáíóúñöüäßÜÖÄŸæÆ‘“”…–—€£µ²³½¼¾±·•×÷®™§\u00a0\u202f")
_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "an Office document or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"ID3", "sound (MP3)"),
    (b"RIFF", "sound (WAV)"),
    (b"fLaC", "sound (FLAC)"),
    (b"OggS", "sound (Ogg)"),
    (b"\x1aE\xdf\xa3", "sound or film (WebM)"),
)
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""Colours and cursor moves of a terminal (ECMA-48, 5.4)."""
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls, invisible format characters (in which text can hide) and halves of surrogate pairs.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SAVE_AS = "Save it as plain text in UTF-8 and try again."


def decode(data: bytes) -> str:
    """The file's text, cleaned as ``clean`` does.

    Raises ``UnreadableTranscript`` where the data is empty, too large, no text, or in no encoding that fits.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableTranscript("The file is empty.", "Check that the export or the copy was finished.")
    if len(data) > MAX_BYTES:
        raise UnreadableTranscript(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB.", "Split it: one file a consultation."
        )
    _refuse_foreign(data)
    text = clean(_decoded(data))
    if not text.strip():
        raise UnreadableTranscript("The file holds no visible text.", _SAVE_AS)
    return text


def clean(text: str) -> str:
    """The text in NFC with ``\\n`` line ends, without control and invisible characters (tabs and line ends stay) and
    without terminal codes."""
    plain = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", _TERMINAL.sub("", text)))
    return unicodedata.normalize("NFC", plain)


def _refuse_foreign(data: bytes) -> None:
    kind = next((kind for magic, kind in _FOREIGN if data.startswith(magic)), None)
    if kind is None and data[4:8] == b"ftyp":
        kind = "sound or film (MP4)"
    if kind is None and re.match(rb"\s*(<!doctype html|<html|<\?xml)", data[:200], re.IGNORECASE):
        kind = "a web page or an XML document"
    if kind:
        hint = "Hand it in as a recording." if kind.startswith("sound") else _SAVE_AS
        raise UnreadableTranscript(f"This is {kind}, not a transcript.", hint)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if data.count(0) > 0.1 * len(data):
        text = _strict(data, _unmarked_utf16(data))
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            text = _office_text(data, error.start)
    if len(_INVISIBLE.findall(text)) > 0.3 * len(text):
        raise UnreadableTranscript("The file is not text (it is mostly control characters).", _SAVE_AS)
    return text


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableTranscript(
            f"The file begins as {encoding.removesuffix('-sig').upper()} text but breaks off at byte {error.start}.",
            f"It may be cut off or damaged. {_SAVE_AS}",
        ) from error


def _unmarked_utf16(data: bytes) -> str:
    """Western text in UTF-16 has its zeros all at odd bytes (little-endian) or all at even ones."""
    zeros_even, zeros_odd = data[::2].count(0), data[1::2].count(0)
    enough = 0.3 * len(data) / 2
    if zeros_odd > enough and zeros_even <= 0.02 * zeros_odd:
        return "utf-16-le"
    if zeros_even > enough and zeros_odd <= 0.02 * zeros_even:
        return "utf-16-be"
    raise UnreadableTranscript("The file is not text (it holds zero bytes).", _SAVE_AS)


def _office_text(data: bytes, bad_byte: int) -> str:
    best = ""
    for encoding in _OFFICE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not best or _french_letters(text) > _french_letters(best):
            best = text
    foreign = [char for char in best if ord(char) > 127]
    plausible = sum(char in _PLAUSIBLE for char in foreign)
    if plausible < 0.9 * len(foreign):
        raise UnreadableTranscript(
            f"The file's encoding is not known: byte {bad_byte} is not UTF-8, and no other encoding fits.", _SAVE_AS
        )
    return best


def _french_letters(text: str) -> int:
    return sum(char in _FREQUENT for char in text)
