"""Texts of generated events that compress like real ones: titles, descriptions and links.

Real headlines about one war (the UCDP sample, 500 per block) compress to 0.27 of their size, but
headlines made from a few phrases to a tenth, so that a page would seem smaller and faster than it
is. Therefore there are thousands of invented names, and words differ in frequency as in real texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

#: Sentence patterns with gaps, which ``Words`` fills.
HEADLINES = """
{unit} {did} {thing} near {place} after {n} days of {strike}
{unit} {did} {thing} at {place}, {n} {people} {fate}
{thing} {suffered} in {place}, {n} {people} {fate}, {official} says
{official}: {n} {people} {fate} in {strike} near {place}
{n} {people} {fate} as {unit} {did} {thing} in {place}
{place}: {thing} {suffered}, {person} asks for {aim}
Explosions heard {way} of {place}, {thing} {suffered}
{unit} leaves {place} after {n} days, {thing} {suffered}
{person} calls for {aim} after {place} {strike}, {n} {people} {fate}
{strike} on {thing} {way} of {place}, {other} {official} says
{n} {people} {fate} in {strike} on {place}, {thing} {suffered}
{official} denies {strike} on {thing} in {place}, {way} of {other}
"""
SENTENCES = """
{people} of {place} heard {n} blasts {hour}; {thing} {suffered}, {person} said.
{person}, {official} of {place}, denies that {unit} {did} {thing} {way} of {other}.
Pictures that {person} shared show {thing} {way} of {place}, {suffered}, with {n} {people}.
{official} of {place} spoke of {n} {people} {fate} in the {strike}; {person} of {other} did not.
Power was cut {way} of {place} {hour}; {thing} and {n} houses in {other} were {suffered}.
{person}, {people} and a {official} put the {strike} {n} km {way} of {place}, near {other}.
{n} {people} left {place} for {other} {hour} to ask {person} for {aim}.
The road from {place} to {other} is closed: {n} {people} {fate}, {thing} {suffered}.
Aid, {aim} and {n} {people} reached {place} {hour}, {person} of the {other} {official} said.
Two channels name {place}, a third {other} and {person} of {unit}, {n} km {way}.
{unit} {did} {thing} {hour}, then moved {way} to {other}, where {person} asked for {aim}.
{official} and {person} disagree on {thing} in {place}: {suffered}, or {fate} {people} in {other}.
"""
WORDS = {
    "official": """governor mayor spokesman ministry army police hospital prosecutor council
        ambassador company witness monitor mission railway teacher bishop broadcaster""",
    "did": """shells hits crosses holds leaves reaches raids captures surrounds attacks mines
        retakes enters strikes bombs evacuates searches blocks damages clears defends abandons
        besieges burns occupies patrols targets fortifies""",
    "suffered": """damaged destroyed evacuated closed captured flooded burning mined searched
        reopened looted blocked rebuilt hit abandoned shelled""",
    "thing": """depot bridge village checkpoint ridge convoy warehouse school hospital market
        substation refinery airfield barracks trench outpost station port factory dam pipeline
        church mosque farm quarry crossing silo tower workshop prison library clinic kindergarten
        courthouse ferry lighthouse radar camp tunnel orchard stadium""",
    "kind": """old eastern western northern southern railway ammunition fuel grain military rural
        former main second empty frontier chemical private coastal temporary joint ruined central
        disused fortified""",
    "people": """civilians soldiers residents workers prisoners villagers drivers volunteers
        officers children farmers students miners protesters recruits medics journalists
        pensioners sailors guards""",
    "fate": """killed wounded missing detained evacuated rescued exchanged displaced arrested
        buried freed trapped stranded abducted""",
    "way": """north south east west northeast northwest southeast southwest inland upstream
        downstream outside""",
    "aim": """talks a truce an inquiry sanctions help ceasefire observers aid restraint shelter
        elections water medicine electricity an exchange new weapons reinforcements justice""",
    "strike": """attack shelling raid strike assault ambush clash blast fire protest crossing
        offensive landing bombardment sabotage incident march""",
    "force": """brigade regiment battalion division militia corps border guard drone unit
        engineers artillery scouts marines paratroopers volunteers gunners""",
}
STARTS = "Ba Bor Cher Dan Esh Fen Gor Hal Ilm Jas Kar Lub Mar Nov Osk Pol Rad Sor Tal Ust Var Zel"
MIDDLES = "a e i o u an en in on ar er ol ush ev av it ok ad im ub"
ENDS = "va ka sk no vo grad pil ne ri ma shir bad dorf ton abi lin mir zhe ets ani"
GIVEN = "Ada Boris Chen Dana Emil Farid Galina Hiro Inga Jan Kofi Lena Min Nadia Omar Petra Ruth"
OUTLETS = "news daily herald monitor observer press post times wire tribune radio journal"


class Words:
    """Draws words for the gaps of sentences; the first words of a list are more common."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._lists = {name: text.split() for name, text in WORDS.items()}
        places = [a + b + c for a in STARTS.split() for b in MIDDLES.split() for c in ENDS.split()]
        self._lists["place"] = [str(place) for place in random.permutation(places)]
        self._lists["surname"] = [f"{place}{end}" for place in places[::9] for end in ("ov", "er")]
        self._lists["given"] = GIVEN.split()
        hosts = [f"{place.lower()}-{kind}" for place in places[::77] for kind in OUTLETS.split()]
        self._lists["host"] = [str(host) for host in random.permutation(hosts)]

    def draw(self, name: str, count: int) -> list[str]:
        """Return ``count`` words; the n-th word of a list has a frequency proportional to 1/n."""
        words = self._lists[name]
        ranks = len(words) ** self._random.random(count) - 1
        return [words[int(rank)] for rank in ranks]

    def fillings(self, count: int) -> dict[str, list[str]]:
        """Return the words for each gap of ``count`` sentences."""
        drawn = {name: self.draw(name, count) for name in WORDS}
        numbers = np.ceil(300 ** self._random.random(count)).astype(int).tolist()
        drawn["n"] = [str(number) for number in numbers]
        minutes = self._random.integers(0, 1440, count).tolist()
        drawn["hour"] = [f"at {m // 60:02}:{m % 60:02}" for m in minutes]
        drawn |= {gap: self.draw("place", count) for gap in ("place", "other")}
        names = zip(self.draw("given", count), self.draw("surname", count), strict=True)
        drawn["person"] = [" ".join(name) for name in names]
        things = zip(drawn.pop("kind"), drawn["thing"], strict=True)
        drawn["thing"] = [f"the {kind} {thing}" for kind, thing in things]
        units = zip(self._random.integers(20, 130, count), drawn.pop("force"), strict=True)
        drawn["unit"] = [f"{number // 10}4th {force}" for number, force in units]
        return drawn


def write_sentences(
    words: Words, random: np.random.Generator, patterns: str, *, count: int
) -> list[str]:
    """Return ``count`` sentences made from patterns; each starts with a capital letter."""
    shapes = patterns.strip().splitlines()
    chosen = random.integers(0, len(shapes), count).tolist()
    filled = words.fillings(count)
    gaps = [dict(zip(filled, row, strict=True)) for row in zip(*filled.values(), strict=True)]
    sentences = [shapes[shape].format(**gap) for shape, gap in zip(chosen, gaps, strict=True)]
    return [text[0].upper() + text[1:] for text in sentences]


def write_links(
    words: Words, random: np.random.Generator, *, titles: Sequence[str], months: Sequence[str]
) -> list[str]:
    """Return a link for each title: an outlet, a month, some words of a headline and a number."""
    count = len(titles)
    hosts, things, ways = (words.draw(name, count) for name in ("host", "thing", "strike"))
    kept = random.integers(0, 4, count).tolist()
    numbers = random.integers(10**5, 10**7, count).tolist()
    links = []
    for i in range(count):
        said = re.findall("[a-z]+", titles[i].lower())[kept[i] : kept[i] + 2]
        slug = "-".join([*said, things[i], ways[i]])
        month = months[i].replace("-", "/") or "undated"
        links.append(f"https://{hosts[i]}.example/{month}/{slug}-{numbers[i]}")
    return links
