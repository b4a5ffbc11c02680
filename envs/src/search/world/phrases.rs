//! Sentences: several ways to say each relation, and sentences that say nothing a question could be about.
//!
//! `{s}` is what the page is about, `{o}` the other end, `{from}` and `{until}` the years of a term. Every sentence about a
//! relation holds the relation's [keyword](Relation::keyword), so that `find` leads to it however it is said. None ends
//! in a way that another begins, so that a reader can tell them apart: a test reads every page back.

use super::kinds::{Kind, Relation as R};

/// The ways to say a relation that is not dated.
#[must_use]
pub(crate) fn plain(relation: R) -> &'static [&'static str] {
    match relation {
        R::Birthplace => &[
            "The birthplace of {s} is {o}.",
            "{s} has {o} as birthplace.",
            "Of all places, {o} is the birthplace of {s}.",
            "Records give {o} as the birthplace of {s}.",
        ],
        R::Born => &[
            "{s} was born in the year {o}.",
            "Born in {o}, {s} was the youngest of the family.",
            "The year in which {s} was born is {o}.",
            "{s}, born in {o}, grew up among many books.",
        ],
        R::School => &[
            "{s} studied at {o}.",
            "For some years {s} studied at {o}.",
            "It was {o} at which {s} studied.",
            "{s} studied with little zeal at {o}.",
        ],
        R::Teacher => &[
            "The teacher of {s} was {o}.",
            "{s} had {o} as teacher.",
            "{o} was for long the teacher of {s}.",
            "Letters name {o} as the teacher of {s}.",
        ],
        R::Employer => &[
            "The employer of {s} is {o}.",
            "{s} has {o} as employer.",
            "{s} speaks well of {o}, the employer of many years.",
            "For a long time {o} has been the employer of {s}.",
        ],
        R::Region => &[
            "{s} is a city in the region {o}.",
            "The region of {s} is {o}.",
            "{s} belongs to the region {o}.",
            "Maps show {s} in the region {o}.",
        ],
        R::Founded => &[
            "{s} was founded in {o}.",
            "The year in which {s} was founded is {o}.",
            "Founded in {o}, {s} has seen better and worse times.",
            "{s} was founded as early as {o}.",
        ],
        R::Capital => &[
            "The capital of {s} is {o}.",
            "{s} has {o} as its capital.",
            "{o} serves as the capital of {s}.",
            "By custom {o} is the capital of {s}.",
        ],
        R::Founder => &[
            "The founder of {s} was {o}.",
            "{s} had {o} as its founder.",
            "{o} is remembered as the founder of {s}.",
            "A portrait of {o}, the founder, hangs in the hall of {s}.",
        ],
        R::Seat => &[
            "The seat of {s} is {o}.",
            "{s} has its seat in {o}.",
            "From its seat in {o}, {s} looks after its trade.",
            "By its charter, {o} is the seat of {s}.",
        ],
        R::Campus => &[
            "The campus of {s} is in {o}.",
            "{s} has its campus in {o}.",
            "In {o} lies the campus of {s}.",
            "Visitors of {o} are shown the campus of {s}.",
        ],
        R::Author => &[
            "The author of {s} is {o}.",
            "{s} has {o} as its author.",
            "{o} is the author of {s}.",
            "Nobody doubts that {o} is the author of {s}.",
        ],
        R::Publisher => &[
            "The publisher of {s} is {o}.",
            "{s} has {o} as its publisher.",
            "{o} became the publisher of {s}.",
            "After two refusals, {o} was the publisher that took {s}.",
        ],
        R::Published => &[
            "{s} was published in {o}.",
            "The year in which {s} was published is {o}.",
            "First published in {o}, {s} found its readers slowly.",
            "{s}, published in {o}, has been in print ever since.",
        ],
        R::Setting => &[
            "The setting of {s} is {o}.",
            "{s} has {o} as its setting.",
            "{o} is the setting of {s}.",
            "Readers know {o} as the setting of {s}.",
        ],
        R::Host => &[
            "The host city of {s} is {o}.",
            "{s} has {o} as its host city.",
            "{o} is the host city of {s}.",
            "Every summer {o} is host to {s}.",
        ],
        R::Organiser => &[
            "The organiser of {s} is {o}.",
            "{s} has {o} as its organiser.",
            "{o} is the organiser of {s}.",
            "Tickets are sold by {o}, the organiser of {s}.",
        ],
        R::Patron => &[
            "The patron of {s} is {o}.",
            "{s} has {o} as its patron.",
            "{o} is the patron of {s}.",
            "Without {o}, its patron, {s} would have ended long ago.",
        ],
        R::AliasOf => &[
            "{s} is another name of {o}.",
            "The name {s} stands for {o}.",
            "Under the name {s} people mean {o}.",
            "{s} is a name by which {o} is known.",
        ],
        R::Mayor | R::Director | R::Rector => &[],
    }
}

/// The ways to say a term that is over.
#[must_use]
pub(crate) fn past(relation: R) -> &'static [&'static str] {
    match relation {
        R::Mayor => &[
            "From {from} to {until} the mayor of {s} was {o}.",
            "{o} was mayor of {s} from {from} to {until}.",
            "Mayor of {s} from {from} to {until}: {o}.",
            "In the years {from} to {until} {o} was the mayor of {s}.",
        ],
        R::Director => &[
            "From {from} to {until} the director of {s} was {o}.",
            "{o} was director of {s} from {from} to {until}.",
            "Director of {s} from {from} to {until}: {o}.",
            "In the years {from} to {until} {o} was the director of {s}.",
        ],
        R::Rector => &[
            "From {from} to {until} the rector of {s} was {o}.",
            "{o} was rector of {s} from {from} to {until}.",
            "Rector of {s} from {from} to {until}: {o}.",
            "In the years {from} to {until} {o} was the rector of {s}.",
        ],
        _ => &[],
    }
}

/// The ways to say a term that goes on.
#[must_use]
pub(crate) fn present(relation: R) -> &'static [&'static str] {
    match relation {
        R::Mayor => &[
            "The mayor of {s} since {from} is {o}.",
            "{o} has been mayor of {s} since {from}.",
            "Since {from} {s} has had {o} as mayor.",
            "Mayor of {s} since {from}: {o}.",
        ],
        R::Director => &[
            "The director of {s} since {from} is {o}.",
            "{o} has been director of {s} since {from}.",
            "Since {from} {s} has had {o} as director.",
            "Director of {s} since {from}: {o}.",
        ],
        R::Rector => &[
            "The rector of {s} since {from} is {o}.",
            "{o} has been rector of {s} since {from}.",
            "Since {from} {s} has had {o} as rector.",
            "Rector of {s} since {from}: {o}.",
        ],
        _ => &[],
    }
}

/// Sentences that state nothing of any relation; `{o}` is something of the same kind.
#[must_use]
pub(crate) fn filler(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Person => &[
            "{s} kept a garden and wrote about it.",
            "A street in the old quarter bears this name.",
            "Friends remember {s} as patient and a little vain.",
            "The collected letters of {s} fill two shelves.",
            "{s} is often mistaken for {o}.",
            "Nothing is left of the house where {s} lived last.",
        ],
        Kind::City => &[
            "{s} is known for its covered market.",
            "The old walls of {s} were taken down for their stone.",
            "A railway joins {s} and {o}.",
            "The winters in {s} are short and wet.",
            "Two bridges cross the river at {s}.",
        ],
        Kind::Region => &[
            "{s} is a land of low hills.",
            "Sheep and barley are the wealth of {s}.",
            "{s} borders on {o}.",
            "Few roads cross {s} in winter.",
        ],
        Kind::Company => &[
            "{s} survived two fires and a flood.",
            "The warehouses of {s} are of red brick.",
            "{s} is a rival of {o}.",
            "At {s} the working day ends at five.",
            "The yearly report of {s} is brief.",
        ],
        Kind::School => &[
            "The library of {s} is open to everybody.",
            "{s} and {o} meet for a boat race.",
            "Students of {s} wear grey coats.",
            "The clock tower of {s} is always late.",
        ],
        Kind::Novel => &[
            "Critics compare {s} with {o}.",
            "{s} has been read aloud on the wireless.",
            "The first edition of {s} is rare.",
            "{s} is told by three voices.",
            "The last chapter of {s} is the shortest.",
        ],
        Kind::Festival => &[
            "{s} draws visitors from far away.",
            "{s} and {o} are held in turn.",
            "It rained on the opening day of {s} more often than not.",
            "{s} ends with a procession of lanterns.",
        ],
        Kind::Redirect => &[],
    }
}

/// What people do; the first write novels.
pub(crate) const PROFESSIONS: [&str; 10] = [
    "novelist",
    "surveyor",
    "painter",
    "engineer",
    "botanist",
    "judge",
    "composer",
    "physician",
    "clockmaker",
    "astronomer",
];

/// Words of titles: `The Glass Orchard of Vorn`.
pub(crate) const TITLE_FIRST: [&str; 24] = [
    "Amber", "Broken", "Copper", "Distant", "Empty", "Faithful", "Glass", "Hidden", "Iron", "Late",
    "Long", "Narrow", "Paper", "Pale", "Quiet", "Red", "Salt", "Second", "Silent", "Slow",
    "Stolen", "Thin", "Wooden", "Wild",
];
/// Their second words.
pub(crate) const TITLE_SECOND: [&str; 24] = [
    "Anchor", "Bell", "Bridge", "Clock", "Door", "Feather", "Garden", "Harbour", "Harvest",
    "Kettle", "Ladder", "Lamp", "Letter", "Map", "Mirror", "Orchard", "River", "Road", "Shore",
    "Song", "Stair", "Tower", "Voyage", "Window",
];
