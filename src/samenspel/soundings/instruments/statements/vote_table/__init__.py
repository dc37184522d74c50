"""Reads a table of votes, Parquet or Arrow: a row for each vote, of millions of people.

Columns are turned into numbers as a whole, never row by row. No id of a participant leaves this
package, but for the ends of the parts that workers read.
"""

from samenspel.soundings.instruments.statements.vote_table.partitions import PartError
from samenspel.soundings.instruments.statements.vote_table.reading import read_table

__all__ = ["PartError", "read_table"]
