"""Bytes of a document → its text as lines, one seam for every rendition.

A reader turns one rendition into text in which each unit stands on lines of its own and
starts with its marker (–, A., 1., (1)). `analysis.parse` knows no other layout.
"""

from analysis.errors import InputError

_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a Word or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
}
_CHALLENGES = ("not a robot", "captcha", "enable javascript", "javascript is disabled")


def read_text(data: bytes, name: str) -> str:
    """The text of a document with line ends as `\\n`.

    Args:
        data: the file's bytes: UTF-8 or UTF-16, with or without byte order mark.
        name: what to call the file in an error.

    Raises:
        InputError: the file is empty, of another kind, or not decodable.
    """
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError(f"{name} is {kind}: save the page as text from a browser instead.")
    text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"{name} is empty: download the text again.")
    lowered = text[:5000].lower()
    if "_TA" not in text and any(phrase in lowered for phrase in _CHALLENGES):
        raise InputError(f"{name} is a robot check, not a text: open the page in a browser and save it.")
    if lowered.lstrip().startswith(("<!doctype", "<html", "<?xml", "<!--")):
        raise InputError(f"{name} is a web page's source: save the page as text instead.")
    return text


def _decode(data: bytes, name: str) -> str:
    encoding = "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data[:4000]:
        zeros_first = data[:4000:2].count(0) > data[1:4000:2].count(0)
        encoding = "utf-16-be" if zeros_first else "utf-16-le"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 or UTF-16 text: save it again as UTF-8.") from error
