//! The pages say what the graph says, and nothing else.

use super::{graph::PRESENT, *};
use std::collections::{BTreeMap, BTreeSet};

fn small() -> Wiki {
    let spec = WikiSpec {
        seed: Seed(5),
        pages: 3_000,
    };
    Wiki::generate(spec, Naming::Plain)
}

#[test]
fn a_seed_gives_the_same_wiki_and_another_seed_another() {
    let spec = |seed| WikiSpec {
        seed: Seed(seed),
        pages: 300,
    };
    let one = Wiki::generate(spec(1), Naming::Plain);
    assert_eq!(
        one.digest(),
        Wiki::generate(spec(1), Naming::Plain).digest()
    );
    assert_ne!(
        one.digest(),
        Wiki::generate(spec(2), Naming::Plain).digest()
    );
    assert_ne!(
        one.digest(),
        Wiki::generate(spec(1), Naming::Shuffled).digest()
    );
}

#[test]
fn names_are_unique_after_normalisation_and_a_shuffled_wiki_keeps_none() {
    let wiki = small();
    let names: BTreeSet<String> = (0..wiki.pages())
        .map(|page| crate::search::grade::squad(wiki.name(page)))
        .collect();
    assert_eq!(names.len(), wiki.pages() as usize);
    let shuffled = Wiki::generate(wiki.spec(), Naming::Shuffled);
    assert_eq!(shuffled.facts(), wiki.facts());
    for page in 0..wiki.pages() {
        assert_ne!(shuffled.name(page), wiki.name(page));
    }
}

#[test]
fn a_relation_that_is_not_dated_holds_once_and_terms_do_not_overlap() {
    let wiki = small();
    for page in 0..wiki.pages() {
        let facts: Vec<&Fact> = wiki.facts_of(page).map(|id| wiki.fact(id)).collect();
        for (at, one) in facts.iter().enumerate() {
            assert!(one.relation.subjects().contains(&wiki.kind(page)));
            for other in facts[at + 1..]
                .iter()
                .filter(|o| o.relation == one.relation)
            {
                assert!(one.relation.is_dated(), "{one:?} {other:?}");
                assert!((1800..=PRESENT).all(|y| !(one.covers(y) && other.covers(y))));
            }
        }
    }
}

fn year(wiki: &Wiki, page: PageId, relation: Relation) -> u16 {
    let fact = wiki.fact(wiki.present(page, relation).unwrap());
    match fact.object {
        Object::Year(year) => year,
        Object::Thing(_) => panic!("{fact:?}"),
    }
}

#[test]
fn nothing_is_done_by_who_is_not_born_or_what_is_not_founded() {
    for (seed, pages) in [(5, 3_000), (6, 100), (7, 400), (1, 10_000)] {
        let spec = WikiSpec {
            seed: Seed(seed),
            pages,
        };
        let wiki = Wiki::generate(spec, Naming::Plain);
        let born = |page| year(&wiki, page, Relation::Born);
        let founded = |page| year(&wiki, page, Relation::Founded);
        for fact in wiki.facts() {
            let Object::Thing(other) = fact.object else {
                continue;
            };
            let of = fact.subject;
            let in_order = match fact.relation {
                Relation::School => founded(other) <= born(of) + 16,
                Relation::Teacher => born(other) + 15 <= born(of),
                Relation::Employer => founded(other) <= born(of) + 60,
                Relation::Birthplace => founded(other) <= born(of),
                Relation::Campus | Relation::Seat => founded(other) < founded(of),
                Relation::Founder => (20..=60).contains(&(founded(of) - born(other))),
                Relation::Author => born(other) + 20 <= year(&wiki, of, Relation::Published),
                Relation::Publisher => founded(other) <= year(&wiki, of, Relation::Published),
                Relation::Mayor | Relation::Director | Relation::Rector => {
                    let end = if fact.until == 0 { PRESENT } else { fact.until };
                    let aged = born(other) + 25 <= fact.from && end <= born(other) + 90;
                    aged && founded(of) < fact.from && fact.from < end
                }
                _ => true,
            };
            assert!(in_order, "{fact:?}");
        }
    }
}

#[test]
fn nobody_holds_two_offices_at_once_and_each_office_has_a_past() {
    let wiki = Wiki::generate(
        WikiSpec {
            seed: Seed(1),
            pages: 10_000,
        },
        Naming::Plain,
    );
    let terms: Vec<&Fact> = (wiki.facts().iter())
        .filter(|f| f.relation.is_dated())
        .collect();
    let mut by_holder: BTreeMap<PageId, Vec<&Fact>> = BTreeMap::new();
    let mut by_office: BTreeMap<(Relation, PageId), Vec<&Fact>> = BTreeMap::new();
    for term in terms {
        let holder = term.object.thing().unwrap();
        by_holder.entry(holder).or_default().push(term);
        by_office
            .entry((term.relation, term.subject))
            .or_default()
            .push(term);
    }
    for (holder, terms) in by_holder {
        let most = (1890..=PRESENT)
            .map(|year| terms.iter().filter(|term| term.covers(year)).count())
            .max();
        assert_eq!(most, Some(1), "{} {terms:?}", wiki.name(holder));
    }
    for terms in by_office.values() {
        let past = terms.iter().filter(|term| !term.is_present()).count();
        assert!(
            (3..=4).contains(&past) && terms.len() == past + 1,
            "{terms:?}"
        );
    }
    // Hardly any place stays empty, and companies do on purpose.
    let share = |relation, kind| {
        let held = by_office.keys().filter(|(r, _)| *r == relation).count();
        held * 100 / wiki.of_kind(kind).len()
    };
    let shares = [
        share(Relation::Mayor, Kind::City),
        share(Relation::Rector, Kind::School),
        share(Relation::Director, Kind::Company),
    ];
    let enough = shares[0] >= 90 && shares[1] >= 90 && shares[2] >= 45;
    assert!(enough, "{shares:?}");
}

#[test]
fn who_founded_or_leads_a_company_works_for_it_and_rectors_for_none() {
    let wiki = small();
    let employer = |page| {
        let fact = wiki.present(page, Relation::Employer)?;
        wiki.fact(fact).object.thing()
    };
    let mut seen = 0;
    for fact in wiki.facts().iter().filter(|fact| fact.is_present()) {
        let Some(person) = fact.object.thing() else {
            continue;
        };
        let expected = match fact.relation {
            Relation::Founder | Relation::Director => Some(fact.subject),
            Relation::Rector | Relation::Mayor => None,
            _ => continue,
        };
        assert_eq!(employer(person), expected, "{fact:?}");
        seen += 1;
    }
    assert!(seen > 500, "{seen}");
}

/// A reader of sentences: the values of a pattern's placeholders, in their order of appearance.
fn values<'t>(pattern: &'static str, text: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
    let mut parts = pattern.split('{');
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut found = vec![];
    for part in parts {
        let (name, literal) = part.split_once('}')?;
        let end = match literal {
            "" => rest.len(),
            literal => rest.find(literal)?,
        };
        found.push((name, &rest[..end]));
        rest = &rest[end + literal.len()..];
    }
    rest.is_empty().then_some(found)
}

/// What a reader who knows the ways of saying, and no graph, makes of a sentence.
fn readings(sentence: &str, pages: &BTreeMap<String, PageId>) -> BTreeSet<Fact> {
    let mut read = BTreeSet::new();
    for relation in RELATIONS {
        let ways = [
            phrases::plain(relation),
            phrases::past(relation),
            phrases::present(relation),
        ];
        for &way in ways.into_iter().flatten() {
            let Some(values) = values(way, sentence) else {
                continue;
            };
            let value = |name: &str| values.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
            let year = |name: &str| value(name).map_or(Some(0), |text| text.parse().ok());
            let object = value("o").and_then(|text| match text.parse() {
                Ok(year) => Some(Object::Year(year)),
                Err(_) => pages.get(text).map(|&page| Object::Thing(page)),
            });
            let subject = value("s").and_then(|text| pages.get(text));
            if let (Some(&subject), Some(object), Some(from), Some(until)) =
                (subject, object, year("from"), year("until"))
            {
                read.insert(Fact {
                    subject,
                    relation,
                    object,
                    from,
                    until,
                });
            }
        }
    }
    read
}

const RELATIONS: [Relation; 22] = [
    Relation::Birthplace,
    Relation::Born,
    Relation::School,
    Relation::Teacher,
    Relation::Employer,
    Relation::Region,
    Relation::Mayor,
    Relation::Founded,
    Relation::Capital,
    Relation::Founder,
    Relation::Seat,
    Relation::Director,
    Relation::Campus,
    Relation::Rector,
    Relation::Author,
    Relation::Publisher,
    Relation::Published,
    Relation::Setting,
    Relation::Host,
    Relation::Organiser,
    Relation::Patron,
    Relation::AliasOf,
];

#[test]
fn a_reader_of_all_pages_finds_the_facts_of_the_graph_and_no_others() {
    let wiki = small();
    let pages: BTreeMap<String, PageId> = (0..wiki.pages())
        .map(|page| (wiki.said(page), page))
        .collect();
    let mut read_in_all = BTreeSet::new();
    for page in 0..wiki.pages() {
        for (number, line) in wiki.lines(page).iter().enumerate() {
            // The first line says what the page is about, and then perhaps something more.
            let after_lead = line.text.split_once(". ").map(|(_, rest)| rest);
            let sentence = match number {
                0 => after_lead.unwrap_or(&line.text),
                _ => &line.text,
            };
            let read = readings(sentence, &pages);
            let stated: BTreeSet<Fact> = line.facts.iter().map(|&id| *wiki.fact(id)).collect();
            let told_otherwise = line.is_list || sentence.contains("also known by the name");
            if !told_otherwise {
                assert_eq!(read, stated, "{}", line.text);
            }
            read_in_all.extend(read);
        }
    }
    assert_eq!(read_in_all, wiki.facts().iter().copied().collect());
}

#[test]
fn every_way_of_saying_a_relation_holds_its_keyword_and_there_are_four() {
    for relation in RELATIONS {
        let ways = match relation.is_dated() {
            true => vec![phrases::past(relation), phrases::present(relation)],
            false => vec![phrases::plain(relation)],
        };
        for ways in ways {
            assert!(ways.len() >= 4, "{relation:?}");
            for way in ways {
                let lower = way.to_lowercase();
                let mut words = lower.split(|c: char| !c.is_alphanumeric());
                assert!(words.any(|word| word == relation.keyword()), "{way}");
            }
        }
    }
}
