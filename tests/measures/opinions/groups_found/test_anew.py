"""Groups looked for from nothing but votes: also where there is nothing to see."""

import numpy as np
import pytest

from samenspel.measures.opinions.groups_found.anew import found_anew
from samenspel.measures.opinions.votes import Votes


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_people_who_all_say_the_same_are_in_one_group_or_another(axes: int) -> None:
    people, statements = 26, 3
    voter, statement = np.divmod(np.arange(people * statements), statements)
    votes = Votes(voter, statement, np.array([1, -1, 0])[statement], people, statements)

    [label] = found_anew([votes], axes, 2, seeds=[0])

    assert label.tolist() == [label[0]] * people
