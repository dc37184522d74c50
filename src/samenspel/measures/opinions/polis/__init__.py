"""Polis's definitions, so that who comes from Polis finds the same numbers.

This is how Polis computes, not how Samenspel does: `docs/methods.md` says what is wrong with it and
what is done instead. Source: Small, Bjorkegren, Erkkila, Shaw & Megill (2021), "Polis: scaling
deliberation by mapping high dimensional opinion spaces", and what Polis's program does where the
paper is silent. Held against Polis's own output in the tests.

    plane           centre, components, places of people and of statements
    clusters        who is clustered, base clusters, groups, and the whole procedure at once
    counts          what stands at zero in the counts
    representative  which statements tell a group from the others
    consensus       what every group agrees with, and what everybody together agrees with
    routing         the weight with which a statement is shown next

**Sign.** Votes are Samenspel's: +1 agree, -1 disagree, 0 pass. Polis computes with -1 as agree. So
Polis's centre is minus the centre here. With the same components Polis's places of people and of
statements are minus the places here; with the components turned around they are the same. The sign
of a component is arbitrary in Polis, so the two differ by what means nothing: distances, extremity,
clusters, counts and everything computed from counts are equal.

n people, m statements, v_ij the vote of i on j, O_i what i voted on and n_i how many. Polis knows
only statements that somebody voted on: drop others with `Votes.keep_statements` first, as they
would count in m. Statements that moderators took out, and meta statements, are *at zero*: Polis
sets them to 0 for everybody, and they go on to count in m and in n_i. `at_zero` says which.

What was left out, because it is history and not a definition: who was let in early stays in, base
clusters and groups start from those of the last time, a new number of groups must win four times
in a row, and above some thousands of people the plane is updated from samples.
"""
