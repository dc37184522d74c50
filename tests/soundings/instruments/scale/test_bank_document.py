"""The documents about the item bank and about files with questions agree with the program."""

import json
import re

from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.bank_document import as_markdown
from samenspel.soundings.instruments.scale.instrument_file import read_file, write_file
from tests.conftest import ROOT

# What to do when the first test fails.
UPDATE = "write as_markdown(bank()) to docs/item-bank.md"


def test_the_item_bank_is_documented_as_it_is() -> None:
    written = (ROOT / "docs" / "item-bank.md").read_text(encoding="utf-8")
    assert written == as_markdown(bank()), UPDATE
    for question in bank().questions.values():
        assert f"| {question.texts['nl']} | {question.texts['en']} |" in written
    assert written.count("Not yet validated.") == len(bank().constructs)


def test_the_file_in_the_document_can_be_read_and_is_as_it_is_written() -> None:
    document = (ROOT / "docs" / "instrument-file.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.+?)```", document, re.DOTALL)
    found = read_file(example.encode())
    assert json.loads(write_file(found)) == json.loads(example)


def test_the_document_names_every_field_that_can_be_read() -> None:
    document = (ROOT / "docs" / "instrument-file.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+) \|", document, re.MULTILINE)
    (example,) = re.findall(r"```json\n(.+?)```", document, re.DOTALL)
    file = json.loads(example)
    named = re.findall(r"`(\w+)`", " ".join(rows))
    assert sorted(named) == sorted({*file, *file["questions"][0]})
