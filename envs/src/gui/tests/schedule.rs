//! How disturbances are drawn and asked for.

use super::{disturbed::told, menu, step, task, task_with};
use crate::gui::{Gui, State, tasks::TEMPLATES};
use std::collections::BTreeMap;
use truestep_core::{
    chance::{Chance as _, Seed},
    model::Dynamics,
};

#[test]
fn a_task_without_disturbances_says_nothing_of_them() {
    for template in TEMPLATES {
        let Some(def) = task(template.name, 1) else {
            continue;
        };
        let mut state = State::default();
        let verb = menu(&def, &state)[0].clone();
        assert!(told(&def, &mut state, &verb).is_empty());
        let json = serde_json::to_string(&state).unwrap();
        assert!(!json.contains("disturbed"), "{json}");
    }
}

#[test]
fn one_more_disturbance_moves_no_other_and_the_rate_leaves_some_out() {
    let list = |set: &[(&str, &str)]| -> BTreeMap<&str, String> {
        let def = task_with("contact-add", 5, set).unwrap();
        let list = def.schedule.list.iter();
        list.map(|one| {
            (
                one.kind.name,
                format!("{:?} {} {}", one.occasion, one.what, one.steps),
            )
        })
        .collect()
    };
    let (two, all) = (
        list(&[("disturb", "ad+crash")]),
        list(&[("disturb", "all")]),
    );
    assert_eq!(two.len(), 2);
    let is_same = |(name, drawn): (&&str, &String)| all.get(*name).is_none_or(|own| own == drawn);
    assert!(two.iter().all(is_same));
    assert_eq!(all.len(), 10, "no more come in one task");
    let some = list(&[("disturb", "all"), ("disturb_rate", "40")]);
    assert!(some.len() < all.len() && !some.is_empty(), "{some:?}");
    assert!(some.iter().all(is_same));
}

/// Plans stay small enough, since disturbances come one after another and are not many.
#[test]
fn a_task_can_have_everything_in_its_way() {
    for template in TEMPLATES.iter().step_by(4) {
        let Some(seed) = (1..20).find(|&seed| task(template.name, seed).is_some()) else {
            panic!("{} has no instance", template.name);
        };
        let def = task_with(template.name, seed, &[("disturb", "all")]);
        let def = def.unwrap_or_else(|| panic!("{} seed {seed}", template.name));
        assert!(def.schedule.list.len() > 8, "{}", template.name);
        let mut chance = Seed(3).stream(template.name).sampled();
        let mut state = State::default();
        for _ in 0..40 {
            let verbs = menu(&def, &state);
            let Some(verb) = verbs.get(chance.below(verbs.len().max(1) as u32) as usize) else {
                break;
            };
            assert!(Gui::admit(&def, &state, verb).is_ok(), "{verb:?}");
            step(&def, &mut state, verb);
        }
    }
}

#[test]
fn a_parameter_that_names_no_disturbance_is_refused() {
    let wrong = [
        vec![("disturb", "")],
        vec![("disturb", "all+ad")],
        vec![("disturb", "earthquake")],
        vec![("disturb", "ad++call")],
        vec![("disturb_rate", "50")],
        vec![("disturb", "ad"), ("disturb_rate", "0")],
        vec![("disturb", "ad"), ("disturb_rate", "101")],
        vec![("disturb", "ad"), ("disturb_rate", "half")],
    ];
    for parameters in wrong {
        assert!(
            task_with("contact-add", 1, &parameters).is_none(),
            "{parameters:?}"
        );
    }
}
