//! The zoo: rewards that people write, some with a planted defect and some sound, over every family of tasks, each with the
//! verdict it has to get.
//!
//! The animals stand in the TOML files beside this one, to be read by people; `docs/zoo.md` is written from them with
//! `BLESS=1`. A verdict is not believed because the audit says so: what it claims is played and priced anew (`witness`).

mod cages;
mod judge;
mod page;
mod tables;
mod witness;

use cages::{Animal, Sort, animals};
use judge::Judged;
use rayon::prelude::*;
use std::{collections::BTreeMap, fs, path::Path};

/// What the acceptance of the audit asks for.
const LEAST_OF_A_SORT: usize = 40;
const LEAST_OF_A_FAMILY: usize = 3;

/// Every animal with what was found, in the order of the files. Those of one task are judged one after the other.
fn judged() -> Vec<(Animal, Judged)> {
    let mut by_task: BTreeMap<String, Vec<(usize, Animal)>> = BTreeMap::new();
    for (place, animal) in animals().into_iter().enumerate() {
        by_task
            .entry(animal.home())
            .or_default()
            .push((place, animal));
    }
    let tasks: Vec<Vec<(usize, Animal)>> = by_task.into_values().collect();
    let mut all: Vec<(usize, Animal, Judged)> = tasks
        .into_par_iter()
        .flat_map_iter(|animals| {
            let prepared = animals[0].1.prepared();
            let judge = move |(place, animal): (usize, Animal)| {
                let judged = judge::judge(&animal, prepared.as_ref());
                (place, animal, judged)
            };
            animals.into_iter().map(judge).collect::<Vec<_>>()
        })
        .collect();
    all.sort_by_key(|(place, ..)| *place);
    all.into_iter()
        .map(|(_, animal, judged)| (animal, judged))
        .collect()
}

#[test]
fn every_reward_of_the_zoo_gets_its_verdict_and_what_is_claimed_of_it_replays() {
    let judged = judged();
    let mut wrong = vec![];
    for (animal, found) in &judged {
        if found.finds != animal.finds || found.warns != animal.warns {
            wrong.push(format!(
                "{} ({:?} of {}):\n  finds {:?}, expected {:?}\n  warns {:?}, expected {:?}\n  {}",
                animal.name,
                animal.sort,
                animal.home(),
                found.finds,
                animal.finds,
                found.warns,
                animal.warns,
                found.shown.join("\n  ")
            ));
        }
        wrong.extend(
            found
                .refuted
                .iter()
                .map(|why| format!("{}: {why}", animal.name)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let page = page::page(&judged);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/zoo.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap();
    assert!(
        written == page,
        "docs/zoo.md is not what was found: BLESS=1 writes it"
    );
}

#[test]
fn the_zoo_has_forty_defects_and_forty_sound_rewards_over_all_families() {
    let animals = animals();
    let mut count: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for animal in &animals {
        *count
            .entry((animal.sort.name(), &animal.family))
            .or_default() += 1;
        // A defect is found by something, and a sound reward by nothing.
        assert_eq!(
            animal.finds.is_empty(),
            animal.sort == Sort::Sound,
            "{}",
            animal.name
        );
        assert!(animal.why.ends_with('.'), "{}", animal.name);
    }
    let mut names: Vec<&str> = animals.iter().map(|a| a.name.as_str()).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all, "a name is given once");
    for sort in [Sort::Defect, Sort::Sound] {
        let of_sort = count.iter().filter(|((s, _), _)| *s == sort.name());
        let of_sort: BTreeMap<&str, usize> =
            of_sort.map(|((_, family), n)| (*family, *n)).collect();
        assert!(
            of_sort.values().sum::<usize>() >= LEAST_OF_A_SORT,
            "{of_sort:?}"
        );
        for family in cages::FAMILIES {
            let n = of_sort.get(family).copied().unwrap_or(0);
            assert!(
                n >= LEAST_OF_A_FAMILY,
                "{n} {} rewards of {family}",
                sort.name()
            );
        }
    }
}
