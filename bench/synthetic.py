"""Contexts made from the gazetteer: namesakes in texts that say their region or country.

Each name has at least two bearers far from each other. One of them is meant, and the text says
enough to tell which: its country if no other bearer lies there, else its region or district. Some
texts say less, some name another country as well, and some say a country where nobody of the name
is known, so that a score can fall. Everything is drawn with one seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from dateline.gazetteer import Place
from dateline.geocoder.candidates import Finder
from dateline.geocoder.clues import Clues, clues_in, spans_of
from dateline.geocoder.context import Context
from dateline.geocoder.definitions import definition_clues
from dateline.geocoder.document import Mention, read_document
from dateline.geocoder.evidence import layer_clues, telling_clues
from dateline.geocoder.forms import Name
from dateline.geodesy import LonLat, distances_m

#: Bearers are at least this far from each other, so that one of them is right.
APART_M = 161_000.0

#: Texts of events. {area} is one of the areas below, {chain} is "district, region, country" or the
#: end of it, {people} a demonym, {town} and {other_town} towns nearby.
EVENTS = """
Two people were hurt at a market in {name}, {area}, on Friday.
A storm damaged forty houses in {name}, {area}.
{name}, {chain}: flooding closes the road to the market.
Police in {name}, {chain}, arrested three men.
Clashes between two families in {area}
Fire destroyed a warehouse. The government of {area} opened an inquiry.
The hospital of {name} ({area}) was hit.
Residents of {name} in northern {area} have no water.
{people} police closed two streets in {name} after a shooting.
The {people} army said that it had retaken {name}.
{area}: a school collapsed, twelve pupils were hurt
Heavy rain in {area}; a bridge near {name} was swept away.
{name} is a village in {chain}.
{name} (also spelt otherwise) is a town in {chain}, with a weekly market.
At least nine died when a bus left the road in southern {area}.
Farmers from all over {area} met. They marched through {name} in the afternoon.
An earthquake shook western {area} early on Monday
The mayor of {name} resigned, media in {area} reported.
A landslide hit the outskirts of {name}, according to {people} radio.
{area}'s ministry of health confirmed five cases in {name}.
Une explosion a fait deux morts à {name} ({area}).
Varias casas fueron destruidas en {name}, {area}.
In {name}, {area}, wurden zwei Menschen verletzt.
"""
#: Beginnings of running texts, as in reference works and local news.
DOCUMENTS = """
{name} is a village in {chain}. It lies on a small river and has a primary school.
{name} is a town and the seat of a municipality in {chain}. The railway came in the last century.
{name} is a commune in {area}. At the last census it had few inhabitants. The church is old.
{name} is a small settlement, known for its market. It is part of {chain}. Most people farm.
Located in the hills of {area}, {name} is known for its cheese. The old mill still stands.
The history of {name} begins with a monastery. Settlers from {area} came later and built a mill.
{name}, {area} - The council voted on the budget. The mayor of {name} praised the vote.
Founded by miners, {name} ({chain}) had two schools. One of them closed after a fire.
A fire broke out in {name} on Friday. Firefighters from across {area} came to help.
{name} is a village in {chain}, 4 km north of {town}. The road to {other_town} was paved late.
{name} is a hamlet in {country}, 8 km from {town}. A bus runs to {other_town}.
{name} is one of the villages of the municipality of {town}, {country}.
{name} ist ein Dorf in {area}, etwa 12 km von {town} entfernt.
{name} es un municipio de {chain}. Limita con {town} y {other_town}.
"""
#: Texts whose other country says nothing about the place.
ASIDES = """
The {people} ambassador condemned the attack in {name}.
{area} condemns the attack on {name}
A delegation from {area} visited {name} on Friday.
Goods from {area} were burnt at a market in {name}.
"""


class Made(NamedTuple):
    """One made context: the toponym, its context, and the place that is meant; None if unknown."""

    name: str
    context: Context
    meant: Place | None


def made_contexts(finder: Finder, *, count: int, seed: int) -> Iterator[Made]:
    """Yield contexts of namesakes: about ``count``, each name once."""
    random = np.random.default_rng(seed)
    writer = _Writer(finder, random)
    listed = _names(finder)
    order = random.permutation(len(listed))
    finder.prepare(listed[index] for index in order[: 2 * count])
    for index in order:
        if writer.written >= count:
            return
        made = writer.write(listed[index])
        if made is not None:
            yield made


def alone_contexts(finder: Finder, *, count: int, seed: int) -> Iterator[Made]:
    """Yield names alone, in any of the ways in which Latin script writes them.

    Places are drawn by population, and a bare name means each of its bearers in proportion to its
    population.
    """
    random = np.random.default_rng(seed)
    ask = (
        "SELECT n.key, p.population FROM name n JOIN place p ON p.id = n.place WHERE n.rank <= 2 "
        "AND p.kind IN ('settlement', 'admin1', 'country') AND p.population > ? "
        "AND n.key BETWEEN 'a' AND '{' ORDER BY n.key, p.id"
    )
    named = list(finder.gazetteer.rows(ask, (_LARGE,)))
    weights = np.sqrt([people for _, people in named])
    drawn = random.choice(len(named), count, replace=False, p=weights / weights.sum())
    names = list(dict.fromkeys(named[row][0].title() for row in drawn))
    finder.prepare(names)
    for name in names:
        places = [c.place for c in finder.candidates(name)]
        people = np.array([place.population for place in places], dtype=np.float64)
        if people.sum():
            meant = places[int(random.choice(len(places), p=people / people.sum()))]
            yield Made(name, Context((Name(name),), np.ones(1)), meant)


def _names(finder: Finder) -> list[str]:
    ask = (
        "SELECT name FROM place WHERE kind IN ('settlement', 'admin1', 'admin2') "
        "GROUP BY name HAVING COUNT(DISTINCT admin1) > 1 ORDER BY name"
    )
    return [name for (name,) in finder.gazetteer.rows(ask)]


class _Writer:
    def __init__(self, finder: Finder, random: np.random.Generator) -> None:
        self.finder, self.random, self.written = finder, random, 0
        rows = finder.gazetteer.rows
        ask = "SELECT admin2, name FROM place WHERE kind = 'admin2'"
        self.districts: dict[str, str] = dict(rows(ask))
        ask = (
            "SELECT p.country, n.key FROM name n JOIN place p ON p.id = n.place "
            "WHERE p.kind = 'country' AND n.rank = 3 AND LENGTH(n.key) > 4 ORDER BY n.key DESC"
        )
        self.demonyms: dict[str, str] = dict(rows(ask))
        ask = (
            "SELECT name, country, lon, lat FROM place WHERE kind = 'settlement' ORDER BY place_id"
        )
        named = list(rows(ask))
        self.towns = np.array([(name, country) for name, country, *_ in named])
        self.positions = np.array([(lon, lat) for *_, lon, lat in named])

    def write(self, name: str) -> Made | None:
        candidates = self.finder.candidates(name)
        places = [c.place for c in candidates if c.rank <= 1 and c.place.kind in _KINDS]
        places = [place for place in places if place.country in self.finder.countries]
        if not any(_far(places[0], other) for other in places[1:]) if places else True:
            return None
        self.written += 1
        sort = self.random.random()
        if sort < 0.08:
            return self._against(name, places)
        meant = self._drawn(places)
        if sort < 0.16:
            return self._aside(name, max(places, key=lambda place: place.population))
        text = self._filled(
            self._pick(DOCUMENTS if sort < 0.45 else EVENTS), name, meant=meant, places=places
        )
        if sort < 0.45:
            return Made(name, self._document(name, text), meant)
        if sort < 0.55:
            return Made(name, self._layer(name, meant), meant)
        return Made(name, self._event(name, text), meant)

    def _pick(self, lines: str) -> str:
        return str(self.random.choice(lines.strip().split("\n")))

    def _drawn(self, places: Sequence[Place]) -> Place:
        people = np.array([place.population + 1_000.0 for place in places])
        weights = people / people.sum() if self.random.random() < _BY_PEOPLE else None
        return places[int(self.random.choice(len(places), p=weights))]

    def _filled(self, line: str, name: str, *, meant: Place, places: Sequence[Place]) -> str:
        country = self.finder.countries[meant.country]
        chain = [self.districts.get(meant.admin2, ""), self.finder.regions.get(meant.admin1, "")]
        others = [place for place in places if _far(meant, place)]
        is_enough = all(place.country != meant.country for place in others)
        region = chain[1] or country
        if not is_enough and any(place.admin1 == meant.admin1 for place in others):
            region = chain[0] or region
        says_country = (is_enough and self.random.random() < _SAYS_COUNTRY) or (
            self.random.random() < _SAYS_LESS
        )
        area = country if says_country else region
        keeps = self.random.random() < _LONG_CHAIN or not is_enough
        whole = [part for part in (*(chain if keeps else ()), country) if part and part != name]
        people = self.demonyms.get(meant.country, country).title()
        words = {"name": name, "area": area, "people": people, "country": country}
        if "{town}" in line:
            words |= zip(("town", "other_town"), self._towns_near(meant), strict=True)
        text = line.format(**words, chain=", ".join(whole) or country)
        return text if "{people}" not in line or is_enough else f"{text} {region} was calm."

    def _towns_near(self, place: Place) -> list[str]:
        """Return the names of two other towns of the same country, among the nearest ones."""
        there = LonLat(place.lon, place.lat)
        lon, lat = self.positions[:, 0], self.positions[:, 1]
        near = (np.abs(lat - place.lat) < _TOWN_DEGREES) & (np.abs(lon - place.lon) < _TOWN_DEGREES)
        is_other = (self.towns[:, 1] == place.country) & (self.towns[:, 0] != place.name)
        rows = np.flatnonzero(near & is_other)
        nearest = rows[np.argsort(distances_m(lon[rows], lat[rows], there))][:_TOWNS]
        some = self.random.permutation(nearest)[:2].tolist()
        return [str(self.towns[row, 0]) for row in some] + ["the coast", "the hills"][len(some) :]

    def _event(self, name: str, text: str) -> Context:
        said = self.finder.areas.read([text])[0]
        spans = spans_of(name, text)
        parts = (name, text, said)
        clues = [
            *clues_in(*parts, spans=spans, source="description", is_stated=True),
            *definition_clues(*parts, spans=spans, source="description", finder=self.finder),
        ]
        return _context(name, telling_clues(Name(name), dict.fromkeys(clues), self.finder))

    def _layer(self, name: str, meant: Place) -> Context:
        region = self.finder.regions.get(meant.admin1, "")
        layer = f"{self.finder.countries[meant.country]}/{region}"
        said = self.finder.areas.read([layer])[0]
        return _context(name, layer_clues(Name(name), layer, said, finder=self.finder))

    def _document(self, name: str, text: str) -> Context:
        mentions = [Mention(name, *span) for span in spans_of(name, text)]
        return read_document(mentions or [Mention(name, 0, 0)], text, self.finder)[0]

    def _aside(self, name: str, meant: Place) -> Made:
        country = self._other([meant])
        people = self.demonyms.get(country, self.finder.countries[country]).title()
        area = self.finder.countries[country]
        line = self._pick(ASIDES)
        return Made(
            name, self._event(name, line.format(name=name, people=people, area=area)), meant
        )

    def _against(self, name: str, places: Sequence[Place]) -> Made:
        area = self.finder.countries[self._other(places)]
        line = self._pick(
            "Two people died in {name}, {area}.\nThe road to {name} ({area}) is closed."
        )
        return Made(name, self._event(name, line.format(name=name, area=area)), None)

    def _other(self, places: Sequence[Place]) -> str:
        known = {place.country for place in places}
        return str(self.random.choice(sorted(self.finder.countries.keys() - known)))


_KINDS = frozenset({"settlement", "admin1", "admin2"})
_LARGE = 20_000
_TOWN_DEGREES, _TOWNS = 1.0, 12
_BY_PEOPLE, _SAYS_COUNTRY, _SAYS_LESS, _LONG_CHAIN = 0.3, 0.6, 0.1, 0.6


def _far(one: Place, other: Place) -> bool:
    return float(distances_m(one.lon, one.lat, LonLat(other.lon, other.lat))) > APART_M


def _context(name: str, clues: Clues) -> Context:
    return Context((Name(name),), np.ones(1), clues=(clues,) if clues else ())
