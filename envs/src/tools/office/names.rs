//! The words that an office is made of.

pub(super) const FIRST: [&str; 20] = [
    "Adam", "Bella", "Carl", "Dora", "Emil", "Fiona", "Glen", "Hanna", "Igor", "Julia", "Karim",
    "Lena", "Marco", "Nadia", "Oscar", "Petra", "Ralph", "Sonja", "Tomas", "Vera",
];
pub(super) const LAST: [&str; 20] = [
    "Abel", "Berg", "Costa", "Dahl", "Evans", "Frank", "Gomez", "Hahn", "Ito", "Joshi", "Kane",
    "Lopez", "Meyer", "North", "Olsen", "Price", "Quist", "Rossi", "Stone", "Weiss",
];
pub(super) const TEAMS: [&str; 5] = ["design", "finance", "research", "sales", "support"];
pub(super) const TITLES: [&str; 16] = [
    "budget review",
    "design review",
    "hiring round",
    "launch plan",
    "lunch talk",
    "market update",
    "price talk",
    "quality round",
    "roadmap talk",
    "sales forecast",
    "security drill",
    "site visit",
    "staff training",
    "supplier call",
    "team retreat",
    "weekly sync",
];
/// What ordinary mail is about.
pub(super) const SUBJECTS: [&str; 10] = [
    "Badge for the garage",
    "Coffee machine",
    "Expense report",
    "Keys of the lab",
    "New chairs",
    "Office plants",
    "Parking space",
    "Travel plans",
    "Printer paper",
    "Window cleaning",
];
/// Rooms, each with another number of seats.
pub(super) const ROOMS: [&str; 6] = ["ash", "birch", "cedar", "elm", "fir", "hazel"];
/// What a room can have.
pub(super) const HAS: [&str; 3] = ["a board", "a phone", "a screen"];
/// First names of contacts: few, so that several are called alike.
pub(super) const OUTSIDE_FIRST: [&str; 8] = [
    "Nora", "Otto", "Paula", "Quinn", "Rosa", "Simon", "Tara", "Ugo",
];
/// Last names of contacts, each once.
pub(super) const OUTSIDE_LAST: [&str; 24] = [
    "Adler", "Brandt", "Castle", "Dunn", "Eriksen", "Finch", "Garner", "Holt", "Irving", "Jansen",
    "Keller", "Lowe", "Marsh", "Noble", "Osborn", "Pike", "Quill", "Ross", "Sharp", "Tully",
    "Usher", "Vance", "Wells", "York",
];
/// Companies of contacts, and where their mail comes from.
pub(super) const COMPANIES: [(&str, &str); 6] = [
    ("Alder Legal", "alderlegal.example"),
    ("Bright Labs", "brightlabs.example"),
    ("Cobalt Energy", "cobalt.example"),
    ("Harbor Print", "harborprint.example"),
    ("Northwind Foods", "northwind.example"),
    ("Summit Travel", "summit.example"),
];
/// Names of files, none within another.
pub(super) const FILES: [&str; 16] = [
    "audit notes",
    "data sheet",
    "floor plan",
    "guest list",
    "insurance policy",
    "meeting minutes",
    "press kit",
    "price list",
    "project outline",
    "quarterly figures",
    "safety rules",
    "service contract",
    "staff survey",
    "supplier overview",
    "test protocol",
    "training guide",
];
/// Folders of files; the archive aside.
pub(super) const FOLDERS: [&str; 7] = [
    "contracts",
    "events",
    "guides",
    "offers",
    "plans",
    "projects",
    "reports",
];
/// What files give the numbers of.
pub(super) const COUNTED: [&str; 6] = [
    "courses", "licences", "machines", "meetings", "seats", "visitors",
];
/// What deadlines are for.
pub(super) const DUE: [&str; 8] = [
    "answer to the auditors",
    "draft of the brochure",
    "form for the tax office",
    "list of the new staff",
    "order for the canteen",
    "report on the trial",
    "review of the lease",
    "text for the website",
];
/// What the operations desk announces: the subject, and the sentence without its day.
pub(super) const NOTICES: [(&str, &str); 10] = [
    ("Doors", "The locks of the doors are changed"),
    ("Fire drill", "There is a fire drill"),
    ("Heating", "The heating is off"),
    ("Lifts", "The lifts stand still"),
    ("Lights", "The lights of the hall are replaced"),
    ("Parking", "The car park is closed"),
    ("Phones", "The phones get new numbers"),
    ("Printers", "The printers are moved"),
    ("Water", "There is no water"),
    ("Windows", "The windows are cleaned"),
];
/// What an assistant does by itself every day.
pub(super) const RUNS: [&str; 5] = [
    "backup of the mail",
    "check of the calendar",
    "count of the visitors",
    "summary of the day",
    "tidying of the folders",
];
/// What an assistant has access to.
pub(super) const AREAS: [&str; 5] = ["calendar", "contacts", "files", "mail", "reminders"];
/// The other assistants: id and name.
pub(super) const OTHERS: [(&str, &str); 3] = [("a2", "Basil"), ("a3", "Clover"), ("a4", "Dill")];
