"""Static pictures of the map: SVG, and PNG and PDF made from it."""

from __future__ import annotations

from dateline.render.picture.draw import View, draw_picture, plain_picture

__all__ = ["View", "draw_picture", "plain_picture"]
