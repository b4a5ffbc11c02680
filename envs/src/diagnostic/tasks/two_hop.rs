//! A two-hop question in miniature: the answer counts as found only when both hops were read.
//!
//! Reading the keeper's page without knowing who the keeper is, and answering, is a lucky guess: it succeeds, and is not
//! supported; nor is an answer that contradicts what was read. `distance` is 3 at the start, `distance_clairvoyant` 2. Both
//! pages can be read in either order: who knows the instance knows whose page it will be.

use super::{Fault, Template};
use crate::diagnostic::{
    Builder,
    types::{Mdp, PlaceId},
};
use truestep_core::{
    chance::Chance,
    forms::{ActionForm, Argument},
    task::Task,
};

pub(super) const TEMPLATE: Template = Template {
    name: "two-hop",
    version: 2,
    summary: "Find out who the keeper's sister is.",
    random_ceiling_percent: 40,
    parameters: &[],
    build,
};

const PEOPLE: [&str; 3] = ["Ada", "Ben", "Cleo"];
const SISTERS: [&str; 3] = ["Dora", "Edith", "Flora"];
const MAX_STEPS: u32 = 8;
/// Bit of the page about the lighthouse among the pages read; bit `i` is the page of person `i`.
const LIGHTHOUSE: usize = PEOPLE.len();

fn build(task: &Task) -> Result<Mdp, Fault> {
    let mut chance = task.stream("facts").sampled();
    let keeper = chance.below(PEOPLE.len() as u32) as usize;
    // A permutation by drawing without replacement: person i's sister.
    let mut names = SISTERS.to_vec();
    let sister: Vec<&str> = (0..PEOPLE.len())
        .map(|_| names.remove(chance.below(names.len() as u32) as usize))
        .collect();
    let mut b = Builder::new(
        "Who is the sister of the keeper of the lighthouse?",
        MAX_STEPS,
    );
    let pages = std::iter::once("the lighthouse").chain(PEOPLE);
    b.form(
        ActionForm::new("look up NAME", "reads the page about it").with(Argument::choice(
            "name",
            pages,
            "whose page",
        )),
    );
    b.form(
        ActionForm::new("answer NAME", "answers; ends the episode").with(Argument::choice(
            "name",
            SISTERS,
            "who it is",
        )),
    );
    let who = b.evidence("the keeper");
    let whose = b.evidence("the keeper's sister");
    let read = |pages: usize, page: usize| pages >> page & 1 == 1;
    let places: Vec<PlaceId> = (0..1usize << (PEOPLE.len() + 1))
        .map(|pages| {
            let mut notes = vec!["Your notes:".to_owned()];
            if read(pages, LIGHTHOUSE) {
                notes.push(format!("the lighthouse is kept by {}.", PEOPLE[keeper]));
            }
            let pages_of = (0..PEOPLE.len()).filter(|&i| read(pages, i));
            notes.extend(pages_of.map(|i| format!("{}'s sister is {}.", PEOPLE[i], sister[i])));
            if notes.len() == 1 {
                notes.push("nothing yet.".into());
            }
            let place = b.place(&format!("pages {pages:04b}"), &notes.join(" "));
            let facts = [(who, LIGHTHOUSE), (whose, keeper)];
            let shown = facts.iter().filter(|(_, page)| read(pages, *page));
            b.knows(place, &shown.map(|(fact, _)| *fact).collect::<Vec<_>>());
            place
        })
        .collect();
    // What is known stays known after the answer, so each set of known facts has ends of its own.
    let ends: Vec<[PlaceId; 2]> = (0..4)
        .map(|known| {
            let right = b.success(&format!("right, knowing {known:02b}"), "Right.");
            let wrong = b.failure(&format!("wrong, knowing {known:02b}"), "Wrong.");
            let facts = [who, whose].into_iter().enumerate();
            let facts: Vec<_> = facts.filter(|(bit, _)| read(known, *bit)).collect();
            for end in [right, wrong] {
                b.knows(
                    end,
                    &facts.iter().map(|(_, fact)| *fact).collect::<Vec<_>>(),
                );
            }
            [right, wrong]
        })
        .collect();
    for (pages, &here) in places.iter().enumerate() {
        b.go(
            here,
            "look up the lighthouse",
            places[pages | 1 << LIGHTHOUSE],
        );
        for (i, person) in PEOPLE.iter().enumerate() {
            b.go(here, &format!("look up {person}"), places[pages | 1 << i]);
        }
        // Answers seen, plus as many not seen, in the order of the list.
        let seen: Vec<&str> = (0..PEOPLE.len())
            .filter(|&i| read(pages, i))
            .map(|i| sister[i])
            .collect();
        let unseen = SISTERS
            .iter()
            .filter(|name| !seen.contains(name))
            .take(seen.len());
        let (knows_who, knows_whose) = (read(pages, LIGHTHOUSE), read(pages, keeper));
        let [right, wrong] = ends[usize::from(knows_who) | usize::from(knows_whose) << 1];
        for answer in SISTERS
            .iter()
            .filter(|name| seen.contains(name) || unseen.clone().any(|u| u == *name))
        {
            let end = if *answer == sister[keeper] {
                right
            } else {
                wrong
            };
            // Who has read both pages knows that every other answer is wrong.
            let supported = knows_who && knows_whose && end == right;
            b.go(here, &format!("answer {answer}"), end).supported = Some(supported);
        }
    }
    Ok(b.build()?)
}
