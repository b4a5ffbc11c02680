//! What is said about a template as a whole: its card, its size, and how it differs from its siblings.

use super::{Checked, Scope, case::Case, ledger::Ledger, report::Figures, sentence::Sentence};

/// Headings every card has.
const HEADINGS: [&str; 9] = [
    "Goal",
    "Action",
    "Observation",
    "Dynamics",
    "Ground truth",
    "Episode end",
    "Tasks",
    "Arguments",
    "Version history",
];
/// Least median and largest start distance of instances that are not trivial.
const NOT_TRIVIAL: (u32, u32) = (5, 12);

pub(super) fn check(scope: &Scope<'_>, ledger: &mut Ledger, figures: &Figures) {
    let card = scope.family.card();
    let name = scope.template.id.template();
    let headings: Vec<&str> = card
        .lines()
        .filter(|l| l.starts_with('#'))
        .map(|l| l.trim_matches(['#', ' ']))
        .collect();
    for heading in HEADINGS {
        ledger.check(
            Sentence::CardIsComplete,
            headings.contains(&heading),
            || format!("no heading `{heading}`"),
        );
    }
    ledger.check(
        Sentence::CardIsComplete,
        !card.contains(crate::forms::CARD_MARKER),
        || format!("`{}` was not filled in", crate::forms::CARD_MARKER),
    );
    let named = names(card, name) || names(card, &scope.template.id.to_string());
    ledger.check(Sentence::CardIsComplete, named, || {
        format!("it does not name `{name}`")
    });
    ledger.check(
        Sentence::CardIsComplete,
        !scope.template.summary.trim().is_empty(),
        || "no summary".into(),
    );

    let distinct = figures.distinct_starts;
    let needed =
        stated_starts(card, name).map_or(figures.instances / 2, |n| n.min(figures.instances / 2));
    let any = figures.instances > 0;
    ledger.check(
        Sentence::DistinctStarts,
        !any || distinct > 0 && distinct >= needed,
        || {
            format!(
                "{distinct} distinct starts in {} instances, expected {needed}",
                figures.instances
            )
        },
    );

    if is_small_on_purpose(card, name) {
        ledger.does_not_apply(Sentence::NotTrivial, "the card argues for small instances");
    } else if figures.distances.is_empty() {
        ledger.does_not_apply(Sentence::NotTrivial, "no distance is computed");
    } else {
        let (median, max) = (figures.median_distance(), figures.max_distance());
        ledger.check(
            Sentence::NotTrivial,
            median >= NOT_TRIVIAL.0 && max >= NOT_TRIVIAL.1,
            || {
                format!(
                    "median {median}, largest {max} in {} instances",
                    figures.distances.len()
                )
            },
        );
    }
}

/// Whether a text names a template: `` `name` ``, or `` `*-end` `` for all whose names end so.
fn names(text: &str, name: &str) -> bool {
    text.contains(&format!("`{name}`"))
        || text.split("`*").skip(1).any(|rest| {
            let end = rest.split('`').next().unwrap_or_default();
            !end.is_empty() && name.ends_with(end)
        })
}

/// The paragraphs that begin with `label`, each up to an empty line, as one line.
fn claim(card: &str, label: &str) -> Option<String> {
    // A card that is made of several may claim the same of the templates of each.
    let mut within = false;
    let lines = card.lines().filter(|line| {
        within = (within || line.trim_start().starts_with(label)) && !line.trim().is_empty();
        within
    });
    let text = lines.collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Why the sentences of a template are not the environment's own, if the card says so.
pub(super) fn borrowed_language(card: &str, name: &str) -> Option<String> {
    claim(card, "Borrowed language:").filter(|text| names(text, name))
}

fn is_small_on_purpose(card: &str, name: &str) -> bool {
    claim(card, "Small on purpose:").is_some_and(|text| names(&text, name))
}

/// Why a template gives no ends beside the right one, if the card says so.
pub(super) fn has_no_other_ends(case: &Case<'_>) -> Option<String> {
    let name = case.scope.template.id.template();
    claim(case.scope.family.card(), "No other ends:").filter(|text| names(text, name))
}

/// Whether the card argues for effects of this template that no view shows.
pub(super) fn is_unseen_on_purpose(card: &str, name: &str) -> bool {
    claim(card, "Unseen on purpose:").is_some_and(|text| names(&text, name))
}

/// Whether the card argues for menus of this template whose order may give it away.
pub(super) fn is_ordered_on_purpose(card: &str, name: &str) -> bool {
    claim(card, "Ordered menus:").is_some_and(|text| names(&text, name))
}

/// How many different starts the card gives a template.
fn stated_starts(card: &str, name: &str) -> Option<u32> {
    let text = claim(card, "Starts:")?;
    let (_, after) = text.split_once(&format!("`{name}`"))?;
    let digits: String = after
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// Two templates are of one kind if most instances of each are solved by a skeleton that occurs in the other.
pub(super) fn compare_kinds(all: &mut [Checked<'_>]) {
    let kinds: Vec<_> = all
        .iter()
        .map(|c| (c.template.id.clone(), c.figures.skeletons.clone()))
        .collect();
    for (index, checked) in all.iter_mut().enumerate() {
        let (id, mine) = &kinds[index];
        let siblings = kinds
            .iter()
            .filter(|(other, _)| other.env() == id.env() && other != id);
        let mut alone = true;
        for (other, theirs) in siblings.filter(|(_, theirs)| !theirs.is_empty() && !mine.is_empty())
        {
            alone = false;
            let shared = |a: &std::collections::BTreeMap<String, u32>,
                          b: &std::collections::BTreeMap<String, u32>| {
                let common: u32 = a
                    .iter()
                    .filter(|(k, _)| b.contains_key(*k))
                    .map(|(_, n)| n)
                    .sum();
                common * 2 > a.values().sum::<u32>()
            };
            let alike = shared(mine, theirs) && shared(theirs, mine);
            checked
                .ledger
                .check(Sentence::SolutionsDifferInKind, !alike, || {
                    let example = mine.keys().find(|k| theirs.contains_key(*k));
                    format!(
                        "most instances of it and of `{other}` are solved alike, as by {example:?}"
                    )
                });
        }
        if alone {
            checked.ledger.does_not_apply(
                Sentence::SolutionsDifferInKind,
                "no solved sibling to compare with",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_card_names_a_template_by_its_name_or_by_how_it_ends() {
        for (text, is_named) in [
            ("| `add` | add |", false),
            ("| `garden-1-add` | add |", true),
            ("| `*-add` | add |", true),
            ("| `*-note-add` | add |", false),
            ("| `*` | all |", false),
        ] {
            assert_eq!(names(text, "garden-1-add"), is_named, "{text}");
        }
    }
}
