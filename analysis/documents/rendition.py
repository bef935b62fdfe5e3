"""Bytes of a document → its text as lines, one seam for every rendition.

A reader turns one rendition into text in which each unit stands on lines of its own and
starts with its marker (–, A., 1., (1)). `analysis.documents.parse` knows no other layout.
"""

import re

from analysis.documents.packages import ZIPPED
from analysis.lexicon.errors import InputError
from analysis.lexicon.letters import compose

_OLD_WORD, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
_REFUSED = {
    _OLD_WORD: "an old Word file (.doc): save it as .docx in Word or LibreOffice, and take that.",
    b"{\\rtf": "an RTF file: save it as .docx in Word or LibreOffice, and take that.",
    b"PK\x05\x06": "an empty zip file: get it again.",
}
_PDF = b"%PDF"
SUFFIXES = (".txt", ".html", ".xml", ".docx", ".pdf")
_PAGE = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"(?:<[?!][^>]*>\s*)*<([A-Za-z][\w:.-]*)")
_PAGE_PARTS = ("div", "article", "section", "main", "table", "tr", "p", "span", "center", "h1", "h2", "h3")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_CELL_END = re.compile(r"[ \t]*\|[ \t]*")
_LEAST_ROWS = 3
_NOT_ASCII = re.compile(r"[^\s\x00-\x7f\xa0]+")
_JUDGED = 200_000  # characters
_LEAST_WRONG = 3
_CHALLENGES = ("not a robot", "captcha", "enable javascript", "javascript is disabled")


def read_text(data: bytes, name: str) -> str:
    """The text of a document in composed letters, without invisible signs, with line ends as `\\n`.

    Args:
        data: the file's bytes: UTF-8 or UTF-16, with or without byte order mark; Word (.docx) or PDF.
        name: what to call the file in an error.

    Raises:
        InputError: the file is empty, of another kind, or not decodable.
    """
    packed = _read_packed(data, name)
    if packed is not None:
        return compose(packed)
    text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"{name} is empty: download the text again.")
    kind = tell_kind(text)
    if is_robot_check(text):
        raise InputError(f"{name} is a robot check, not a text: open the page in a browser and save it.")
    if kind != "text" and "<!ENTITY" in text:
        raise InputError(f"{name} declares entities, as no official text does: get it again.")
    if kind == "html":
        from analysis.documents.webpage import read_html

        text = read_html(text, name)
    elif kind == "xml":
        from analysis.documents.sdocta import read_sdocta

        text = read_sdocta(_XML_DECLARATION.sub("", text), name)
    else:
        text = _part_cells(text)
    if _is_garbled(text):
        raise InputError(
            f"{name} was saved in a wrong encoding, so letters are lost: save it again as UTF-8."
        )
    if not text.strip():
        raise InputError(f"{name} shows no text: save the page again once it is fully loaded.")
    return compose(text)


def _read_packed(data: bytes, name: str) -> str | None:
    """The text of a Word or PDF file; None of a file that is text itself."""
    if data.startswith(_OLD_WORD) and _ENCRYPTED in data:
        raise InputError(f"{name} is a Word file with a password: save it without one, and take that.")
    for signature, kind in _REFUSED.items():
        if data.startswith(signature):
            raise InputError(f"{name} is {kind}")
    if data.startswith(ZIPPED):
        from analysis.documents.word import read_docx

        return read_docx(data, name)
    if is_packed(data):
        from analysis.documents.pdf import read_pdf

        return read_pdf(data, name)
    return None


def _part_cells(text: str) -> str:
    """A text in which tables show as "— |" with their cells parted by tabs; any other as it is."""
    lines = text.split("\n")
    if sum(line.rstrip().endswith("|") for line in lines) < _LEAST_ROWS:
        return text
    return "\n".join("\t".join(_CELL_END.split(line.strip(" \t|"))) for line in lines)


def _is_garbled(text: str) -> bool:
    """Whether letters were lost, or UTF-8 was taken for a Western encoding ("Ã¤" for "ä")."""
    words = _NOT_ASCII.findall(text[:_JUDGED])
    wrong = sum("\ufffd" in word or _was_utf_8(word) for word in words)
    return wrong >= _LEAST_WRONG and wrong * 4 > len(words)


def _was_utf_8(word: str) -> bool:
    try:
        return len(word.encode("cp1252").decode()) < len(word)
    except UnicodeError:
        return False


def is_robot_check(text: str) -> bool:
    """Whether a page asks to prove that one is no program."""
    return "_TA" not in text and any(phrase in text[:5000].lower() for phrase in _CHALLENGES)


def is_packed(data: bytes) -> bool:
    """Whether a document is a Word or PDF file, which does not show its words in its bytes."""
    return data.startswith(ZIPPED) or data.lstrip()[: len(_PDF)] == _PDF


def tell_suffix(data: bytes) -> str:
    """The ending of a file that holds such a document, one of SUFFIXES."""
    if is_packed(data):
        return ".docx" if data.startswith(ZIPPED) else ".pdf"
    kind = tell_kind(_decode(data, "the document"))
    return {"text": ".txt"}.get(kind, f".{kind}")


def tell_kind(text: str) -> str:
    """Whether a document is "html", "xml" or plain "text"."""
    head = text[:20_000].lstrip()
    if not head.startswith("<"):
        return "text"
    root = _ROOT.match(head)
    is_page = _PAGE.search(head) or (root is not None and root[1] in _PAGE_PARTS)
    return "html" if is_page else "xml" if root or head.startswith(("<?xml", "<!DOCTYPE")) else "text"


def _decode(data: bytes, name: str) -> str:
    """UTF-8 or UTF-16, else the encoding that a page declares."""
    encodings = ["utf-8-sig"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:4000]:
        zeros_first = data[:4000:2].count(0) > data[1:4000:2].count(0)
        encodings = ["utf-16-be" if zeros_first else "utf-16-le"]
    elif data.lstrip()[:1] == b"<" and (declared := _DECLARED.search(data[:3000])):
        encodings += _known_encoding(declared[1].decode())
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise InputError(f"{name} is not UTF-8 or UTF-16 text: save it again as UTF-8.")


def _known_encoding(name: str) -> list[str]:
    """The encoding of that name as browsers take it, if it is one of the single-byte ones of the West or East."""
    name = name.lower()
    if name in ("iso-8859-1", "latin1", "us-ascii"):
        return ["cp1252"]
    return [name] if re.fullmatch(r"(?:windows-|cp)125\d|iso-8859-\d{1,2}", name) else []
