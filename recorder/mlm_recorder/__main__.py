"""python -m mlm_recorder http://127.0.0.1:8324 traces/3.23"""

import sys
from pathlib import Path

from .store import Store
from .traces import write_all

write_all(Store(sys.argv[1]), Path(sys.argv[2]))
