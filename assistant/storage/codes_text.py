"""Official code lists as text: decoded as they are published, and refused where they were cut or converted."""

from collections.abc import Callable

from assistant.errors import InputError

_AGAIN = "Take the file as it was published, without opening and saving it in between."


def decoded(data: bytes) -> str:
    """The text of a Windows-1252 file. Raises ``InputError`` where it is in another encoding or is no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.startswith(b"\xef\xbb\xbf") or _is_utf8(data):
        raise InputError("The file is in Unicode; the official one is in Windows-1252.", _AGAIN)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        message = f"The file is not in Windows-1252: byte {error.start} means nothing in it."
        raise InputError(message, _AGAIN) from error


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def whole_lines(text: str, cut: Callable[[str], bool]) -> list[str]:
    """The lines of a text that are not empty.

    Raises ``InputError`` where there are none, or where the last one has no line break and ``cut`` says of it that
    it is not whole.
    """
    lines = [line.rstrip("\r") for line in text.split("\n")]
    full = [line for line in lines if line.strip()]
    if not full:
        raise InputError("The file is empty.", "Download it again.")
    if lines[-1].strip() and cut(lines[-1]):
        raise InputError(
            f"The file ends in the middle of a line: {lines[-1][:60]!r}.", "Half of it is missing: download it again."
        )
    return full
