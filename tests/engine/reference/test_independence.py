"""The twin shares nothing with the engine that both could have wrong."""

import ast
from pathlib import Path

import saleor_mlm.engine.reference as twin

MAY_IMPORT = ("plans", "periods")


def test_the_twin_imports_nothing_of_the_engine_but_plans_and_periods():
    found = set()
    for file in Path(twin.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level == 2:
                found.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                assert not (node.module or "").startswith("saleor_mlm")
            elif isinstance(node, ast.Import):
                assert not any(name.name.startswith(("saleor_mlm", "numpy")) for name in node.names)
    assert found == set(MAY_IMPORT)
