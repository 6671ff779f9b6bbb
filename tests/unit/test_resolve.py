"""Resolving: documents, features and their weights, and the reasons for a choice."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from dateline.gazetteer import Gazetteer
from dateline.geocoder.candidates import Finder, build_pool
from dateline.geocoder.context import context_of
from dateline.geocoder.dialect import dialects
from dateline.geocoder.document import Mention, resolve_document
from dateline.geocoder.enclosing import fit
from dateline.geocoder.features import CONTEXT, LOCAL, likeness
from dateline.geocoder.forms import Name
from dateline.geocoder.overrides import OwnPlaces
from dateline.geocoder.resolve import fitting_candidates, resolve, score
from dateline.geocoder.trust import TRUST
from dateline.geocoder.weights import TRUST_WEIGHTS, WEIGHTS
from dateline.geocoder.wording import REASONS
from reasons import said


@pytest.fixture(scope="module")
def finder():
    with Gazetteer.open() as gazetteer:
        yield Finder(gazetteer, OwnPlaces())


def read(text, *toponyms, finder):
    """Return the countries and regions that the mentions of a text were resolved to."""
    mentions = [Mention(t, text.index(t), text.index(t) + len(t)) for t in toponyms]
    found = resolve_document(mentions, text, finder)
    return [one.chosen.place.admin1 or one.chosen.place.country for one in found if one.chosen]


@pytest.mark.parametrize(
    ("within", "share"),
    [
        ((), 1.0),
        (("Kursk Oblast",), 1.0),
        (("Kursk Oblast", "Russia"), 1.0),
        (("Kursk Oblast", "Spain"), 0.5),
        (("Kursk Oblast", "Spain", "Portugal"), 1 / 3),
        (("Spain",), 0.0),
        (("settlement", "Russia"), 1.0),
    ],
)
def test_fit_is_the_share_of_the_enclosing_places(finder, within, share):
    """The fit is the share of enclosing places that contain the place, not the best of them."""
    assert [pytest.approx(share)] == fit(finder.candidates("Sudzha"), within, finder)


def test_every_feature_has_a_weight():
    """There is exactly one weight per feature."""
    assert {*LOCAL, *CONTEXT} == set(WEIGHTS)
    assert set(TRUST) == set(TRUST_WEIGHTS)


def test_reasons_name_features():
    """Every reason consists of existing features."""
    assert {name for names in REASONS.values() for name in names} <= {*LOCAL, *CONTEXT}


def test_area_said_right_after_decides(finder):
    """A state after a comma decides which town is meant."""
    assert ["US.TX", "US.TX"] == read("Fire in Paris, Texas.", "Paris", "Texas", finder=finder)


def test_one_name_has_one_meaning(finder):
    """A town that was named with its region once is meant by its bare name too."""
    text = "PARIS, Texas (AP). Council met. The mayor of Paris spoke."
    mentions = [Mention("PARIS", 0, 5), Mention("Paris", 45, 50)]
    found = resolve_document(mentions, text, finder)
    assert ["US.TX", "US.TX"] == [one.chosen.place.admin1 for one in found]


def test_context_of_a_text_decides(finder):
    """Towns that are named together are assumed to be close together."""
    text = "Trains from Boston stop at Worcester and Springfield."
    assert ["US.MA"] * 3 == read(text, "Boston", "Worcester", "Springfield", finder=finder)


def test_dialect_is_heard():
    """The words for local offices point to a country; a plain text points to none."""
    heard = dialects("The sheriff and the school district met the county commissioners.")
    assert "US" == max(heard, key=heard.get)
    assert {} == dialects("Shelling was reported.")


def test_names_are_compared_by_consonants():
    """Romanisations of one name are similar; different names are not."""
    assert (1.0, 1.0) == (likeness("kiev", "kyiv"), likeness("odessa", "odesa"))
    assert likeness("leh", "le havre") < 0.6


def test_shares_add_up(finder):
    """The shares of the candidates of each toponym add up to 1, with and without context."""
    context = context_of([Name("Paris"), Name("Springfield"), Name("Qwertz")])
    pool = build_pool([fitting_candidates(name, finder) for name in context.members])
    sums = np.bincount(pool.names, score(pool, context, finder).shares, minlength=3)
    assert [1.0, 1.0, 0.0] == pytest.approx(sums)


def test_order_of_a_context_changes_nothing(finder):
    """The order of the members does not change the result."""
    names = [Name(word) for word in ("Moscow", "Boise", "Paris", "Lyon", "Springfield")]
    there = {r.name: r.chosen for r in resolve(context_of(names), finder)}
    back = {r.name: r.chosen for r in resolve(context_of(names[::-1]), finder)}
    assert there == back


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (Name("Sudzha", ("Kursk Oblast", "Russia")), 'the only "Sudzha" in Kursk Oblast, Russia'),
        (Name("Vladivostok"), 'the only "Vladivostok"'),
        (Name("Ukraine"), 'by far the likeliest "Ukraine"'),
    ],
)
def test_reasons_are_words(finder, name, reason):
    """The reason for a choice is in words."""
    assert reason == said(resolve(context_of([name]), finder)[0].reason)


def test_reason_tells_places_of_one_name_apart(finder):
    """If the next place has the same name but another kind, the reason names the kind."""
    reason = said(resolve(context_of([Name("Gaza")]), finder)[0].reason)
    assert reason.startswith("chosen over Gaza, Mozambique (region): ")


@pytest.mark.parametrize("name", ["Moscow", "Baku", "Seoul", "Gaza"])
def test_city_of_a_name_is_settled(finder, name):
    """A city that is most of its region, or far better known, needs no warning."""
    found = resolve(context_of([Name(name)]), finder)[0]
    assert ("resolved", "settlement") == (found.outcome, found.chosen.place.kind)


def test_runners_up_fall_in_score(finder):
    """Scores descend from the choice to the last runner-up, and their sum is at most 1."""
    found = resolve(context_of([Name("Springfield")]), finder)[0]
    scores = [found.chosen.score, *(other.score for other in found.runners_up)]
    assert sorted(scores, reverse=True) == scores
    assert sum(scores) <= 1.0001


def test_names_are_resolved_without_tables():
    """Resolving names imports neither pandas nor Arrow."""
    code = (
        "import sys, dateline.geocoder.document\n"
        "print(sorted({'pandas', 'geopandas', 'pyarrow'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "[]" == done.stdout.strip()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("D.C.", "admin1"), ("Washington, D.C.", "settlement"), ("Lviv", "settlement")],
)
def test_a_code_of_a_region_means_the_region(finder, name, kind):
    """Of a town and its region at one spot, the one is meant whose name or code is written."""
    found = resolve(context_of([Name(name)]), finder)[0]
    assert found.chosen.place.kind == kind
