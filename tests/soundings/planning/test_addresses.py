import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.soundings.planning.addresses import NotTextError, decode, read_addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anna@x.nl", ["anna@x.nl"]),
        ("anna@x.nl\r\nbram@x.nl\r\n", ["anna@x.nl", "bram@x.nl"]),
        ("anna@x.nl, bram@x.nl; cees@x.nl", ["anna@x.nl", "bram@x.nl", "cees@x.nl"]),
        ("anna@x.nl; bram@x.nl;cees@x.nl", ["anna@x.nl", "bram@x.nl", "cees@x.nl"]),
        ("anna@x.nl,bram@x.nl", ["anna@x.nl", "bram@x.nl"]),
        ("Wit, Anna de <anna@x.nl>; Bram <bram@x.nl>", ["anna@x.nl", "bram@x.nl"]),
        ("Anna\tanna@x.nl\nBram\tbram@x.nl", ["anna@x.nl", "bram@x.nl"]),
        ("naam;E-mailadres\nAnna;anna@x.nl", ["anna@x.nl"]),
        ("E-mail,naam\nanna@x.nl,Anna", ["anna@x.nl"]),
        ('sep=;\n"Wit; de";"anna@x.nl"', ["anna@x.nl"]),
        ("mailto:Anna@X.NL", ["anna@x.nl"]),
        ("\n\n  anna@x.nl  \n\n", ["anna@x.nl"]),
        ("  ", []),
    ],
)
def test_addresses_are_read_as_people_have_them(text: str, expected: list[str]) -> None:
    found = read_addresses(text)
    assert (list(found.addresses), found.problems) == (expected, [])


def test_every_line_with_something_wrong_is_named() -> None:
    found = read_addresses("anna@x.nl\nanna@\n\ngeen adres\n@x.nl\nbram@x.nl;piet@\n")

    assert list(found.addresses) == ["anna@x.nl", "bram@x.nl"]
    assert found.problems == [
        "Regel 2: ‘anna@’ is geen e-mailadres",
        "Regel 4: ‘geen adres’ is geen e-mailadres",
        "Regel 5: ‘@x.nl’ is geen e-mailadres",
        "Regel 6: ‘piet@’ is geen e-mailadres",
    ]


def test_in_a_table_a_line_without_an_address_is_wrong() -> None:
    found = read_addresses("naam;e-mail\nAnna;anna@x.nl\nBram;\nCees;cees\n")

    assert (list(found.addresses), found.problems) == (
        ["anna@x.nl"],
        [
            "Regel 3: hier staat geen e-mailadres",
            "Regel 4: ‘cees’ is geen e-mailadres",
        ],
    )


def test_what_stands_there_twice_is_taken_once_and_named() -> None:
    found = read_addresses("anna@x.nl\nbram@x.nl\nANNA@x.nl\n")

    assert (found.addresses, found.doubles) == ({"anna@x.nl": 1, "bram@x.nl": 2}, ["anna@x.nl"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_files_are_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    assert decode("naam;e-mail\nRené;rene@x.nl\n".encode(encoding)) == (
        "naam;e-mail\nRené;rene@x.nl\n"
    )


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14rest", b"\x89PNG\r\n\x1a\n\0\0", b"a\0b"])
def test_a_file_that_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(content)


def test_an_endless_cell_is_a_problem_and_no_crash() -> None:
    found = read_addresses("a" * 300_000)
    assert found.problems == [f"Regel 1: ‘{'a' * 80}’ is geen e-mailadres"]


@given(st.text(max_size=300))
def test_any_text_gives_addresses_and_problems(text: str) -> None:
    found = read_addresses(text)
    lines = [line for line in text.splitlines() if line.strip()]
    assert not found.addresses or lines
    assert all(address == address.lower() and "@" in address for address in found.addresses)
