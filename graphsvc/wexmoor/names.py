"""What people, streets and firms of the town are called. All invented; a name says nothing about a part in anything."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN_NAMES: dict[str, tuple[str, ...]] = {
    "f": _words(
        "Abigail Aisha Alice Amara Amelia Ania Anya Beatriz Bethany Carys Charlotte Chloe Daisy Danielle Elizabeth Ellie "
        "Emily Esme Fatima Freya Gabriela Georgia Grace Hana Hannah Imogen Ines Isla Jade Jasmine Jessica Joanna Kasia "
        "Katherine Keira Kezia Laila Lauren Leah Lucy Maisie Margaret Maryam Megan Mia Natalia Niamh Nadia Olivia Orla "
        "Paige Phoebe Poppy Priya Rebecca Rosa Ruby Safiya Samantha Sara Sofia Summer Tamsin Tara Victoria Yasmin Zara Zofia"
        " Siân Zoë Renée Łucja"
    ),
    "m": _words(
        "Aaron Adam Ahmed Alexander Andrew Anthony Arjun Benjamin Bilal Bradley Callum Cameron Charles Christopher Connor "
        "Craig Daniel Darren David Dominic Dylan Edward Elijah Ethan Euan Finlay Gareth George Hamza Harry Ibrahim Isaac "
        "Jack Jacob James Jamie Joseph Joshua Kai Karl Kieran Kofi Kyle Leon Lewis Liam Logan Luke Marcus Mateusz Matthew "
        "Michael Mohammed Nathan Nikhil Noah Oliver Omar Owen Patrick Peter Piotr Reece Robert Ryan Samuel Stephen Stuart "
        "Thomas Tomasz Tyler William Yusuf Zachary André José Łukasz"
    ),
}

NICKNAMES: dict[str, tuple[str, ...]] = {
    "Abigail": ("Abby", "Gail"), "Alexander": ("Alex", "Xander"), "Amelia": ("Millie",), "Andrew": ("Andy", "Drew"),
    "Anthony": ("Tony", "Ant"), "Benjamin": ("Ben", "Benji"), "Bethany": ("Beth",), "Bradley": ("Brad",),
    "Cameron": ("Cam",), "Charles": ("Charlie", "Chaz"), "Charlotte": ("Lottie", "Charlie"), "Christopher": ("Chris", "Kit"),
    "Daniel": ("Dan", "Danny"), "Danielle": ("Dani",), "Darren": ("Daz",), "David": ("Dave", "Davey"),
    "Dominic": ("Dom",), "Edward": ("Ed", "Ted"), "Elizabeth": ("Liz", "Beth", "Lizzie"), "Ellie": ("El",),
    "Emily": ("Em", "Emmy"), "Gabriela": ("Gabi",), "Georgia": ("Georgie",), "Ibrahim": ("Ibby",), "Jacob": ("Jake",),
    "James": ("Jim", "Jamie"), "Jasmine": ("Jas", "Jazz"), "Jessica": ("Jess", "Jessie"), "Joanna": ("Jo",),
    "Joseph": ("Joe", "Joey"), "Joshua": ("Josh",), "Katherine": ("Kate", "Kat", "Katie"), "Matthew": ("Matt",),
    "Margaret": ("Maggie", "Meg"), "Michael": ("Mick", "Mike"), "Mohammed": ("Mo",), "Nathan": ("Nath",),
    "Natalia": ("Nat", "Talia"), "Nicholas": ("Nick",), "Oliver": ("Ollie",), "Patrick": ("Pat", "Paddy"),
    "Rebecca": ("Becky", "Bex"), "Robert": ("Rob", "Bob", "Bobby"), "Samantha": ("Sam", "Sammy"), "Samuel": ("Sam",),
    "Stephen": ("Steve", "Ste"), "Stuart": ("Stu",), "Thomas": ("Tom", "Tommy"), "Tomasz": ("Tomek",),
    "Victoria": ("Vicky", "Tori"), "William": ("Will", "Bill", "Billy"), "Zachary": ("Zac",), "Zofia": ("Zosia",),
}  # fmt: skip

FAMILY_NAMES = _words(
    "Abbotsley Achterby Adeyinka-Holt Alderwick Amberlow Anstruther-Pike Arkley Ashgrove Bagnold Balsover Banerji-Cole "
    "Barrowclough Beckwithe Birkenhow Blakeslow Bolderstone Bracknow Brandreth Brightside Broadhollow Brzezik Buckthorpe "
    "Burrowdale Calderbank Carrowmere Castlow Chaudry-Finn Clegghorn Cobbold-Ray Coppergate Corriedale Cotterstock Cravenby "
    "Crossfold Crowle Dagwell Dallimore Darrowby Denholme-Lee Dhillon-Peel Dobcroft Drakelow Duckmanton Dunsop Earnshow Eccleby "
    "Edderthorpe Elsecar-Moss Emberton Fairweather-Sykes Fenwicke Ferrow Finchdale Flockton-Jay Folkingham Foxholes Garrowby "
    "Gawthrope Glossopdale Goldthorn Grzelak Gunthwaite Haigh-Norris Hallowes Hardcastle-Dunn Harrowgill Hathersedge "
    "Heptonfold Hessle-Grant Holmebridge Hoylake-Shah Huddlesby Hussain-Lowe Ingbirch Inkersole Jagger-Smythe Jarrowby "
    "Kelbrook Kerrowdale Kettlewel Kilnhurstly Kirkbrig Kowalczuk-Reed Langsettle Larkspur Laughtonby Ledstone Lindqvist "
    "Lockwoode Maltbyson Marlow-Quaye Masbrow Mendesby Merrowdown Mexbrook Millthorne Morthen Mustafa-Grey Nettleham Newsholme "
    "Normanby-Tate Nostell Nowicka-Hall Oakenshaw Okafor-Dunne Orrell-Pitt Osgodby Oughtibrook Owlerton-Ali Padleywood Parkgate "
    "Patelow Pennistone Pickburn Plumtreeson Prewett Quarmby Raistrick Ravenfield Rawcliffe-Osei Rimington Rosscarrow "
    "Rothwelle Roundhey Rydalson Saltersbrook Sandalby Scholesby Shirecliff Silkstone Singh-Marsh Skelbrook Skinthorpe Sowerdale "
    "Stainborow Stannington Stubbinow Swallowdale Swintonby Tankersly Thorncliff Thrybergson Thurlstone Tickhillson Todwicke "
    "Treetonby Ughillson Ulleyson Varleygate Vossington Wadworthy Walesby Wardsendly Wathwood Wentbridge Wharncliff "
    "Whistonly Wickersley-Day Wincobanks Wombwelle Woodsettson Worsbrow Wortleyson Wrzosek Yarborow Zielinski-May"
)

STREET_NAMES = _words(
    "Avocet Bittern Brackish Buoy Capstan Causeway Cockle Cormorant Curlew Dogger Driftwood Dunlin Eider Fathom Fulmar "
    "Gannet Groyne Gull Halyard Harbour Herring Keel Kelp Kittiwake Lantern Lapwing Mainsail Mallard Marram Mooring Oyster "
    "Pebble Petrel Plover Puffin Quayside Redshank Saltmarsh Sandbank Sandpiper Seawrack Shingle Skerry Spindrift Teal Tern "
    "Tideway Turnstone Whimbrel Wrasse"
)
STREET_ENDINGS = ("Street", "Close", "Road", "Lane", "Avenue", "Terrace", "Way", "Grove")

WARD_NAMES = (
    "Northreach", "Gull Ness", "Saltby", "Eastwater", "Brackwater", "Copley Mere", "Harl", "Tern Hill",
    "Lowmarsh", "Anchorage", "Fathom Fields", "South Sands",
)  # fmt: skip

SCHOOL_ENDINGS = ("Primary School", "Junior School", "Academy", "High School", "Community School")
TAKEAWAY_FIRSTS = _words(
    "Anchor Beacon Bluebell Captain's Cockle Corner Crown Dogger Eastern Fathom Galley Golden Harbour Jolly King's Lantern "
    "Lucky Mermaid Moonlight Neptune's Northern Palace Pearl Quayside Red Royal Salty Silver Spice Star Sunrise Tideway"
)
TAKEAWAY_SECONDS = ("Grill", "Pizza", "Fryer", "Kebab House", "Chicken", "Noodle Bar", "Balti", "Cafe", "Burger Bar")
SHOP_SECONDS = ("News", "Mini Market", "Vapes", "Phone Repairs", "Bakery", "Hardware", "Off-licence")
PARK_ENDINGS = ("Park", "Recreation Ground", "Gardens", "Playing Fields")
HOME_NAMES = ("Heron House", "Sandpiper Lodge", "Lighthouse View", "Marram Cottage", "Oyster Court", "Petrel House")
HOTEL_NAMES = ("Mariner Lodge Hotel", "Saltmarsh Inn", "Wexmoor Central Rooms")
OPERATOR_NAMES = ("Meridian Cars", "Anchor Private Hire")
