"""Scores the resolver on made articles that define a place, in wordings that nothing is fitted on.

Each name has at least three bearers far from each other, and any of them is meant. The first
sentence says where it lies as works of reference do; the sentences after it name towns nearby and
other countries. In some articles the meant place is taken out of the candidates: only the district
or region that the article names can be right then.

Usage:
    python bench/definitions.py [COUNT]
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from toponym_resolver import finder

from dateline.gazetteer import Place
from dateline.geocoder.document import Mention, resolve_document
from dateline.geodesy import LonLat, distances_m

#: First sentences for one country, or for all countries: "*".
LEADS = """
US {name} is a city in and the county seat of {d}, {r}, United States. It had 4,512 people in 2010.
US {name} is an unincorporated community in {d}, in the U.S. state of {r}.
US {name} is a census-designated place (CDP) in {d}, {r}. Its population was 912 in 2000.
US {name} is a statutory town located in {d}, {r}.
US The Town of {name} is located in {d}, {r}.
FR {name} is a commune in the {d} department in the {r} region in western France.
FR {name} is a commune in the {d} department in southern France. Its people are the Castrais.
IT {name} is a comune (municipality) in the Province of {d} in the Italian region {r}.
ES {name} is a municipality located in the province of {d}, {r}, Spain, near the river.
DE {name} is a municipality in {r}, Germany, near {n1}. It belongs to the Verbandsgemeinde of {n2}.
PL {name} is a village in the administrative district of Gmina {n1}, within {d}, {r}, in Poland.
IR {name} (also romanised as {name}) is a village in {n1} Rural District, in {r}, Iran.
BR {name} is a municipality in the state of {r} in the Northeast region of Brazil.
PH {name}, officially the Municipality of {name}, is in the province of {d}, Philippines.
IN {name} is a town and a nagar panchayat in {d} district in the Indian state of {r}.
ID {name} is a district (kecamatan) in {d}, {r}, Indonesia.
AU {name} is a rural locality in the {d} Region, {r}, Australia.
CA {name} is a village in the Canadian province of {r}. It lies on Highway 2 north of {n1}.
RU {name} is a rural locality (a selo) in {r}, Russia, located on the bank of the river.
UA {name} is an urban-type settlement in {d} of {r} of Ukraine.
TR {name} is a village in the District of {n1}, {r}, Turkey.
MX {name} is a town and one of the municipalities in the Mexican state of {r}.
MX {name} is a town in {d} Municipality, {r}, in northern Mexico.
GB {name} is a village and civil parish in {d}, {r}, about 4 miles south of {n1}.
PE {name} is a town in southern Peru, capital of the {d} province in the {r} region.
RO {name} is a commune in {r}, Romania. It is composed of three villages: {name}, {n1} and {n2}.
* {name} is a town in {r}, {c}.
* {name} is a settlement in the {d} district of {r} in {c}.
* {name} is a former municipality in {d}, {c}. Since the reform it is part of {n1}.
* {name} is a populated place in {r}, in the north of {c}.
* {name} (pronounced as it is written) lies in the {r} Province, {c}, 12 km east of {n1}.
* {name} is the name of a village west of {n1} in {c}.
* {name} is a barrio in the municipality of {n1}, {c}.
"""
BODY = """
{name} had a population of 1,204 in 2001. {name} has a station on the line from {n1} to {n2}.
The economy of {name} is based on agriculture. The nearest larger town to {name} is {n1}.
{name} was named after {name} in {other}, from where the first settlers came.
Many inhabitants of {name} emigrated to {other} in the 19th century. {name} has a church.
The climate in {name} is mild. {n1}, {n2} and {name} share a fire brigade.
"""
RIGHT_M = 161_000.0
#: Share of articles about a place that is taken out of the candidates.
MISSING = 0.23
#: Neighbours are this near, in degrees.
NEAR = 0.4


class Article(NamedTuple):
    """An article: the name, the place that is meant, and the text."""

    name: str
    meant: Place
    text: str


def articles(count: int, *, seed: int) -> Iterator[Article]:
    """Yield about ``count`` articles, each about another name."""
    random = np.random.default_rng(seed)
    rows = finder().gazetteer.rows
    ask = (
        "SELECT name FROM place WHERE kind = 'settlement' GROUP BY name HAVING COUNT(*) > 2 "
        "ORDER BY name"
    )
    names = [name for (name,) in rows(ask)]
    districts = dict(rows("SELECT admin2, name FROM place WHERE kind = 'admin2' AND admin2 != ''"))
    ask = "SELECT name, country, lon, lat FROM place WHERE kind = 'settlement' ORDER BY place_id"
    towns = [*rows(ask)]
    positions = np.array([town[2:] for town in towns])
    leads = [line.split(" ", 1) for line in LEADS.strip().split("\n")]
    written = 0
    for index in random.permutation(len(names)):
        name = names[index]
        places = _bearers(name)
        if written == count or len(_apart(places)) < 3:
            if written == count:
                return
            continue
        meant = places[int(random.integers(len(places)))]
        near = np.flatnonzero(np.abs(positions - (meant.lon, meant.lat)).max(axis=1) < NEAR)
        near = [row for row in near if towns[row][1] == meant.country and towns[row][0] != name]
        own = [line for country, line in leads if country == meant.country]
        lead = str(random.choice(own or [line for country, line in leads if country == "*"]))
        words = {"d": districts.get(meant.admin2, ""), "r": finder().regions.get(meant.admin1, "")}
        if len(near) < 2 or any(
            f"{{{key}}}" in lead and value in {"", name} for key, value in words.items()
        ):
            continue
        one, two = (towns[row][0] for row in random.choice(near, 2, replace=False))
        words |= {"name": name, "n1": one, "n2": two, "c": finder().countries[meant.country]}
        words["other"] = finder().countries[str(random.choice(sorted(finder().countries)))]
        body = random.choice(BODY.strip().split("\n"), 3, replace=False)
        yield Article(name, meant, "\n".join([lead, *body]).format(**words))
        written += 1


def _bearers(name: str) -> list[Place]:
    found = [c.place for c in finder().candidates(name) if c.rank <= 1]
    known = finder().countries
    return [place for place in found if place.kind == "settlement" and place.country in known]


def _apart(places: list[Place]) -> list[Place]:
    chosen: list[Place] = []
    for place in places:
        if all(_metres(place, other) > RIGHT_M for other in chosen):
            chosen.append(place)
    return chosen


def _metres(one: Place, other: Place) -> float:
    return float(distances_m(one.lon, one.lat, LonLat(other.lon, other.lat)))


def score(article: Article, *, is_missing: bool) -> list[bool]:
    """Return for each mention of an article whether it is placed near the place that is meant."""
    name, meant, text = article
    spans = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    mentions = [Mention(name, *span) for span in spans]
    look_up = finder()
    known = look_up.candidates(name)
    if is_missing:
        left = tuple(c for c in known if _metres(c.place, meant) > RIGHT_M)
        look_up._known[name] = left  # noqa: SLF001 - the gazetteer cannot forget a place
    found = resolve_document(mentions, text, look_up)
    look_up._known[name] = known  # noqa: SLF001
    for cache in (look_up.fitting, look_up.sole_reasons, look_up._around):  # noqa: SLF001
        cache.clear()
    return [bool(one.chosen) and _metres(one.chosen.place, meant) <= RIGHT_M for one in found]


def main() -> None:
    """Print the share of mentions that are right."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    random = np.random.default_rng(5)
    for article in articles(count, seed=77):
        is_missing = bool(random.random() < MISSING)
        results = score(article, is_missing=is_missing)
        for key in ("all", "not known" if is_missing else "known"):
            right[key] += sum(results)
            total[key] += len(results)
    for key, mentions in total.items():
        print(f"{key:10} {mentions:6,} mentions {right[key] / mentions:.3f}")


if __name__ == "__main__":
    main()
