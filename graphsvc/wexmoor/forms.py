"""The forms: the columns, words, dates and encodings of each agency's files.

A form lists its columns in order as ``field: heading``. A field that a form does not have is not written by its agency: health
gives no second person's number, the help line no partnership number, licensing no child at all.
"""

from dataclasses import dataclass, field

from graphsvc.wexmoor.agencies import EDUCATION, HARBOUR, HEALTH, HOMES, LANTERN, LICENSING, POLICE, SOCIAL_CARE

Words = dict[str, str]


@dataclass(frozen=True)
class Dates:
    """How a form writes days, times and months. ``apart``: the time has a column of its own."""

    day: str
    time: str = "%H:%M"
    month: str = "%m/%Y"
    apart: bool = False


@dataclass(frozen=True)
class Form:
    """One shape of file. ``code`` begins its reference numbers; ``file`` is its name, with the year where it has one."""

    name: str
    agency: str
    file: str
    code: str
    columns: Words
    dates: Dates
    system: str
    encoding: str = "utf-8"
    delimiter: str = ","
    parts: Words = field(default_factory=dict)
    place_parts: Words = field(default_factory=dict)
    kinds: Words = field(default_factory=dict)
    sorts: Words = field(default_factory=lambda: {"child": "child", "adult": "adult"})


def _columns(text: str) -> Words:
    return dict(pair.split("=", 1) for pair in text.split(";") if pair)


PLAIN_PARTS = {
    "victim": "victim or possible victim", "suspect": "suspect", "witness": "witness or informant", "present": "present",
    "party": "", "other": "other", "missing": "victim or possible victim",
}  # fmt: skip
POLICE_PARTS = {
    "victim": "VIC", "suspect": "SUS", "witness": "WIT", "present": "PRE", "party": "PTY", "other": "OTH", "missing": "VIC",
}  # fmt: skip
CARE_PARTS = {
    "victim": "Child of concern", "suspect": "Alleged to have caused harm", "witness": "Told us", "present": "Present",
    "party": "Not stated", "other": "Other", "missing": "Child of concern",
}  # fmt: skip
POLICE_PLACES = {
    "offence": "LOCUS", "meeting": "MEET", "pick-up": "PICKUP", "found at": "FOUND", "seen at": "SIGHTING",
    "reported at": "STN", "residence": "HOME", "unknown": "U/K",
}  # fmt: skip
CARE_PLACES = {
    "offence": "Where it happened", "meeting": "Meeting place", "pick-up": "Collected from", "found at": "Found at",
    "seen at": "Seen at", "reported at": "Told to us at", "residence": "Home", "unknown": "Not known",
}  # fmt: skip
POLICE_KINDS = {
    "takeaway": "FOOD", "park": "PARK", "hotel": "HOTEL", "school": "SCHOOL", "transport hub": "STATION",
    "residential children's home": "CHILD HOME", "home address": "DWELLING", "taxi rank": "RANK", "supermarket": "SUPERMKT",
    "shop": "SHOP", "hospital": "HOSP", "police station": "POL STN", "default point": "NFD",
}  # fmt: skip
CARE_KINDS = {
    "takeaway": "Takeaway", "park": "Park or open space", "hotel": "Hotel", "school": "School",
    "transport hub": "Bus or rail station", "residential children's home": "Children's home", "home address": "Home",
    "taxi rank": "Taxi rank", "supermarket": "Supermarket", "shop": "Shop", "hospital": "Hospital",
    "police station": "Police station", "default point": "Not known",
}  # fmt: skip
POLICE_SORTS, CARE_SORTS = {"child": "U18", "adult": "ADULT"}, {"child": "Child", "adult": "Adult"}

INTEL = Form(
    "intel", POLICE, "WXP_INTEL_{year}.csv", "WXP-IR", encoding="cp1252",
    system="intelligence reports",
    dates=Dates("%d/%m/%Y"), parts=POLICE_PARTS, place_parts=POLICE_PLACES, kinds=POLICE_KINDS, sorts=POLICE_SORTS,
    columns=_columns(
        "reference=IR_NO;recorded=LOGGED;title=HEADING;origin=PROVENANCE;src=SRC;int=INT;hnd=HND;act=ACT;san=SAN;cond=COND;"
        "why=GROUNDS;corrob=CORROB_BY;text=BODY;item=LINE;statement=BASIS;sentence=LINE_TEXT;from=WHEN_FROM;to=WHEN_TO;"
        "event_ref=EVENT_NO;event_kind=EVENT_TYPE;event_title=EVENT;relation=LINK;detail=LINK_NOTE;who_no=NOM1;who=NOM1_NAME;"
        "who_aka=NOM1_AKA;who_born=NOM1_DOB;who_is=NOM1_IS;who_wcr=NOM1_WCR;who_badge=NOM1_BADGE;who_staff=NOM1_STAFF_ID;"
        "who_job=NOM1_OCC;who_part=NOM1_PART;other_no=NOM2;other=NOM2_NAME;other_aka=NOM2_AKA;other_born=NOM2_DOB;"
        "other_is=NOM2_IS;other_wcr=NOM2_WCR;other_badge=NOM2_BADGE;other_staff=NOM2_STAFF_ID;other_job=NOM2_OCC;"
        "other_part=NOM2_PART;place_uprn=UPRN;place_urn=SCH_URN;place=PREMISES;place_kind=PREM_TYPE;place_addr=ADDRESS;"
        "town=TOWN;lat=LAT;lon=LONG;place_part=PREM_PART;vrm=VRM;plate=TAXI_PLATE;veh=VEH;colour=VEH_COL;phone=TEL;"
        "op=ORG;op_licence=ORG_LIC"
    ),
)  # fmt: skip
INCIDENTS = Form(
    "incidents", POLICE, "WXP_INCIDENTS_{year}.csv", "WXP-INC", encoding="cp1252",
    system="incident log",
    dates=Dates("%d/%m/%Y", apart=True), parts=POLICE_PARTS, place_parts=POLICE_PLACES, kinds=POLICE_KINDS,
    sorts=POLICE_SORTS,
    columns=_columns(
        "reference=LOG_NO;recorded=OPENED;title=SUMMARY;item=SEQ;from=INC_DATE;from_time=INC_TIME;event_ref=EVENT_NO;"
        "event_kind=CLASS;event_title=CLASS_TEXT;sentence=NARRATIVE;relation=LINK;detail=LINK_NOTE;who_no=NOMINAL;"
        "who=NAME;who_born=DOB;who_is=AGE_BAND;who_wcr=WCR;who_staff=STAFF_ID;who_part=ROLE;other_no=OTHER_NOMINAL;"
        "other=OTHER_NAME;other_is=OTHER_AGE_BAND;other_wcr=OTHER_WCR;other_staff=OTHER_STAFF_ID;other_part=OTHER_ROLE;"
        "place_uprn=UPRN;place_urn=SCH_URN;place=PREMISES;place_kind=PREM_TYPE;place_addr=ADDRESS;town=TOWN;lat=LAT;lon=LONG;"
        "place_part=PREM_PART;vrm=VRM;veh=VEH;colour=VEH_COL;phone=CALLBACK"
    ),
)  # fmt: skip
MISSING = Form(
    "missing", POLICE, "Missing Persons {year}.csv", "WXP-MIS", encoding="cp1252",
    system="missing persons",
    dates=Dates("%d/%m/%Y"), parts=POLICE_PARTS, place_parts=POLICE_PLACES, kinds=POLICE_KINDS, sorts=POLICE_SORTS,
    columns=_columns(
        "reference=Case number;recorded=Closed;title=Heading;item=Entry;event_ref=Episode;event_kind=Type;"
        "event_title=Episode type;from=Missing from (time);to=Located (time);sentence=Circumstances;"
        "relation=Connection;detail=Connection note;"
        "who_no=Nominal;who=Missing person;who_born=Born;who_is=Age group;who_wcr=WCR;who_part=Status;other_no=With (nominal);"
        "other=With;other_is=With age group;other_wcr=With WCR;other_part=With status;"
        "place_uprn=Place UPRN;place_urn=Place URN;"
        "place=Place;place_kind=Place type;place_addr=Place address;town=Place town;lat=Place lat;lon=Place long;"
        "place_part=Place was;vrm=Vehicle;phone=Phone"
    ),
)  # fmt: skip
SOCIAL = Form(
    "social", SOCIAL_CARE, "CSC contacts and referrals {year}.csv", "SC", encoding="utf-8-sig",
    system="case recording",
    dates=Dates("%Y-%m-%d", month="%Y-%m"), parts=CARE_PARTS, place_parts=CARE_PLACES, kinds=CARE_KINDS, sorts=CARE_SORTS,
    columns=_columns(
        "reference=Contact ID;recorded=Contact date;title=Contact reason;origin=Ultimate source;restricted=Own agency only;"
        "text=Narrative;item=Statement no;statement=Fact or view;sentence=Statement;from=Occurred;to=Occurred until;"
        "event_ref=Event ID;event_kind=Event;event_title=Event in words;relation=Relationship;detail=Relationship detail;"
        "who_no=Person ID;who=Person name;who_aka=Known as;who_born=Date of birth;who_is=Child or adult;"
        "who_wcr=Wexmoor child reference;who_part=Involvement;other_no=Other person ID;other=Other person name;"
        "other_aka=Other known as;other_is=Other child or adult;other_wcr=Other child reference;other_staff=Other staff number;"
        "other_job=Other occupation;other_part=Other involvement;place_uprn=UPRN;place_urn=URN;place=Place;"
        "place_kind=Place kind;place_addr=Address;town=Town;lat=Latitude;lon=Longitude;place_part=Place involvement;"
        "vrm=Vehicle reg;veh=Vehicle;colour=Vehicle colour;phone=Telephone"
    ),
)  # fmt: skip
HEALTH_FORM = Form(
    "health", HEALTH, "WGH_safeguarding_notifications.csv", "WH", encoding="cp1252", delimiter=";",
    system="safeguarding notifications",
    dates=Dates("%d.%m.%Y", time="%H.%M", month="%m.%Y"), parts=CARE_PARTS, place_parts=CARE_PLACES, kinds=CARE_KINDS,
    sorts=CARE_SORTS,
    columns=_columns(
        "reference=notif_no;recorded=notif_date;title=reason;item=line;sentence=note;from=event_date;event_ref=event_no;"
        "event_kind=event;event_title=event_text;relation=link;detail=link_text;who_no=hosp_no;who=patient;who_born=dob;"
        "who_is=grp;who_wcr=wcr;who_part=involvement;other=attended_with;other_is=attended_with_grp;"
        "other_staff=attended_with_staff_id;other_part=attended_with_involvement;place_uprn=uprn;place=place;"
        "place_kind=place_kind;"
        "place_addr=place_addr;town=place_town;lat=lat;lon=lon;place_part=place_involvement;phone=contact_no"
    ),
)  # fmt: skip
SCHOOLS = Form(
    "schools", EDUCATION, "Safeguarding log export {year}.csv", "ED", encoding="utf-8-sig",
    system="safeguarding log",
    dates=Dates("%d/%m/%Y"), parts=CARE_PARTS, place_parts=CARE_PLACES, kinds=CARE_KINDS, sorts=CARE_SORTS,
    columns=_columns(
        "reference=Log ref;recorded=Date logged;title=Category;text=Details;item=Entry;"
        "sentence=Entry details;from=Date and time;"
        "event_ref=Incident ref;event_kind=Incident type;event_title=Incident;relation=Connection;detail=Connection detail;"
        "who_no=Pupil no;who=Pupil;who_aka=Preferred name;who_born=DOB;who_is=Pupil or adult;who_wcr=WCR;"
        "who_part=Pupil involvement;other_no=Other no;other=Other person;other_is=Other is;"
        "other_wcr=Other WCR;other_staff=Other staff badge;"
        "other_job=Other job;other_part=Other involvement;place_uprn=UPRN;place_urn=School URN;place=Location;"
        "place_kind=Location type;place_addr=Location address;town=Location town;lat=Lat;"
        "lon=Lon;place_part=Location involvement;"
        "vrm=Vehicle registration;plate=Taxi plate;veh=Vehicle;colour=Colour;phone=Phone no"
    ),
)  # fmt: skip
LANTERN_FORM = Form(
    "lantern", LANTERN, "safelantern-outreach.csv", "SL",
    system="outreach log",
    dates=Dates("%d-%m-%Y", month="%m-%Y"), parts=CARE_PARTS, place_parts=CARE_PLACES, kinds=CARE_KINDS, sorts=CARE_SORTS,
    columns=_columns(
        "reference=note_id;recorded=written;title=about;origin=who_first_said;text=note;item=n;statement=kind_of_statement;"
        "sentence=what;from=when;event_ref=event_id;event_kind=event;event_title=event_title;"
        "relation=how_linked;detail=how_detail;"
        "who_no=our_id;who=name;who_aka=goes_by;who_is=age_group;who_wcr=wcr;who_age=age;who_part=part;other_no=other_id;"
        "other=other_name;other_aka=other_goes_by;other_is=other_age_group;other_wcr=other_wcr;other_age=other_age;"
        "other_staff=other_staff_id;other_job=other_work;other_part=other_part;place_uprn=uprn;place_urn=urn;place=where;"
        "place_kind=where_kind;place_addr=where_address;town=where_town;lat=lat;lon=lon;place_part=where_part;vrm=reg;"
        "plate=plate;veh=car;colour=car_colour;phone=phone"
    ),
)  # fmt: skip
HARBOUR_FORM = Form(
    "harbour", HARBOUR, "Harbour House helpline.csv", "HH", encoding="cp1252", delimiter="|",
    system="help line",
    dates=Dates("%d/%m/%Y"), parts=CARE_PARTS, place_parts=CARE_PLACES, kinds=CARE_KINDS, sorts=CARE_SORTS,
    columns=_columns(
        "reference=Call no;recorded=Date written up;title=Subject;origin=First heard from;text=What was said;item=Part;"
        "statement=Status;sentence=In short;from=When it happened;event_kind=What sort;event_title=What happened;who_no=Our no;"
        "who=Who;who_is=Child/adult;who_part=Their part;other=Other;other_is=Other child/adult;other_staff=Other badge;"
        "other_part=Other part;place=Where;place_kind=Sort of place;place_addr=Street;town=Town;place_part=Place part;"
        "vrm=Car reg;phone=Number"
    ),
)  # fmt: skip
COMPLAINTS = Form(
    "complaints", LICENSING, "licensing_complaints.csv", "LIC", encoding="cp1252",
    system="licensing complaints",
    dates=Dates("%d/%m/%Y"), parts=PLAIN_PARTS, place_parts=CARE_PLACES, kinds=CARE_KINDS,
    columns=_columns(
        "reference=complaint_ref;recorded=received;title=subject;text=detail;item=item;sentence=item_detail;from=date_of_event;"
        "event_ref=event_ref;event_kind=event_type;event_title=event;relation=link;detail=link_detail;who_badge=driver_badge;"
        "who=driver_name;who_part=driver_involvement;place_uprn=premises_uprn;place=premises;place_kind=premises_kind;"
        "place_addr=premises_address;town=premises_town;lat=premises_lat;lon=premises_lon;place_part=premises_involvement;"
        "vrm=vrm;plate=plate_no;veh=vehicle;colour=colour;phone=booking_no;op=operator;op_licence=operator_licence"
    ),
)  # fmt: skip
HOME_LOG = Form(
    "homes", HOMES, "Daily log - all homes {year}.csv", "RES", encoding="utf-8-sig",
    system="daily log",
    dates=Dates("%Y-%m-%d", month="%Y-%m", apart=True), parts=CARE_PARTS, place_parts=CARE_PLACES, kinds=CARE_KINDS,
    sorts=CARE_SORTS,
    columns=_columns(
        "reference=Entry ref;recorded=Entry date;title=Type;text=Log;item=Line;sentence=Log line;from=Date;from_time=Time;"
        "to=End date;to_time=End time;event_ref=Event ref;event_kind=Event;event_title=Event detail;relation=Link;"
        "detail=Link detail;who_no=Resident no;who=Resident;who_aka=Likes to be called;who_born=DOB;who_is=Child/adult;"
        "who_wcr=WCR;who_part=Part;other_no=Other no;other=Other;other_is=Other child/adult;other_wcr=Other WCR;"
        "other_staff=Other staff no;other_job=Other job;other_part=Other part;place_uprn=UPRN;place_urn=URN;place=Place;"
        "place_kind=Place type;place_addr=Place address;town=Place town;lat=Lat;lon=Long;place_part=Place part;"
        "vrm=Reg;plate=Taxi plate;veh=Vehicle;colour=Vehicle colour;phone=Phone"
    ),
)  # fmt: skip

FORMS: dict[str, Form] = {
    f.name: f
    for f in (
        INTEL, INCIDENTS, MISSING, SOCIAL, HEALTH_FORM, SCHOOLS, LANTERN_FORM, HARBOUR_FORM, COMPLAINTS, HOME_LOG,
    )
}  # fmt: skip
