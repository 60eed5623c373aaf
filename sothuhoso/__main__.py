"""``python -m sothuhoso``."""

import sys

from sothuhoso.cli import main

sys.exit(main())
