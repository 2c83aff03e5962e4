"""The same level bonus on the same rows by other means, each as a whole process.

python -m benchmarks.engine.peers python|sql|duckdb|bandwidth FOLDER

Ten levels, 10, 5, 3, 2, 2, 1, 1, 1, 1, 1 %; who sold less than 150.00 is passed over; amounts
rounded half up. Each prints how many lines it made and their sum, which have to be the same.
"""

import io
import json
import sys
import time
from pathlib import Path

import numpy as np

RATES_PERCENT = (10, 5, 3, 2, 2, 1, 1, 1, 1, 1)
ACTIVE_E4 = 1_500_000
COLUMNS = ("place", "own", "cv_e4")

# A base in 1/10,000 of a dollar times a percent, over 10,000, is cents; doubled to round half up.
RECURSIVE = """
WITH RECURSIVE walk AS (
    SELECT s.number, s.cv_e4, 0 AS paid,
           CASE WHEN s.own THEN p.parent ELSE s.place END AS person
    FROM sale s JOIN person p ON p.id = s.place
    UNION ALL
    SELECT w.number, w.cv_e4, w.paid + p.active::int, p.parent
    FROM walk w JOIN person p ON p.id = w.person
    WHERE w.paid + p.active::int < 10
)
SELECT count(*), sum((w.cv_e4 * r.percent * 2 + 10000) / 20000)
FROM walk w JOIN person p ON p.id = w.person AND p.active
JOIN rate r ON r.level = w.paid + 1
"""
DUCKDB = RECURSIVE.replace("/ 20000", "// 20000")


def main() -> None:
    contender, folder = sys.argv[1], Path(sys.argv[2])
    read = {name: np.load(folder / f"{name}.npy") for name in (*COLUMNS, "enroller")}
    started = time.perf_counter()
    found = CONTENDERS[contender](read)
    print(json.dumps({**found, "calculate_s": time.perf_counter() - started}))


def plain(read: dict[str, np.ndarray]) -> dict[str, float]:
    """One order and one ancestor at a time, in memory; making lists of the columns is not
    counted."""
    parent, active = read["enroller"].tolist(), _active(read).tolist()
    columns = [read[name].tolist() for name in COLUMNS]
    started = time.perf_counter()
    totals = [0] * len(parent)
    lines = 0
    for place, own, cv_e4 in zip(*columns, strict=True):
        person = parent[place] if own else place
        level = 0
        while person >= 0 and level < len(RATES_PERCENT):
            if active[person]:
                totals[person] += (cv_e4 * RATES_PERCENT[level] * 2 + 10_000) // 20_000
                level += 1
                lines += 1
            person = parent[person]
    took = time.perf_counter() - started
    return {"lines": lines, "paid_minor": sum(totals), "query_s": took}


def sql(read: dict[str, np.ndarray]) -> dict[str, float]:
    """One recursive query in a PostgreSQL of its own; loading the rows is not counted."""
    import psycopg

    from saleor_sandbox import postgres

    with (
        postgres.throw_away() as url,
        psycopg.connect(url, autocommit=True) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE person (id int, parent int, active bool)")
        cursor.execute("CREATE TABLE sale (number int, place int, own bool, cv_e4 bigint)")
        cursor.execute("CREATE TABLE rate (level int, percent int)")
        parent, active = read["enroller"], _active(read)
        _copy(cursor, "person", (np.arange(len(parent)), parent, active.astype(int)))
        number = np.arange(len(read["place"]))
        _copy(cursor, "sale", (number, read["place"], read["own"].astype(int), read["cv_e4"]))
        _copy(cursor, "rate", (np.arange(1, 11), np.array(RATES_PERCENT)))
        cursor.execute("ALTER TABLE person ADD PRIMARY KEY (id)")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SET work_mem = '1GB'")
        started = time.perf_counter()
        cursor.execute(RECURSIVE)
        lines, paid = cursor.fetchone()
        took = time.perf_counter() - started
    return {"lines": lines, "paid_minor": int(paid), "query_s": took}


def duck(read: dict[str, np.ndarray]) -> dict[str, float]:
    """The same query in DuckDB, on two threads; loading the rows is not counted."""
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    parent, active = read["enroller"], _active(read)
    people = {"id": np.arange(len(parent)), "parent": parent, "active": active}
    sales = {"number": np.arange(len(read["place"])), **{name: read[name] for name in COLUMNS}}
    rates = {"level": np.arange(1, 11), "percent": np.array(RATES_PERCENT)}
    for name, columns in (("person", people), ("sale", sales), ("rate", rates)):
        connection.register("columns", columns)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM columns")
        connection.unregister("columns")
    started = time.perf_counter()
    lines, paid = connection.execute(DUCKDB).fetchone()
    return {"lines": lines, "paid_minor": int(paid), "query_s": time.perf_counter() - started}


def bandwidth(read: dict[str, np.ndarray]) -> dict[str, float]:
    """The floor: once over what every level has to touch (a sale's base, its person, who is above
    him, what is paid to him), at the speed of copying memory."""
    size = 64_000_000
    source, target = np.ones(size, np.int64), np.empty(size, np.int64)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        np.copyto(target, source)
        times.append(time.perf_counter() - started)
    bytes_a_second = 2 * 8 * size / min(times)
    touched = len(read["place"]) * len(RATES_PERCENT) * (8 + 4 + 4 + 8)
    return {"gigabytes_a_second": bytes_a_second / 1e9, "floor_s": touched / bytes_a_second}


def _active(read: dict[str, np.ndarray]) -> np.ndarray:
    volume_e4 = np.zeros(len(read["enroller"]), np.int64)
    np.add.at(volume_e4, read["place"], read["cv_e4"])
    return volume_e4 >= ACTIVE_E4


def _copy(cursor: object, table: str, columns: tuple[np.ndarray, ...]) -> None:
    text = io.StringIO()
    np.savetxt(text, np.column_stack(columns), fmt="%d", delimiter="\t")
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        copy.write(text.getvalue())


CONTENDERS = {"python": plain, "sql": sql, "duckdb": duck, "bandwidth": bandwidth}

if __name__ == "__main__":
    main()
