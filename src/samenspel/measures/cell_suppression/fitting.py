"""Counts for hidden cells of which only the totals are known."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from samenspel.measures.cell_suppression.ranges import BoolArray, IntArray

_LARGEST = 2**31 - 1


def fitted(hidden: BoolArray, rows: IntArray, columns: IntArray) -> IntArray:
    """(rows, columns) some counts of the hidden cells with these totals; 0 where nothing is hidden.

    hidden : (rows, columns)
    rows : (rows,) people in the hidden cells of each row; columns : (columns,) likewise

    A transport problem: a maximum flow from rows to columns over the hidden cells (Dinic 1970).

    Raises ValueError where no counts have these totals.
    """
    if len(rows) != hidden.shape[0] or len(columns) != hidden.shape[1]:
        raise ValueError("there must be a total for every row and every column")
    totals = np.concatenate([rows, columns])
    if totals.size and totals.min() < 0:
        raise ValueError("totals must not be negative")
    if rows.sum() != columns.sum() or rows.sum() > _LARGEST:
        raise ValueError("rows and columns must have the same sum, below 2 billion")
    at_rows, at_columns = np.nonzero(hidden)
    first, last = 0, len(rows) + len(columns) + 1
    row_nodes, column_nodes = 1 + np.arange(len(rows)), 1 + len(rows) + np.arange(len(columns))
    start = np.concatenate([np.zeros_like(row_nodes), row_nodes[at_rows], column_nodes])
    end = np.concatenate([row_nodes, column_nodes[at_columns], np.full_like(column_nodes, last)])
    most = np.concatenate([rows, np.minimum(rows[at_rows], columns[at_columns]), columns])
    nodes = last + 1
    graph = coo_array((most.astype(np.int32), (start, end)), shape=(nodes, nodes)).tocsr()
    result = maximum_flow(graph, first, last, method="dinic")
    if result.flow_value != rows.sum():
        raise ValueError("no counts have these totals")
    flow = result.flow[row_nodes][:, column_nodes].toarray()
    return np.asarray(np.where(hidden, flow, 0), dtype=np.int64)
