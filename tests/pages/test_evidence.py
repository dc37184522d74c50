"""Findings stand beside the claims they bear on, in both languages and with their source."""

import re

import pytest
from django.utils import translation

from samenspel.pages.evidence import Bearing, evidence_on, findings
from samenspel.pages.languages import in_language


def test_evidence_on_savings_stands_for_and_against() -> None:
    found = evidence_on("C2")

    assert [each.key for each in found.supporting] == [
        "allers-geertsema-2016",
        "allers-de-greef-2018",
    ]
    assert [each.key for each in found.opposing] == ["bel-sebo-2021"]
    assert [each.key for each in evidence_on("C12").supporting] == ["klijn-2010"]
    assert [each.key for each in evidence_on("C12").opposing] == ["poppo-zenger-2002"]
    # What is only background is neither.
    assert (evidence_on("C1").supporting, evidence_on("C1").opposing) == ((), ())


def test_each_finding_has_its_source_and_both_languages() -> None:
    keys = [each.key for each in findings()]

    assert len(set(keys)) == len(keys) == 10
    assert [each.key for each in findings() if not re.search(r"\d{4}|BZK", each.source)] == []
    assert [each.key for each in findings() if set(each.texts) != {"nl", "en"}] == []
    claims = {claim for each in findings() for claim in each.claims}
    assert claims <= {f"C{number}" for number in range(1, 17)}
    assert {bearing for each in findings() for bearing in each.claims.values()} == set(Bearing)


@pytest.mark.parametrize(("language", "text"), [("nl", "ja"), ("en", "yes"), ("fr", "ja")])
def test_data_is_in_the_language_of_the_page(language: str, text: str) -> None:
    with translation.override(language):
        assert in_language({"nl": "ja", "en": "yes"}) == text
