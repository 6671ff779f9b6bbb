"""Letters of scripts whose words are not, or not only, separated by spaces."""

from __future__ import annotations

import re
from typing import Final

#: A letter of Thai, Lao, Japanese, Chinese or Korean. One pattern for all, because compiling these
#: ranges takes 10 ms.
UNSPACED: Final = re.compile("[\u0e00-\u0eff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af]")
