"""Parliamentary XML: TEI, Akoma Ntoso, the Canadian Hansard; what is refused, and whom the labels mean."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.names import slug
from corpus.records import Person, RollEntry
from ingest.labels import LabelResolver
from ingest.readers import read
from ingest.readers.person_ids import readable
from ingest.reading import Reading
from ingest.roll import build_roll

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
 <teiHeader><fileDesc>
   <titleStmt><title type="main" xml:lang="cy">Dadl y Llyn</title><title type="main" xml:lang="en">Lake debate</title>
    <meeting corresp="#LAKE" ana="#term"/></titleStmt>
   <publicationStmt><date when="2031-01-01"/></publicationStmt>
   <sourceDesc><bibl><date when="2030-02-03"/></bibl></sourceDesc></fileDesc>
  <profileDesc><settingDesc><setting><name type="city">Wend</name><name type="country">Lakeland</name>
    <date when="2030-02-03">3 February</date></setting></settingDesc>
   <particDesc>
    <listOrg><org xml:id="LAKE"><orgName xml:lang="en">Lake Assembly</orgName></org>
     <org xml:id="p.reed" role="politicalParty"><orgName full="yes">Reed Party</orgName></org>
     <org xml:id="p.old" role="politicalParty"><orgName full="yes">Mill Party</orgName></org></listOrg>
    <listPerson>
     <person xml:id="BellAna"><persName><surname>Bell</surname><forename>Ana</forename></persName>
      <affiliation ref="#p.old" from="2020-01-01" to="2025-01-01"/>
      <affiliation ref="#p.reed" from="2025-01-02"/></person>
     <person xml:id="P7"><persName><forename>Ivo</forename><surname>Marsh</surname></persName>
      <affiliation role="minister"><roleName>Minister of Buoys</roleName></affiliation></person>
    </listPerson></particDesc></profileDesc></teiHeader>
 <text><body><div><head>Opening</head>
   <note type="time">10.00</note>
   <note type="speaker">THE CHAIR, ANA BELL:</note>
   <u who="#BellAna" ana="#chair"><seg>We begin.</seg><note>Applause</note><seg>Quietly now, <note>laughs</note>
     please.</seg></u>
   <div><head>Buoys</head>
    <u who="#P7"><seg>Red <w join="right">ones</w>
      <pc>,</pc> all.</seg></u>
    <kinesic type="clap"><desc>clapping</desc></kinesic>
    <u who="#AbeJo1970"><seg>And green?</seg></u></div>
   <u who="#X12"><seg>Yes.</seg></u>
   <u><seg>A voice.</seg></u></div></body></text>
</TEI>"""

AKOMA = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate>
 <meta><identification><FRBRWork><FRBRdate date="2019-01-01"/><FRBRauthor href="#house"/><FRBRcountry value="is"/>
  </FRBRWork><FRBRExpression><FRBRlanguage language="spa"/></FRBRExpression></identification>
  <references><TLCOrganization eId="house" showAs="House of Wells"/>
   <TLCPerson eId="rey" showAs="Rey Oso, doña Eva"/><TLCPerson eId="any" showAs="cualquier persona"/>
   <TLCPerson eId="abe" showAs="Mr. Abe"/><TLCRole eId="spk" showAs="Speaker"/></references></meta>
 <preface><p>HOUSE OF WELLS</p><p>Report</p><p><docDate date="2019-01-02">2 January</docDate></p></preface>
 <debateBody>
  <rollCall><heading>Present</heading><p><person refersTo="#any">Toro Gil, Juan</person> A 3</p></rollCall>
  <debateSection><num>I.</num><heading>WATER</heading>
   <speech by="#rey" as="#spk"><from>La señora REY (Presidenta).-</from><p>Good day.</p></speech>
   <speech by="#any"><from>El señor TORO.-</from><p>The well <remark>(points)</remark> is dry.</p></speech>
   <speech by="#any"><from>El señor TORO (Secretario).- Se abre</from><p>el acta.</p></speech>
   <question by="#abe" to="#spk"><from>The Minister for Wells (Mr. Abe):</from>
    <p>asked</p><ul><li>why?</li></ul></question>
   <speech by="#rey"><p>Next.</p></speech>
   <narrative>(Applause)</narrative>
  </debateSection></debateBody></debate></akomaNtoso>"""

HANSARD = """<Hansard xml:lang="EN"><DocumentTitle><DocumentName>EVIDENCE</DocumentName></DocumentTitle>
<ExtractedInformation><ExtractedItem Name="InstitutionDebate">Committee on Wells</ExtractedItem>
 <ExtractedItem Name="Country">CANADA</ExtractedItem><ExtractedItem Name="Number">NUMBER 7</ExtractedItem>
 <ExtractedItem Name="MetaDateNumYear">2031</ExtractedItem><ExtractedItem Name="MetaDateNumMonth">4</ExtractedItem>
 <ExtractedItem Name="MetaDateNumDay">05</ExtractedItem>
 <ExtractedItem Name="SpeakerTitle">Chair</ExtractedItem><ExtractedItem Name="SpeakerName">Ms. Eva Reed</ExtractedItem>
</ExtractedInformation>
<HansardBody><OrderOfBusiness><OrderOfBusinessTitle>Study</OrderOfBusinessTitle><SubjectOfBusiness>
 <SubjectOfBusinessTitle>Water</SubjectOfBusinessTitle><SubjectOfBusinessContent>
 <Timestamp Hr="23" Mn="55">(2355)</Timestamp><FloorLanguage language="FR">[<I>Translation</I>]</FloorLanguage>
 <Intervention><PersonSpeaking><Affiliation DbId="1">The Chair</Affiliation>: </PersonSpeaking>
  <Content><ParaText>Order.</ParaText><ParaText><B>Mr. Jo Abe:</B> Agreed.</ParaText>
   <ProceduralText>(Motion agreed to)</ProceduralText></Content></Intervention>
 <Timestamp Hr="0" Mn="05">(0005)</Timestamp>
 <Intervention><PersonSpeaking><Affiliation DbId="2">Mr. Jo Abe (Wend—Lake, Ind.)</Affiliation>: </PersonSpeaking>
  <Content><ParaText>On <Affiliation DbId="9">others</Affiliation>
   <Quote><QuotePara>a quote</QuotePara></Quote></ParaText></Content></Intervention>
 <Intervention><PersonSpeaking>
  <Affiliation DbId="3">Ms. Ana Bell (Director, Well Office, As an Individual)</Affiliation>:</PersonSpeaking>
  <Content><ParaText>Thanks.</ParaText></Content></Intervention>
 <Intervention><PersonSpeaking><Affiliation DbId="0">Some hon. members</Affiliation>: </PersonSpeaking>
  <Content><ParaText>Hear, hear!</ParaText></Content></Intervention>
 </SubjectOfBusinessContent></SubjectOfBusiness></OrderOfBusiness></HansardBody></Hansard>"""


def said(reading: Reading) -> list[tuple[str | None, str, str | None]]:
    return [(b.label, reading.text[b.start : b.end], b.section) for b in reading.blocks if b.role == "text"]


def resolver(reading: Reading) -> LabelResolver:
    return LabelResolver([RollEntry(Person(slug(p.name), p.name, p.affiliation), p) for p in build_roll(reading)])


def whom(reading: Reading) -> dict[str, str | None]:
    """Whom each label of the reading means."""
    labels = resolver(reading)
    found = {b.label: labels.resolve(b.label) for b in reading.blocks if b.label}
    return {label: person.name if person else None for label, person in found.items()}


def test_tei_turns_are_split_at_remarks_between_sentences_only():
    assert said(read("a.xml", TEI.encode())) == [
        (None, "10.00", "Opening"),
        ("THE CHAIR, ANA BELL", "We begin.", "Opening"),
        (None, "Applause", "Opening"),
        ("THE CHAIR, ANA BELL", "Quietly now, [laughs] please.", "Opening"),
        ("Ivo Marsh", "Red ones, all.", "Buoys"),
        (None, "clapping", "Buoys"),
        ("Abe Jo", "And green?", "Buoys"),
        ("X12", "Yes.", "Opening"),
        ("?", "A voice.", "Opening"),
    ]


def test_tei_people_have_the_party_and_office_of_the_day_and_opaque_ids_are_nobody():
    reading = read("a.xml", TEI.encode())
    people = {p.name: (p.affiliation, p.role) for p in reading.participants}
    assert people == {
        "Ana Bell": ("Reed Party", "Chair"),
        "Ivo Marsh": (None, "Minister of Buoys"),
        "Abe Jo": (None, None),
    }
    assert whom(reading)["THE CHAIR, ANA BELL"] == "Ana Bell"
    assert whom(reading)["X12"] is None


def test_tei_header_gives_title_day_place_and_house():
    reading = read("a.xml", TEI.encode())
    facts = (reading.title, reading.date, reading.place, reading.event, reading.language)
    assert facts == ("Lake debate", "2030-02-03", "Wend, Lakeland", "Lake Assembly", "en")


def test_tei_of_plays_marks_speakers_inside_the_speech():
    text = (
        '<TEI><text><body><sp who="Eva Reed" party="Ind"><speaker>Dr. Eva Reed:</speaker><p>Water.</p>'
        "<stage>(bell)</stage><p>More water.</p></sp></body></text></TEI>"
    )
    reading = read("a.xml", text.encode())
    assert [s[:2] for s in said(reading)] == [
        ("Dr. Eva Reed", "Water."),
        (None, "(bell)"),
        ("Dr. Eva Reed", "More water."),
    ]
    assert [(p.name, p.affiliation) for p in reading.participants] == [("Eva Reed", "Ind")]


def tei(body: str) -> Reading:
    return read("a.xml", f'<TEI xml:lang="nl"><text><body><div>{body}</div></body></text></TEI>'.encode())


def test_tei_notes_give_party_and_order_of_names_and_their_numbers_are_no_labels():
    reading = tei(
        '<note type="editorial">Voorgezeten door Eva Reed.</note><note type="speaker">De voorzitter:</note>'
        '<u who="#ReedEva"><seg>Orde.</seg></u><note type="speaker">01.01 Jo Abe (ABC):</note>'
        '<u who="#AbeJo"><seg>Ja.</seg></u><note type="speaker">01.12 Jo Abe (ABC):</note><u who="#AbeJo">Nee.</u>'
    )
    assert [s[0] for s in said(reading)] == [None, "De voorzitter", "Jo Abe (ABC)", "Jo Abe (ABC)"]
    assert [(p.name, p.affiliation) for p in reading.participants] == [("Eva Reed", None), ("Jo Abe", "ABC")]


def test_tei_opaque_ids_have_the_name_of_the_note_behind_its_titles():
    reading = tei(
        '<note type="chairpersons">Zweite Präsidentin Mag. Ana Bell</note>'
        '<note type="speaker">Präsidentin Mag. Ana Bell</note><u who="#PAD_04476"><seg>Eins.</seg>'
        '<note type="time"><time>18:28</time></note><gap reason="editorial"><desc>cut</desc></gap><seg>Zwei.</seg></u>'
        '<note type="speaker">Abgeordneter Jo Abe (Grün)</note><u who="#PAD_1"><seg>Drei.</seg></u>'
        '<incident><desc xml:lang="de">Beifall</desc><desc xml:lang="en">Applause</desc></incident>'
    )
    assert said(reading)[1:] == [
        ("Präsidentin Mag. Ana Bell", "Eins.\n\nZwei.", None),
        ("Abgeordneter Jo Abe (Grün)", "Drei.", None),
        (None, "Beifall", None),
    ]
    roll = [(p.name, p.affiliation, p.role) for p in reading.participants]
    assert roll == [("Ana Bell", None, "Chair"), ("Jo Abe", "Grün", None)]


@pytest.mark.parametrize(
    ("person_id", "words"),
    [
        ("BellAna", "Bell Ana"),
        ("Ana.Bell", "Ana Bell"),
        ("MarshÖzlemDeniz1961", "Marsh Özlem Deniz"),
        ("McAdamJo", "McAdam Jo"),
        ("Bell-Marsh.Ana", "Bell-Marsh Ana"),
        ("mp-1234", "mp-1234"),
        ("X12", "X12"),
    ],
)
def test_ids_are_divided_into_words_and_never_more(person_id: str, words: str) -> None:
    assert readable(person_id) == words


def test_akoma_turns_headings_and_remarks():
    reading = read("a.xml", AKOMA.encode())
    assert said(reading)[3:] == [
        ("La señora REY (Presidenta)", "Good day.", "I. WATER"),
        ("El señor TORO", "The well (points) is dry.", "I. WATER"),
        ("El señor TORO (Secretario)", "Se abre\n\nel acta.", "I. WATER"),
        ("The Minister for Wells (Mr. Abe)", "asked\n\nwhy?", "I. WATER"),
        ("La señora REY (Presidenta)", "Next.", "I. WATER"),
        (None, "(Applause)", "I. WATER"),
    ]
    assert next((b.role, b.section) for b in reading.blocks if "Toro" in reading.text[b.start : b.end]) == (
        "roll",
        "Present",
    )


def test_akoma_reference_is_believed_only_where_the_text_agrees():
    reading = read("a.xml", AKOMA.encode())
    assert whom(reading) == {
        "La señora REY (Presidenta)": "Eva Rey Oso",
        "El señor TORO": "Juan Toro Gil",  # "#any" is anybody: the roll call has one Toro
        "El señor TORO (Secretario)": "Toro",  # a secretary is no member: not the deputy of that name
        "The Minister for Wells (Mr. Abe)": "Abe",
    }
    assert {p.name: p.role for p in reading.participants}["Eva Rey Oso"] == "Speaker"


def test_akoma_head_gives_the_day_of_the_sitting_not_of_the_work():
    reading = read("a.xml", AKOMA.encode())
    facts = (reading.title, reading.date, reading.place, reading.event, reading.language)
    assert facts == ("HOUSE OF WELLS – Report", "2019-01-02", "Iceland", "House of Wells", "es")


def test_akoma_of_older_versions_is_read():
    text = (
        '<akomantoso xmlns="http://www.akomantoso.org/1.0"><debateRecord><debate><speech id="a" by="#b">'
        "<from>Ms. Bell:</from><p>Water.</p></speech></debate></debateRecord></akomantoso>"
    )
    assert said(read("a.xml", text.encode())) == [("Ms. Bell", "Water.", None)]


def test_hansard_turns_interjections_and_times():
    reading = read("a.xml", HANSARD.encode())
    assert said(reading) == [
        ("The Chair", "Order.", "Water"),
        ("Mr. Jo Abe", "Agreed.", "Water"),
        (None, "(Motion agreed to)", "Water"),
        ("Mr. Jo Abe (Wend—Lake, Ind.)", "On others\n\na quote", "Water"),
        ("Ms. Ana Bell (Director, Well Office, As an Individual)", "Thanks.", "Water"),
        ("Some hon. members", "Hear, hear!", "Water"),
    ]
    assert [b.time_s for b in reading.blocks][:4] == [0.0, None, None, 600.0]  # past midnight


def test_hansard_people_have_riding_and_party_or_office_and_body():
    reading = read("a.xml", HANSARD.encode())
    roll = {p.name: (p.affiliation, p.role) for p in build_roll(reading)}
    assert roll == {
        "Eva Reed": (None, "Chair"),
        "Jo Abe": ("Wend—Lake, Ind.", None),
        "Ana Bell": ("Well Office", "Director"),
    }
    assert whom(reading)["Some hon. members"] is None
    assert whom(reading)["The Chair"] == "Eva Reed"


def test_hansard_in_french():
    label = "Le très hon. Ève Roy (premier ministre, Lib.)"
    text = HANSARD.replace('xml:lang="EN"', 'xml:lang="FR"').replace("Mr. Jo Abe (Wend—Lake, Ind.)", label)
    reading = read("a.xml", text.encode())
    assert reading.language == "fr"
    assert {p.name: (p.affiliation, p.role) for p in reading.participants}["Ève Roy"] == ("Lib.", "premier ministre")
    assert whom(reading)[label] == "Ève Roy"


def test_hansard_head_gives_title_day_and_committee():
    reading = read("a.xml", HANSARD.encode())
    assert (reading.title, reading.date) == ("Committee on Wells, EVIDENCE, NUMBER 7", "2031-04-05")
    assert (reading.place, reading.event) == ("Canada", "Committee on Wells")


def intervention(seat: int, label: str, words: str) -> str:
    speaking = f'<PersonSpeaking><Affiliation DbId="{seat}">{label}</Affiliation>:</PersonSpeaking>'
    return f"<Intervention>{speaking}<Content><ParaText>{words}</ParaText></Content></Intervention>"


def test_one_label_of_two_people_gets_their_names():
    turns = [(1, "The Chair (Ms. Eva Reed)"), (1, "The Chair"), (2, "The Chair (Mr. Al Coe)"), (2, "The Chair")]
    body = "".join(intervention(seat, label, "Order.") for seat, label in turns)
    assert whom(read("a.xml", f"<Hansard><HansardBody>{body}</HansardBody></Hansard>".encode())) == {
        "The Chair (Ms. Eva Reed)": "Eva Reed",
        "The Chair (Eva Reed)": "Eva Reed",
        "The Chair (Mr. Al Coe)": "Al Coe",
        "The Chair (Al Coe)": "Al Coe",
    }


def test_a_label_shared_with_somebody_unnamed_is_nobody():
    turns = [(2, "The Chair"), (1, "The Chair (Ms. Eva Reed)"), (1, "The Chair")]
    body = "".join(intervention(seat, label, "Order.") for seat, label in turns)
    found = whom(read("a.xml", f"<Hansard><HansardBody>{body}</HansardBody></Hansard>".encode()))
    assert found == {"The Chair": None, "The Chair (Ms. Eva Reed)": "Eva Reed", "The Chair (Eva Reed)": "Eva Reed"}


def bomb(root: str) -> bytes:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "lol">{levels}]><{root} a="&l11;">&l11;</{root}>'.encode()


@pytest.mark.parametrize("root", ["TEI", "akomaNtoso", "Hansard", "unknown"])
def test_entities_that_grow_are_refused(root: str) -> None:
    with pytest.raises(UnreadableDocument):
        read("a.xml", bomb(root))


def test_entities_that_name_files_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    text = f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + TEI.split("?>")[1].replace("We begin", "&x;")
    with pytest.raises(UnreadableDocument, match="entities"):
        read("a.xml", text.encode())


def test_document_types_elsewhere_are_not_fetched_and_their_letters_are_kept():
    text = '<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/tei.dtd">' + TEI.split("?>")[1].replace("We begin", "Caf&eacute;")
    assert said(read("a.xml", text.encode()))[1][1] == "Café."


def test_elements_nested_too_deep_are_refused():
    with pytest.raises(UnreadableDocument, match="depth"):
        read("a.xml", b"<TEI>" + b"<div>" * 5000 + b"</div>" * 5000 + b"</TEI>")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<recipe/>", r"<recipe>.*TEI.*Akoma Ntoso.*Canadian Hansard"),
        ("<TEI><text>", "line 1"),
        ("<TEI><text><body><p>A novel.</p></body></text></TEI>", "without a turn"),
        ("<akomaNtoso><act/></akomaNtoso>", "no debate"),
        ("<Hansard/>", "HansardBody"),
        ("no mark-up", "line 1"),
        ("<?xml version='1.0' encoding='klingon'?><TEI/>", "klingon"),
    ],
)
def test_xml_that_is_not_read_is_told_why(text: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read("a.xml", text.encode())


def test_content_decides_not_the_ending():
    assert read("a.txt", TEI.encode()).title == "Lake debate"
    assert read(
        "a.xml", b"<html><body><h1>Fair</h1><p>Everybody came to the fair by the lake.</p></body></html>"
    ).blocks


def test_declared_encodings_count():
    text = TEI.replace("UTF-8", "windows-1254").replace("We begin", "Şimdi")
    assert said(read("a.xml", text.encode("cp1254")))[1][1] == "Şimdi."
    assert said(read("a.xml", TEI.replace("UTF-8", "UTF-16").encode("utf-16")))[1][1] == "We begin."


@pytest.mark.measure
def test_every_turn_of_the_samples_is_a_block():
    folder = os.environ.get("ROSTRUM_MEASURE_DATA")
    if not folder:
        warnings.warn("ROSTRUM_MEASURE_DATA is not set: XML samples were NOT read", stacklevel=1)
        pytest.skip("ROSTRUM_MEASURE_DATA is not set: XML samples were NOT read")
    files = sorted(Path(folder).glob("data/formats/*/*.xml"))
    assert files
    for path in files:
        data = path.read_bytes()
        turns = sum(
            data.count(f"<{t} ".encode()) + data.count(f"<{t}>".encode()) for t in ("u", "speech", "question", "answer")
        )
        turns += data.count(b"<Intervention ")
        labelled = [b for b in read(path.name, data).blocks if b.label]
        assert len(labelled) >= turns - data.count(b"<!--"), path.name
