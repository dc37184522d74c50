"""A purpose in sentences, as registers write them: often without a space after the full stop."""

import re

# A full stop ends a sentence where a capital, a number of a paragraph or a bullet follows. An
# enumeration stays with the sentence that it belongs to.
_END = re.compile(
    r"""[.!?]["'”’)]*            # the end, with what closes after it
        (?=
            \s*\d{1,2}[.°]\s?[^\W\d_]   # 2. De gemeenten
          | \s*["'“‘(]?[A-Z]            # De gemeenten, glued or not
          | \s*[•]
        )
      | \n\s*\n
    """,
    re.VERBOSE,
)
# What stands before a full stop that ends no sentence: one letter (c.q., B.V., a.), a short form,
# or a number that was glued to a heading (Doelstelling1.).
_GOES_ON = re.compile(
    r"""(?<![^\W\d_])[^\W\d_]$
      | \b(?:art|bijv|ca|dhr|dr|drs|etc|incl|ir|jl|jo|mr|mw|nr|resp|st)$
      | [^\W\d_]\d{1,2}$""",
    re.IGNORECASE | re.VERBOSE,
)
# The number of a paragraph, with nothing before it.
_NUMBER = re.compile(r"\s*(?:artikel\s+)?\d{1,2}", re.IGNORECASE)


def in_sentences(text: str) -> list[str]:
    """All of the text in order, with single spaces and without the hyphens that are not seen."""
    text = text.replace("\u00ad", "")
    sentences: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _ends_here(text[start : end.start()], end.group()):
            continue
        sentences.append(text[start : end.end()])
        start = end.end()
    sentences.append(text[start:])
    return [tidy for sentence in sentences if (tidy := " ".join(sentence.split()))]


def _ends_here(before: str, mark: str) -> bool:
    if not mark.startswith("."):
        return True
    return not (_NUMBER.fullmatch(before) or _GOES_ON.search(before[-8:]))
