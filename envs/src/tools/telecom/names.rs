//! What people, phones, places and things that are charged are called.

pub(super) const FIRST: [&str; 24] = [
    "Anita", "Boris", "Celia", "Daniel", "Elena", "Felix", "Greta", "Hannes", "Irene", "Jonas",
    "Klara", "Leon", "Marta", "Nils", "Odile", "Pavel", "Quentin", "Rosa", "Stefan", "Thea",
    "Ursula", "Victor", "Wanda", "Yves",
];
pub(super) const LAST: [&str; 20] = [
    "Abt", "Berger", "Castro", "Dietz", "Engel", "Ferrari", "Gruber", "Hahn", "Iversen", "Jansen",
    "Keller", "Lorenz", "Moser", "Novak", "Olsen", "Peters", "Richter", "Sommer", "Toth", "Vogel",
];
/// Whose phones the lines of a customer are; the first is everybody's.
pub(super) const PHONES: [&str; 6] = [
    "own phone",
    "work phone",
    "daughter's phone",
    "son's phone",
    "mother's phone",
    "second phone",
];
/// Cards that bills are paid from.
pub(super) const CARDS: [&str; 2] = ["debit card", "credit card"];
/// The company's areas.
pub(super) const AREAS: [&str; 8] = [
    "Lakeside",
    "Hilltop",
    "Old Town",
    "Harbour",
    "Northfield",
    "Riverbend",
    "Parkview",
    "Eastgate",
];
/// Countries in which lines roam.
pub(super) const COUNTRIES: [&str; 6] = ["Spain", "Norway", "Japan", "Brazil", "Canada", "Egypt"];
/// Plans, by how much they hold.
pub(super) const PLANS: [(&str, i64); 6] = [
    ("Mini", 2),
    ("Small", 5),
    ("Medium", 10),
    ("Large", 20),
    ("Huge", 40),
    ("Giant", 80),
];
/// Premium services.
pub(super) const SERVICES: [&str; 10] = [
    "Quiz Club",
    "Ringtone World",
    "Daily Horoscope",
    "Goal Alert",
    "Chess Coach",
    "Recipe Box",
    "Puzzle Pass",
    "Weather Pro",
    "Film Vote",
    "Song Request",
];
