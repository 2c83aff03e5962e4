"""Volumes of a period, and the tests that rest on them."""

import numpy as np

from .columns import Bool, Int64
from .errors import SnapshotError
from .plans import Measure, VolumeTest
from .snapshot import Snapshot


def personal_qv_e4(snapshot: Snapshot) -> Int64:
    """int64[person]: the QV of all sales that stand at a person, own and customers'."""
    rows = snapshot.sale_lines
    total = np.zeros(len(snapshot.network), dtype=np.int64)
    np.add.at(total, rows.place, rows.qv_e4)
    return total


def personal_cv_e4(snapshot: Snapshot) -> Int64:
    """int64[currency, person]: the same of CV, which is money and has no sum over currencies."""
    rows = snapshot.sale_lines
    total = np.zeros((len(snapshot.currencies), len(snapshot.network)), dtype=np.int64)
    np.add.at(total, (rows.currency, rows.place), rows.cv_e4)
    return total


def measured_e4(test: VolumeTest, qv_e4: Int64, cv_e4: Int64) -> Int64:
    """int64[person]: the volume that a test looks at.

    Raises `SnapshotError` for CV in more than one currency.
    """
    if test.measure is Measure.QV:
        return qv_e4
    used = np.flatnonzero(cv_e4.any(axis=1))
    if used.size > 1:
        message = "a test measures CV, but the sale lines are in several currencies"
        raise SnapshotError("cv-test-currencies", message)
    return cv_e4.sum(axis=0)


def passes(test: VolumeTest, qv_e4: Int64, cv_e4: Int64) -> Bool:
    """bool[person]: who passes a test."""
    return measured_e4(test, qv_e4, cv_e4) >= test.at_least_e4
