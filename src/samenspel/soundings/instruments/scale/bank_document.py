"""The item bank as a document, for who wants to read, use or cite it: docs/item-bank.md."""

from collections.abc import Iterator

from samenspel.soundings.instruments.scale.bank import Bank, Construct, Theme

_HEAD = """\
# The item bank

Version {version}: {questions} questions about {constructs} constructs, in Dutch (B1) and English.
All of them are answered by how much somebody agrees, in five steps from fully disagree (1) to
fully agree (5), or by "I do not know", which is a full answer too. In Samenspel a leader chooses
from them, or takes a ready pulse.

**Not validated.** Every sentence was written for Samenspel. What comes from research is the
construct, what a question is about, and never its wording: so no norm, reliability or factor
structure found with another questionnaire holds for these questions. Nobody has tested them on a
sample yet.

**Licence.** [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/), other than the program:
use, change and share them for any purpose, and name the source. **To cite:** Samenspel item bank,
version {version} (CC BY 4.0).

- A construct is the mean of its questions, of who answered at least half of them, after turning
  what is marked R (6 minus the answer).
- *High is hoped for* or *low is hoped for* says which end people mostly wish for; with motives
  neither is.
- A question is matched over the years by its key. In other words it is another question, and has
  no key.
- Never more than twenty words, one thing in a sentence, no denials, no "u" or "je".

The questions are kept in `src/samenspel/soundings/instruments/scale/bank.toml`. This page is made
of that file. How a set of questions goes in and out as a file: [Files with
questions](instrument-file.md).
"""
_CLAIMS = """\
## What the claims say

Samenspel is built on claims from practice with Dutch cooperations. A construct bears on some of
them.

| | claim |
|---|---|
| C2 | cooperation on concrete challenges with support keeps its purpose; savings drive some |
| C3 | beside gains there is a shadow side, seldom put on the table |
| C4 | a purpose that is not shared and not weighed makes resistance grow and trust fall |
| C5 | a merger soon feels like worse service and a municipality busy with itself |
| C6 | cooperation without a change of structure is often judged well |
| C7 | departments by task breed turf behaviour; partners must grant each other success |
| C8 | whoever is used to challenge-based working does better in every form of cooperation |
| C9 | challenges are not the municipality's property; others are partners in them |
| C10 | do not steer by contracts and budget first |
| C11 | a college that gives room, a serving board and inspiring people make the difference |
| C12 | trust is the main success factor, and tight control drives cooperation away |
| C13 | trust and dialogue come first, measuring follows |
| C14 | middle managers and project leaders are the hinge, and under pressure |
| C15 | investing in their leadership pays, above all as room to reflect together |
"""
_HOPED_FOR = {
    "high": "high is hoped for",
    "low": "low is hoped for",
    "neither": "neither end is hoped for",
}


def as_markdown(bank: Bank) -> str:
    head = _HEAD.format(
        version=bank.version, questions=len(bank.questions), constructs=len(bank.constructs)
    )
    return "\n".join([head, *(line for theme in bank.themes for line in _theme(theme)), _CLAIMS])


def _theme(theme: Theme) -> Iterator[str]:
    yield f"## {theme.names['en']} ({theme.names['nl']})\n"
    as_one = " Its constructs are aspects of one thing, and are also taken together."
    yield f"{theme.explanations['en']}{as_one if theme.as_one else ''}\n"
    for construct in theme.constructs:
        yield from _construct(construct)


def _construct(construct: Construct) -> Iterator[str]:
    yield f"### {construct.names['en']}\n"
    roles = ", ".join(construct.roles) or "everybody"
    validated = "" if construct.is_validated else " Not yet validated."
    yield (
        f"`{construct.key}`, {construct.names['nl']}: {construct.explanations['en']} For {roles}; "
        f"{_HOPED_FOR[construct.favourable.value]}; bears on {', '.join(construct.claims)}."
        f"{validated}\n"
    )
    yield f"After {construct.source}: {construct.concepts['en']}.\n"
    yield "| key | | Dutch | English |"
    yield "|---|---|---|---|"
    for question in construct.questions:
        turned = "R" if question.reversed else ""
        key = question.key.removeprefix(f"{construct.key}.")
        yield f"| `{key}` | {turned} | {question.texts['nl']} | {question.texts['en']} |"
    yield ""
