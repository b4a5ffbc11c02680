//! The zoo as a page of the documentation.

use super::{
    cages::{Animal, FAMILIES, Pays, Sort},
    judge::Judged,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The page, lines of a table for each animal, family by family.
pub(super) fn page(judged: &[(Animal, Judged)]) -> String {
    let mut text = head(judged);
    for family in FAMILIES {
        let own = |sort: Sort| {
            judged
                .iter()
                .filter(move |(a, _)| a.family == family && a.sort == sort)
        };
        writeln!(text, "\n## {}{}", family[..1].to_uppercase(), &family[1..]).unwrap();
        text += "\n| reward | planted | found |\n|---|---|---|\n";
        own(Sort::Defect).for_each(|(animal, found)| row(&mut text, animal, found));
        text += "\n| reward | why it is sound | beside |\n|---|---|---|\n";
        own(Sort::Sound).for_each(|(animal, found)| row(&mut text, animal, found));
    }
    text
}

fn head(judged: &[(Animal, Judged)]) -> String {
    let count = |sort: Sort| judged.iter().filter(|(a, _)| a.sort == sort).count();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in judged.iter().flat_map(|(_, found)| &found.finds) {
        *kinds.entry(kind).or_default() += 1;
    }
    let mut text = format!(
        "# A zoo of rewards\n\n\
         {} rewards with a planted defect and {} that are sound, as people write them, each with the verdict of `truestep audit`. They are \
         judged again with every change (`tests/audit/zoo`): the verdict and the kinds of counterexamples have to be these and no \
         others; every counterexample is played in its task, and what it is said to earn is priced anew from the recorded episode; no \
         recorded episode may earn more than the audit says can be earned; values of tables are worked out a second time. The \
         animals stand in `tests/audit/zoo/*.toml`; this page is written from what was found.\n\n\
         Every scheme is audited as on the command line, `truestep audit SCHEME TASK --seed S`: under discount 99/100 unless something \
         else stands beside it, in the game an agent that reads can play and over the whole menu.\n\n\
         | found | in | says |\n|---|---|---|\n",
        count(Sort::Defect),
        count(Sort::Sound)
    );
    for (kind, says) in [
        (
            "policy changed",
            "an action is best under the reward and not under the outcome",
        ),
        (
            "loop farmed",
            "a loop earns more than the best way straight to success",
        ),
        (
            "never ends",
            "the best policy is still at it when the budget is over",
        ),
        (
            "wrong end preferred",
            "the best policy ends the task without success: gives up, guesses, commits something wrong",
        ),
        (
            "success put off",
            "the best policy succeeds, later than need be",
        ),
        (
            "harmless steps paid",
            "every step that brings nothing is paid",
        ),
        (
            "only guesses gain",
            "who reads first gains nothing by the defect; over the whole menu, where guesses count, it is there",
        ),
    ] {
        let n = kinds.remove(kind).unwrap_or(0);
        writeln!(text, "| {kind} | {n} | {says} |").unwrap();
    }
    assert!(kinds.is_empty(), "no words for {kinds:?}");
    text
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

fn row(text: &mut String, animal: &Animal, found: &Judged) {
    let written = match animal.pays {
        Pays::Table(_) => String::new(),
        _ => format!("<br>`{}`", cell(&animal.written)),
    };
    let place = animal.place.as_ref().map_or_else(
        || "a table".to_owned(),
        |place| {
            let set: String = place.set.iter().map(|(k, v)| format!(" {k}={v}")).collect();
            let products = match animal.family.as_str() {
                "shop" => format!(", {} products", place.products),
                _ => String::new(),
            };
            format!("{}{set} seed {}{products}", place.task, place.seed)
        },
    );
    let under = match animal.under.is_empty() {
        true => String::new(),
        false => format!("; {}", animal.under),
    };
    writeln!(
        text,
        "| **{}**{written}<br>{place}{under} | {} | {} |",
        cell(&animal.name),
        cell(&animal.why),
        found
            .shown
            .iter()
            .map(|line| cell(line))
            .collect::<Vec<_>>()
            .join("<br>")
    )
    .unwrap();
}
