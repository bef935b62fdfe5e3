"""An HTML or XHTML page → its visible text, each unit on lines of its own.

Classes and ids of official pages change. What does not is that each unit starts with its marker, in
the paragraph itself or in a table cell of its own; so a page is read as a browser shows it.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from analysis.documents.blocks import Event, call_note, join_blocks
from analysis.documents.numbered_items import NumberedList
from analysis.lexicon.errors import InputError

_UNSEEN = frozenset(
    "head title script style noscript template nav footer svg iframe object button select dialog".split()
)
_HIDING_CLASSES = {"d-none", "hidden", "sr-only", "visually-hidden"}
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 "
    "h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table tbody td tfoot th "
    "thead tr ul".split()
)  # what a browser gives lines of its own; it knows no other element as such
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|t[dhr]|d[dt]|option|br|hr|img|input|link|meta|col|wbr)\b)[a-z]", re.IGNORECASE
)  # tags of elements that no other tag closes for them
_DEEPEST = 2000
_LISTS = ("ol", "ul", "menu")
_KINDS = {"td": "cell", "th": "cell", "tr": "row"}
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SELF_CLOSED = re.compile(r"""<([A-Za-z][\w:.-]*)(\s(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*)?/>""")
_RAISED = re.compile(r"\b(?:sup|super|note-tag)\b")
_NUMBER = re.compile(r"\s*[\[(]?\s*(\d{1,3})\s*[\])]?\s*")


def read_html(source: str, name: str) -> str:
    """The visible text of a page: no scripts, comments, navigation or hidden elements.

    Raises:
        InputError: elements are nested as deep as no official page does; `name` is what it calls the page.
    """
    depth = deepest = 0
    for tag in _NESTING.finditer(source):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise InputError(f"{name} nests its elements too deep to be read: save the page as text instead.")
    tree = LexborHTMLParser(_SELF_CLOSED.sub(_close, source))
    notes = {node.text(strip=True) for node in tree.css("sup") if _heads_its_block(node)}
    return join_blocks(_walk(tree.root, notes))


def _heads_its_block(node: LexborNode) -> bool:
    """Whether nothing stands before a raised figure, as in a note at the page's end."""
    while node.prev is None and node.parent is not None and node.parent.tag not in _BLOCKS:
        node = node.parent
    return node.prev is None or (
        node.prev.tag == "-text" and node.prev.prev is None and not _words(node.prev)
    )


def _words(node: LexborNode) -> str:
    return (node.text_content or "").strip()


def _walk(root: LexborNode | None, notes: set[str]) -> Iterator[Event]:
    lists: list[NumberedList | None] = []  # the open ones, the innermost last
    stack: list[tuple[LexborNode, bool]] = [(root, False)] if root is not None else []
    while stack:
        node, leaving = stack.pop()
        tag = str(node.tag)
        if tag == "-text":
            yield "text", re.sub(r"[ \t\n\r\f]+", " ", node.text_content or "")
        elif leaving:
            if tag in _LISTS:
                lists.pop()
            yield _KINDS.get(tag, "block") + (" end" if tag in _KINDS else ""), ""
        elif tag == "br":
            yield "line", ""
        elif tag.startswith(("-", "!")) or _is_unseen(node, tag):
            continue
        elif number := _called_note(node, tag, notes):
            yield call_note(number)
        else:
            if tag in _BLOCKS:
                yield _KINDS.get(tag, "block"), ""
                if tag in _LISTS:
                    lists.append(NumberedList(node) if tag == "ol" else None)
                elif tag == "li" and lists and lists[-1] and (marker := lists[-1].number(node)):
                    yield from (("cell", ""), ("text", marker), ("cell end", ""))
                stack.append((node, True))
            stack += [(child, False) for child in reversed(list(node.iter(include_text=True)))]


def _is_unseen(node: LexborNode, tag: str) -> bool:
    attributes = node.attributes
    return tag in _UNSEEN or bool(
        attributes
        and (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or _HIDING_STYLE.search(attributes.get("style") or "")
            or _HIDING_CLASSES & set((attributes.get("class") or "").split())
        )
    )


def _called_note(node: LexborNode, tag: str, notes: set[str]) -> str | None:
    """The number of the footnote that a link or a raised figure calls or, in the note itself, bears."""
    if tag not in ("a", "sup", "span"):
        return None
    in_link = tag == "a" and "#" in (node.attributes.get("href") or "")
    raised = tag == "sup" or _RAISED.search(node.attributes.get("class") or "")
    text = (node.text(deep=True) or "") if in_link or raised else ""
    match = _NUMBER.fullmatch(text) if len(text) < 20 else None
    if match is None:
        return None
    marked = text.strip()[0] in "([" or _stands_in_brackets(node) or (raised and match[1] in notes)
    in_raised = in_link and (node.css_first("sup") or (node.parent is not None and node.parent.tag == "sup"))
    return match[1] if marked or in_raised else None


def _stands_in_brackets(node: LexborNode) -> bool:
    before, after = node.prev, node.next
    return (
        before is not None
        and after is not None
        and _words(before).endswith("(")
        and _words(after).startswith(")")
    )


def _close(match: re.Match[str]) -> str:
    """An XHTML element closed in its own tag, as HTML writes it."""
    tag = match[1]
    return match[0] if tag.lower() in _VOID else f"<{tag}{match[2] or ''}></{tag}>"
