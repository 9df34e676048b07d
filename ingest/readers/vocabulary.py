"""Words that tell people, offices, bodies and mere openers of lines apart; folded, in lower case."""

from __future__ import annotations

# Offices and tasks of people.
ROLE_WORDS = frozenset(
    "professor prof lecturer reader fellow researcher scientist scholar student dean rector provost chancellor "
    "director directors head heads lead leads leader chief chair chairs chairman chairwoman chairperson cochair "
    "co-chair president vice-president vice secretary minister ministers ambassador commissioner commissioners "
    "governor mayor councillor senator member members deputy officer ceo cto cfo coo ciso manager manages "
    "coordinator co-ordinator adviser advisor counsel lawyer attorney judge analyst engineer architect developer "
    "designer editor journalist reporter author writer consultant specialist expert founder co-founder cofounder "
    "partner owner principal representative representatives delegate delegates negotiator envoy moderator "
    "moderates moderated facilitator rapporteur discussant panelist panellist speaker presenter witness observer "
    "observers clerk treasurer trustee economist historian curator conservator biologist ecologist geologist "
    "physicist chemist astronomer physician doctor nurse teacher keeper warden assistant associate general "
    "executive undersecretary spokesperson spokesman spokeswoman convener convenor organiser organizer host "
    "emeritus guest apologies intern volunteer captain superintendent inspector administrator librarian archivist "
    "planner surveyor pilot master operator supervisor technician strategist evangelist maintainer contributor "
    "interpreter translator notetaker scribe secretariat attorney-general vice-chair vice-chancellor chairing "
    "moderating".split()
)

# Words that open lines of notes and look like names with a colon behind them.
NOT_NAMES = frozenset(
    "note notes conclusion conclusions summary presenter presenters topic topics date dates time times place "
    "venue location agenda action actions decision decisions resolution resolutions motion motions background "
    "introduction overview abstract question questions answer answers comment comments discussion outcome "
    "outcomes result results recommendation recommendations proposal proposals example examples warning important "
    "update updates status reference references source sources link links slides slide issue issues title subject "
    "event meeting session sessions minutes next step steps today tomorrow yesterday also however therefore "
    "finally first second third fourth fifth lastly others other pros cons goal goals problem problems solution "
    "solutions option options reason reasons remark remarks context definition definitions requirement "
    "requirements attendees attendance participants present absent apologies regrets members speakers panelists "
    "panellists delegates moderators appendix annex figure table chapter section part page contents index "
    "keywords tags category categories author authors published contact phone tel email e-mail fax address "
    "website url http https www monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december total budget cost costs price hint tip "
    "caution rationale scope purpose objective objectives aim aims method methods data key main final general "
    "special welcome opening closing lunch break coffee dinner registration programme program schedule timeline "
    "deadline deadlines todo done open resolved adopted approved rejected carried passed ayes noes yes no voting "
    "vote votes in on at for from with by of and or but so if when where why how what who the a an this that "
    "these those it there here item items report reports statement statements position positions point points "
    "observation finding findings recap review debate conclusion/resolution summary/conclusion re fwd cc bcc to "
    "sent nb ps ie eg fyi tbd tba aob quorum seconded moved follow-up followup consensus list continued cont "
    "details detail description stage ask asks request requests feedback concern concerns support opposition "
    "advantages disadvantages benefits risks challenge challenges opportunity opportunities lesson lessons poll "
    "polls survey footnote footnotes bibliography acknowledgements acknowledgments disclaimer copyright license "
    "licence draft version language".split()
)

# What bodies are called.
BODY_WORDS = frozenset(
    "university institute institution ministry department bureau office agency council committee commission "
    "centre center college school faculty foundation association society union federation alliance organization "
    "organisation company corporation inc ltd llc gmbh group partnership bank museum library hospital authority "
    "board court parliament government laboratory laboratories lab labs network trust fund forum consortium "
    "academy press observatory service city programme program project unit division club league guild cooperative "
    "works port harbour "
    "garden gardens zoo theatre orchestra church cathedral directorate parks".split()
)

# Titles in front of a name that are roles as well.
TITLE_ROLES = frozenset(
    "professor prof chair chairman chairwoman chairperson cochair president minister ambassador senator governor "
    "mayor commissioner judge justice director moderator facilitator rapporteur secretary councillor councilor "
    "alderman councilmember councilwoman councilman "
    "vice-chair co-chair vice-president members member commissioners councillors trustees".split()
)
