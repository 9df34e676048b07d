"""People and matters of sittings that never took place, from which distracting documents are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to argue about: what it is called, and sentences for it and against it, without a speaker."""

    name: str
    favour: tuple[str, ...]
    against: tuple[str, ...]


PEOPLE = (
    *("Tavish Morrowby", "Elspet Quorn", "Idris Halvane", "Nomsa Trebeck", "Corvin Ashgill", "Ludmila Perrant"),
    *("Yusra Delamonte", "Barnaby Skelhorn", "Ottoline Vreeken", "Kwabena Storrow", "Mirela Fanshaw", "Torquil Nygren"),
)
BODIES = ("Fellmoor Trust", "Institute of Slow Crafts", "Brackenhold Council", "Union of Bell Founders")
MATTERS = (
    Matter(
        "the allotment waiting list",
        (
            "Whoever has waited six years should be given half a plot at once.",
            "Shared plots would clear two thirds of the waiting list by next spring.",
            "A published list stops the talk about favours.",
        ),
        (
            "Half a plot feeds nobody, and the sheds cannot be halved.",
            "Newcomers would be told to wait while neighbours swap plots among themselves.",
            "A published list shows the whole street who has moved away.",
        ),
    ),
    Matter(
        "keeping bees on roofs",
        (
            "Hives on the roof of the swimming bath gave ninety jars in one summer.",
            "Bees on roofs are out of reach of children and of dogs.",
            "The lime trees along the ring road flower better since the hives are there.",
        ),
        (
            "Two hives a roof are more than the flowers of the old town can feed.",
            "Nobody has said who pays when a swarm settles in a chimney.",
            "Wild bees lose where honey bees are brought in by the thousand.",
        ),
    ),
    Matter(
        "the brass band's rehearsal hours",
        (
            "Rehearsals until nine leave the young players time for their homework.",
            "Carpets on the walls have brought the noise below that of the kettle.",
            "A band that rehearses in secret plays in secret.",
        ),
        (
            "The trombones are heard in the maternity ward with the windows shut.",
            "Carpets on the walls hold the damp of the cellar.",
            "Sunday mornings were promised to the chess club.",
        ),
    ),
    Matter(
        "paving the cattle market",
        (
            "Granite setts last a century and asphalt fifteen years.",
            "Stalls sink to their axles after every thunderstorm.",
            "A paved square could hold the winter fair as well.",
        ),
        (
            "Granite is slippery under hooves, as the vet has told us twice.",
            "The money was meant for the roof of the weighing house.",
            "Under the square lies a cistern that nobody has surveyed.",
        ),
    ),
    Matter(
        "lending tools from the fire station",
        (
            "One wallpaper steamer serves a whole quarter.",
            "Volunteers are at the station on Saturdays in any case.",
            "Lent tools come back cleaner than hired ones.",
        ),
        (
            "A lent chainsaw is an accident with a date still to be filled in.",
            "Volunteers are there to put out fires and not to count drill bits.",
            "The hardware shop would close within the year.",
        ),
    ),
    Matter(
        "the clock on the corn exchange",
        (
            "Striking the quarters again would cost less than a bus shelter.",
            "Visitors set their watches by it and then stay for lunch.",
            "The apprentices could learn the trade on its wheels.",
        ),
        (
            "Striking at night wakes those who sleep above the arcade.",
            "The wheels are too worn for apprentices.",
            "A clock that is right twice a day has its friends too.",
        ),
    ),
)
