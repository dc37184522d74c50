import pytest

from samenspel.measures.opinions.groups_found.finding import GroupsFound, Search


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of who is in which group: how stable groups are and what sets them apart is tested
    elsewhere, and takes most of the time."""

    def as_found(_search: Search, found: GroupsFound, _sample: object) -> GroupsFound:
        return found

    monkeypatch.setattr(Search, "checked", as_found)
