//! What the wiki is about: kinds of things, the relations between them, and how these are said.

use serde::Serialize;

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody.
    Person,
    /// A city.
    City,
    /// A region that cities lie in.
    Region,
    /// A company.
    Company,
    /// A school of higher learning.
    School,
    /// A novel.
    Novel,
    /// A festival.
    Festival,
    /// Another name of something, which has a page of one line.
    Redirect,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Kind; 8] = [
        Kind::Person,
        Kind::City,
        Kind::Region,
        Kind::Company,
        Kind::School,
        Kind::Novel,
        Kind::Festival,
        Kind::Redirect,
    ];

    /// The word for one of them.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::City => "city",
            Kind::Region => "region",
            Kind::Company => "company",
            Kind::School => "school",
            Kind::Novel => "novel",
            Kind::Festival => "festival",
            Kind::Redirect => "name",
        }
    }

    /// Pages of this kind among a thousand.
    pub(super) fn share(self) -> u32 {
        match self {
            Kind::Person => 480,
            Kind::City => 80,
            Kind::Region => 16,
            Kind::Company => 96,
            Kind::School => 34,
            Kind::Novel => 220,
            Kind::Festival => 34,
            Kind::Redirect => 40,
        }
    }
}

/// What one thing is to another, or to a year. A thing has at most one of each, save for what is dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Where a person was born.
    Birthplace,
    /// When.
    Born,
    /// Where a person studied.
    School,
    /// Who taught a person.
    Teacher,
    /// Which company a person works for.
    Employer,
    /// What region a city lies in.
    Region,
    /// Who governs a city; dated, one term after the other.
    Mayor,
    /// When a city, a company or a school was founded.
    Founded,
    /// The first city of a region.
    Capital,
    /// Who founded a company.
    Founder,
    /// Where a company sits.
    Seat,
    /// Who leads a company; dated.
    Director,
    /// Where a school is.
    Campus,
    /// Who leads a school; dated.
    Rector,
    /// Who wrote a novel.
    Author,
    /// Which company brought it out.
    Publisher,
    /// When.
    Published,
    /// Where it takes place.
    Setting,
    /// Where a festival is held.
    Host,
    /// Which company runs it.
    Organiser,
    /// Who pays for it.
    Patron,
    /// What a name is another name of.
    AliasOf,
}

/// What stands at the other end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Something of this kind.
    Thing(Kind),
    /// A year.
    Year,
}

use Relation as R;

impl Relation {
    /// Every relation whose other end is a thing and which chains are made of.
    pub const LINKS: [Relation; 17] = [
        R::Birthplace,
        R::School,
        R::Teacher,
        R::Employer,
        R::Region,
        R::Mayor,
        R::Capital,
        R::Founder,
        R::Seat,
        R::Director,
        R::Campus,
        R::Rector,
        R::Author,
        R::Publisher,
        R::Setting,
        R::Host,
        R::Organiser,
    ];

    /// Kinds it is said of.
    #[must_use]
    pub fn subjects(self) -> &'static [Kind] {
        match self {
            R::Birthplace | R::Born | R::School | R::Teacher | R::Employer => &[Kind::Person],
            R::Region | R::Mayor => &[Kind::City],
            R::Founded => &[Kind::City, Kind::Company, Kind::School],
            R::Capital => &[Kind::Region],
            R::Founder | R::Seat | R::Director => &[Kind::Company],
            R::Campus | R::Rector => &[Kind::School],
            R::Author | R::Publisher | R::Published | R::Setting => &[Kind::Novel],
            R::Host | R::Organiser | R::Patron => &[Kind::Festival],
            R::AliasOf => &[Kind::Redirect],
        }
    }

    /// What is at its other end.
    #[must_use]
    pub fn range(self) -> Range {
        Range::Thing(match self {
            R::Born | R::Founded | R::Published => return Range::Year,
            R::Teacher
            | R::Mayor
            | R::Founder
            | R::Director
            | R::Rector
            | R::Author
            | R::Patron
            | R::AliasOf => Kind::Person,
            R::Birthplace | R::Capital | R::Seat | R::Campus | R::Setting | R::Host => Kind::City,
            R::School => Kind::School,
            R::Employer | R::Publisher | R::Organiser => Kind::Company,
            R::Region => Kind::Region,
        })
    }

    /// Whether several hold it one after the other.
    #[must_use]
    pub fn is_dated(self) -> bool {
        matches!(self, R::Mayor | R::Director | R::Rector)
    }

    /// The word that every sentence about it holds, and that a reader would look for.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            R::Birthplace => "birthplace",
            R::Born => "born",
            R::School => "studied",
            R::Teacher => "teacher",
            R::Employer => "employer",
            R::Region => "region",
            R::Mayor => "mayor",
            R::Founded => "founded",
            R::Capital => "capital",
            R::Founder => "founder",
            R::Seat => "seat",
            R::Director => "director",
            R::Campus => "campus",
            R::Rector => "rector",
            R::Author => "author",
            R::Publisher => "publisher",
            R::Published => "published",
            R::Setting => "setting",
            R::Host => "host",
            R::Organiser => "organiser",
            R::Patron => "patron",
            R::AliasOf => "name",
        }
    }

    /// What it makes of a phrase: `the author of …`.
    #[must_use]
    pub fn of(self, inner: &str) -> String {
        match self {
            R::School => format!("the school at which {inner} studied"),
            R::Region => format!("the region of {inner}"),
            R::Mayor | R::Director | R::Rector => {
                format!("the present {} of {inner}", self.keyword())
            }
            R::Host => format!("the host city of {inner}"),
            R::Campus => format!("the city of the campus of {inner}"),
            other => format!("the {} of {inner}", other.keyword()),
        }
    }

    /// Whether what it makes of a phrase ends in a clause, to which anything that follows would belong.
    #[must_use]
    pub fn ends_in_clause(self) -> bool {
        self == R::School
    }

    /// Which things are meant by what they have: `the company that has its seat in Tarvel`; nothing where that is not said.
    ///
    /// "Its" keeps the clause to the thing: in "the author of the novel whose publisher is …" the author might have it.
    #[must_use]
    pub fn having(self, object: &str) -> Option<String> {
        let (noun, word) = (self.subjects().first()?.noun(), self.keyword());
        Some(match self {
            R::Seat | R::Campus => format!("the {noun} that has its {word} in {object}"),
            R::Setting | R::Publisher => format!("the {noun} that has {object} as its {word}"),
            R::Host => format!("the {noun} that has {object} as its host city"),
            _ => return None,
        })
    }
}
