"""The gazetteer: names to candidates, ids to places, and the source of each place."""

from __future__ import annotations

import pickle
import socket
from pathlib import Path

import pytest


def best(gazetteer, name):
    """Return the first candidate of the kind that the name says."""
    candidates = gazetteer.candidates([name])[name]
    return next((c for c in candidates if c.is_kind_fit), None)


def ids(gazetteer, name):
    return [candidate.place.place_id for candidate in gazetteer.candidates([name])[name]]


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Sumy", "geonames:692194"),
        ("Суми", "geonames:692194"),
        ("Kursk", "geonames:538560"),
        ("Kursk Oblast", "geonames:538555"),
        ("Kursk region", "geonames:538555"),
        ("Kursk province", "geonames:538555"),
        ("Kurskaya oblast", "geonames:538555"),
        ("Kurska oblast", "geonames:538555"),
        ("Курская область", "geonames:538555"),
        ("Sumska oblast", "geonames:692196"),
        ("Sumskaya Oblast", "geonames:692196"),
        ("Sums'ka Oblast'", "geonames:692196"),
        ("Moscow region", "geonames:524925"),
        ("Gangwon-do", "geonames:1843125"),
        ("Aleppo Governorate", "geonames:170062"),
        ("St. Petersburg", "geonames:498817"),
        ("Ukraine", "geonames:690791"),
        ("Ukrainian", "geonames:690791"),
        ("Russians", "geonames:2017370"),
        ("US", "geonames:6252001"),
        ("U.S.", "geonames:6252001"),
        ("the United States", "geonames:6252001"),
        ("DPRK", "geonames:1873107"),
        ("Republic of Korea", "geonames:1835841"),
        ("State of Palestine", "geonames:6254930"),
        ("UKR", "geonames:690791"),
        ("日本海", "marine:sea-of-japan"),
        ("East Sea", "marine:sea-of-japan"),
        ("Sea of Japan", "marine:sea-of-japan"),
        ("Arabian Gulf", "marine:persian-gulf"),
        ("Bab-el-Mandeb", "marine:bab-el-mandeb"),
        ("Red Sea", "marine:red-sea"),
        ("Taiwan Strait", "marine:taiwan-strait"),
        ("Black Sea", "marine:black-sea"),
        ("Dnipro River", "river:dnieper"),
        ("Lake Baikal", "lake:lake-baikal"),
        ("Korean DMZ", "project:korean-dmz"),
        ("Korean Demilitarized Zone", "project:korean-dmz"),
        ("Panmunjom", "project:panmunjom"),
        ("Donbas", "project:donbas"),
        ("Crimea", "project:crimea"),
        ("Golan Heights", "project:golan-heights"),
        ("Sahel", "project:sahel"),
        ("Kashmir", "project:kashmir"),
        ("Nagorno-Karabakh", "project:nagorno-karabakh"),
        ("Strait of Hormuz", "project:strait-of-hormuz"),
        ("Kerch Strait", "project:kerch-strait"),
        ("38th parallel", "project:38th-parallel"),
        ("Zaporizhzhia Nuclear Power Plant", "project:zaporizhzhia-npp"),
        ("Gaza Strip", "geonames:281132"),
        ("West Bank", "geonames:285153"),
    ],
)
def test_a_name_leads_to_its_place(gazetteer, name, place_id):
    """The first candidate of the right kind is the place that the name is known for."""
    assert place_id == best(gazetteer, name).place.place_id


@pytest.mark.parametrize(
    ("name", "place_ids"),
    [
        ("Rafah", {"geonames:281102", "geonames:350350"}),
        ("Kashmir", {"project:kashmir", "geonames:5789342"}),
        ("Sahel", {"project:sahel", "geonames:6930713"}),
        ("Red Sea", {"marine:red-sea", "geonames:408646"}),
        ("Sumy", {"geonames:692194", "geonames:692196"}),
        ("Georgia", {"geonames:614540", "geonames:4197000"}),
    ],
)
def test_false_friends_are_all_candidates(gazetteer, name, place_ids):
    """A name of several places yields all of them; the geocoder chooses."""
    assert place_ids <= set(ids(gazetteer, name))


@pytest.mark.parametrize("name", ["Al Qaeda", "Mariopol", "", "—", "Jordan Strait"])
def test_a_name_of_no_place_has_no_candidate(gazetteer, name):
    """A name that no place has yields nothing, and a strait is never a country."""
    assert [] == gazetteer.candidates([name])[name]


def test_the_candidate_says_which_kind_word_the_text_had(gazetteer):
    """A candidate has the kind word and whether it names that kind of place."""
    sea, *others = gazetteer.candidates(["Red Sea"])["Red Sea"]
    assert ("sea", True) == (sea.kind_word, sea.is_kind_fit)
    assert {("admin1", False)} == {(c.place.kind, c.is_kind_fit) for c in others}


def test_a_kind_word_that_no_place_answers_to_is_part_of_the_name(gazetteer):
    """*Rio* means river in Portuguese, but Rio de Janeiro is not a river."""
    candidate = best(gazetteer, "Rio de Janeiro")
    assert ("settlement", "", True) == (
        candidate.place.kind,
        candidate.kind_word,
        candidate.is_kind_fit,
    )


def test_a_name_found_only_without_its_kind_word_says_so(gazetteer):
    """The surroundings of a town are not the town, and the candidate says so."""
    (candidate, *_) = gazetteer.candidates(["Bakhmut area"])["Bakhmut area"]
    assert ("geonames:713174", False, True) == (
        candidate.place.place_id,
        candidate.is_kind_fit,
        candidate.is_stripped,
    )


def test_names_are_answered_in_the_order_and_spelling_given(gazetteer):
    """The keys of the result are the names as given, in the same order."""
    names = ["Sumy", "nowhere at all", "SUMY", "Kursk"]
    found = gazetteer.candidates(names)
    assert names == list(found)
    assert found["Sumy"] == found["SUMY"]


def test_alternate_names_do_not_crowd_out_the_display_name(gazetteer):
    """A display name has rank 0, an alternate name 2, a demonym 3."""
    ranks = {name: best(gazetteer, name).rank for name in ("Sumy", "Soemi", "Ukrainian")}
    assert {"Sumy": 0, "Soemi": 2, "Ukrainian": 3} == ranks


def test_a_place_is_found_by_its_id(gazetteer):
    """A known id returns its place, an unknown one None."""
    place = gazetteer.place("geonames:692194")
    assert ("Sumy", "settlement", "UA", "UA.21") == (
        place.name,
        place.kind,
        place.country,
        place.admin1,
    )
    assert gazetteer.place("geonames:0") is None


def test_a_settlement_carries_the_radius_of_its_class(gazetteer):
    """The radius of a settlement grows with its population."""
    village, town, metropolis = (
        best(gazetteer, name).place.uncertainty_m for name in ("Sudzha", "Sumy", "Moscow")
    )
    assert (2_500.0, 12_000.0, 30_000.0) == (village, town, metropolis)


def test_a_region_s_radius_reaches_its_farthest_corner(gazetteer):
    """The circle around a region's point contains its whole outline."""
    from dateline.geodesy import LonLat, reach_m  # noqa: PLC0415

    place = gazetteer.place("geonames:538555")
    shape = gazetteer.geometry(place)
    reach = reach_m(shape, LonLat(place.lon, place.lat))
    assert reach == pytest.approx(place.uncertainty_m, rel=0.01)


def test_the_point_of_a_country_lies_in_it(gazetteer):
    """A country's representation point lies inside its outline."""
    from shapely import Point  # noqa: PLC0415

    outside = [
        candidate.place.name
        for [candidate, *_] in gazetteer.candidates(gazetteer.countries().values()).values()
        if (shape := gazetteer.geometry(candidate.place)) is not None
        and not shape.intersects(Point(candidate.place.lon, candidate.place.lat))
    ]
    assert [] == outside


@pytest.mark.parametrize(("worldview", "is_inside"), [("un", True), ("de-facto", False)])
def test_borders_are_a_point_of_view(gazetteer, worldview, is_inside):
    """Whether Ukraine's outline contains Simferopol depends on the worldview."""
    from shapely import Point  # noqa: PLC0415

    ukraine = gazetteer.geometry(gazetteer.place("geonames:690791"), worldview)
    assert is_inside == ukraine.contains(Point(34.1, 44.95))


def test_the_korean_dmz_is_a_belt_that_holds_panmunjom(gazetteer):
    """The Demilitarized Zone is 4 km wide and about 1,000 km2, and contains Panmunjom."""
    from shapely import Point  # noqa: PLC0415

    from dateline.geodesy import area_m2  # noqa: PLC0415

    zone = gazetteer.geometry(gazetteer.place("project:korean-dmz"))
    assert zone.intersects(Point(126.677, 37.956))
    assert area_m2(zone) / 1e6 == pytest.approx(900, abs=150)


def test_a_settlement_has_no_outline(gazetteer):
    """A place that is only a point has no geometry."""
    assert gazetteer.geometry(gazetteer.place("geonames:692194")) is None


def test_every_place_says_where_it_comes_from(gazetteer):
    """Each place has a source, and each source a title and a licence."""
    used = {code for (code,) in gazetteer.rows("SELECT DISTINCT source FROM place")}
    sources = {source.code: source for source in gazetteer.sources()}
    assert used <= set(sources)
    assert all(source.title and source.licence for source in sources.values())
    assert "CC BY 4.0" == sources["geonames-settlements"].licence


def test_countries_have_neighbours_and_names(gazetteer):
    """Countries and regions have English names and countries have neighbours."""
    assert "Ukraine" == gazetteer.countries()["UA"]
    assert "Kursk Oblast" == gazetteer.admin1_names()["RU.41"]
    assert {"KP", "RU", "MN", "VN"} <= set(gazetteer.neighbours("CN"))
    assert () == gazetteer.neighbours("XX")


def test_settlements_refer_to_regions_that_are_there(gazetteer):
    """The first-level region of nearly every settlement is in the table of regions."""
    ((missing,),) = gazetteer.rows(
        "SELECT count(*) FROM place WHERE kind = 'settlement' AND admin1 <> '' "
        "AND admin1 NOT IN (SELECT code FROM admin1)"
    )
    assert missing < 5_000


def test_no_look_up_opens_the_network(gazetteer, monkeypatch):
    """Looking up names, suggestions and positions opens no socket."""

    def refuse(*_arguments, **_options):
        raise AssertionError("a look-up opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    assert gazetteer.candidates(["Sumy", "Kursk province"])
    assert gazetteer.suggest("Mariopol")
    assert gazetteer.country_at(34.8, 50.9)


def test_a_pickled_gazetteer_opens_the_file_again(gazetteer):
    """In another process an unpickled gazetteer opens the same file."""
    with pickle.loads(pickle.dumps(gazetteer)) as copy:  # noqa: S301
        assert isinstance(copy.path, Path)
        assert copy.candidates(["Sumy"]) == gazetteer.candidates(["Sumy"])
