"""Pictures that become a part of the page: found in the project, checked, and made small.

Nothing is downloaded. What cannot be shown is a finding, and its event is kept.
"""

from __future__ import annotations

from dateline.media.embed import (
    NO_PICTURES,
    Pictures,
    ShownPicture,
    embed_pictures,
    without_pictures,
)

__all__ = ["NO_PICTURES", "Pictures", "ShownPicture", "embed_pictures", "without_pictures"]
