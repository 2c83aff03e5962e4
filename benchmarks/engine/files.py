"""A company's columns as the files that `saleor-mlm plan run` reads.

python -m benchmarks.engine.files FOLDER csv|parquet
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

TREES = ("enroller", "placement")


def main() -> None:
    folder, ending = Path(sys.argv[1]), sys.argv[2]
    for name, table in (("network", network(folder)), ("sales", sales(folder))):
        write = pa.parquet.write_table if ending == "parquet" else pa.csv.write_csv
        write(table, folder / f"{name}.{ending}")


def network(folder: Path) -> pa.Table:
    """Everybody joined long ago."""
    trees = {tree: _column(folder, tree) for tree in TREES}
    people = len(trees["enroller"])
    return pa.table(
        {
            "distributor": _keys("D", np.arange(people)),
            "joined": pa.repeat(pa.scalar("2020-01-01"), people),
            **{
                tree: pc.if_else(pa.array(above < 0), "", _keys("D", above))
                for tree, above in trees.items()
            },
        }
    )


def sales(folder: Path) -> pa.Table:
    """Each order line one row; a distributor's own, or one of nine customers' of everybody."""
    place, own = _column(folder, "place"), _column(folder, "own")
    distributor, number = _keys("D", place), np.arange(len(place))
    worth = pa.array(_column(folder, "cv_e4")).cast(pa.decimal128(19, 0))
    worth = pc.divide(worth.cast(pa.decimal128(30, 4)), pa.scalar(10_000, pa.decimal128(5, 0)))
    worth = worth.cast(pa.decimal128(18, 4))
    customers = pc.binary_join_element_wise(distributor, _keys("C", number % 9), "-")
    return pa.table(
        {
            "order_line": _keys("O", number),
            "date": pa.array(_column(folder, "sold_at_us"), pa.timestamp("us", "UTC")),
            "distributor": distributor,
            "buyer": pc.if_else(pa.array(own), distributor, customers),
            "currency": pa.repeat(pa.scalar("USD"), len(number)).dictionary_encode(),
            "qv": worth,
            "cv": worth,
        }
    )


def _keys(letter: str, numbers: np.ndarray) -> pa.Array:
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 8, "0")
    return pc.binary_join_element_wise(letter, digits, "")


def _column(folder: Path, name: str) -> np.ndarray:
    return np.load(folder / f"{name}.npy")


if __name__ == "__main__":
    main()
