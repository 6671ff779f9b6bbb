"""Fixes: write what hints propose into event files, and change nothing else in them.

A finding carries the edits that it proposes, if it proposes just one thing. Here they become spans
of the text of a file, in every event that has the old texts at its own places.
"""

from __future__ import annotations

from dateline.fixes.plan import FilePlan, Plan, plan_fixes, write_plan

__all__ = ["FilePlan", "Plan", "plan_fixes", "write_plan"]
