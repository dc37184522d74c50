"""Policy fields in words: the register writes "zorg en gezondheid | jeugdhulp"."""

from collections.abc import Iterable


def in_words(policy_fields: Iterable[str]) -> list[str]:
    """Each field once, with what it is about after a colon."""
    return [
        f"{main}: {', '.join(subjects)}" if subjects else main
        for main, subjects in _grouped(policy_fields).items()
    ]


def _grouped(policy_fields: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for field in policy_fields:
        main, _bar, subject = (part.strip() for part in field.partition("|"))
        subjects = grouped.setdefault(main, [])
        if subject and subject not in subjects:
            subjects.append(subject)
    return grouped
