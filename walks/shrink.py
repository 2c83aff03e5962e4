"""Makes a walk short that shows a difference: steps are left out as long as it stays."""

from collections.abc import Callable
from typing import Any

Script = dict[str, Any]


def shrink(script: Script, differs: Callable[[Script], bool]) -> Script:
    """The shortest script by leaving out runs of steps, from half of them down to one."""
    steps = list(script["steps"])
    size = max(1, len(steps) // 2)
    while size:
        index = 0
        while index < len(steps):
            shorter = script | {"steps": steps[:index] + steps[index + size :]}
            if shorter["steps"] and differs(shorter):
                steps = shorter["steps"]
            else:
                index += size
        size //= 2
    return script | {"steps": steps}
