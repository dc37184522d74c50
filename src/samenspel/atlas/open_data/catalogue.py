"""All lists that can be downloaded, in the order of the page that offers them."""

from samenspel.atlas.open_data import arrangements, municipalities, purposes
from samenspel.atlas.open_data.table import Table

TABLES: tuple[Table, ...] = (
    *municipalities.TABLES[:2],
    *arrangements.TABLES,
    *purposes.TABLES,
    *municipalities.TABLES[2:],
)
BY_NAME = {table.name: table for table in TABLES}
