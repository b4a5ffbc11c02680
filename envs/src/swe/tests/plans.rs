//! Distances are exact in states that no entry of a menu leads to: lines of the plan that were written unseen, own code that
//! passes with the rest of the plan.

use super::super::{
    Engineer, planner, rules, text,
    types::{Action, Def, State, site_fact},
};
use super::{
    guest,
    said::{act, def, done},
};
use truestep_core::{
    model::{Menu as _, Planner as _, Truth as _, Unheard},
    truth::{DetailValue, Distance},
};

/// A distance is one more than the least behind the supported actions of the menu.
fn is_exact(def: &Def, state: &State) {
    let mut menu = vec![];
    Engineer::menu(def, state, &mut menu);
    let behind = menu.iter().filter_map(|entry| {
        let blind = Engineer::supported(def, state, &entry.action) == Some(false);
        let mut next = state.clone();
        rules::step(def, &guest(), &mut next, &entry.action, &mut Unheard).unwrap();
        (!blind).then(|| Engineer::distance(def, &next))
    });
    let least = behind.min().unwrap_or(Distance::Never);
    assert_eq!(
        Engineer::distance(def, state),
        least.plus(1),
        "{:?}",
        state.shown
    );
}

#[test]
fn distances_are_exact_after_lines_of_the_plan_were_written_unseen() {
    for (template, seed) in [(0, 1), (3, 1), (4, 2)] {
        let def = def(template, seed);
        for (site, place) in def.sites.iter().enumerate() {
            for way in (0..place.options.len()).filter(|way| *way != place.start) {
                let mut state = rules::initial(&def);
                let blind = def.edit(&def.start_ways(), site, way);
                let said = done(&def, &mut state, &blind);
                assert_eq!(said.supported, Some(false));
                assert!(!state.known.contains(site_fact(site)));
                is_exact(&def, &state);
                act(&def, &mut state, "find_file[*.py]");
                is_exact(&def, &state);
                let (first, _) = def.lines(&def.ways(&state.changes).unwrap(), site);
                act(&def, &mut state, &format!("open[{}: {first}]", place.path));
                assert!(
                    state.known.contains(site_fact(site)),
                    "as it is now it was shown"
                );
                is_exact(&def, &state);
            }
        }
    }
}

#[test]
fn the_plan_leads_on_from_own_code_that_passes_with_the_rest_of_it() {
    let def = def(3, 1);
    let first = &def.sites[0];
    let path = &first.path;
    let own = first.options[first.right].replace("return int(word)", "return int(word, 10)");
    assert_ne!(own, *first.options[first.right]);
    let last = first.first + first.options[first.start].lines().count() - 1;
    let mend = format!("edit[{path}: {}: {last}:\n{own}]", first.first);
    for (begins, steps) in [
        (
            vec!["open[tabula/clean.py: 30]".to_owned(), mend.clone()],
            3,
        ),
        (
            vec![
                "open[tabula/clean.py: 30]".to_owned(),
                format!("bash[sed -i '4i# on top' {path}]"),
            ],
            4,
        ),
        (vec![format!("bash[sed -i '4i# on top' {path}]")], 6),
        (vec!["find_file[*.py]".to_owned(), mend.clone()], 4),
    ] {
        let mut state = rules::initial(&def);
        let mut last = None;
        for text in &begins {
            last = Some(act(&def, &mut state, text));
        }
        let said = last.unwrap();
        assert!(state.carried.is_some() && def.ways(&state.changes).is_none());
        assert_eq!(*said.of("own_code"), DetailValue::Bool(true));
        assert_eq!(said.distance, Distance::Steps(steps), "{begins:?}");
        let mended = i64::from(begins.contains(&mend));
        let left = said.of("hunks_left");
        assert_eq!(*left, DetailValue::Integer(2 - mended), "{begins:?}");
        for left in (1..=steps).rev() {
            is_exact(&def, &state);
            let mut menu = vec![];
            Engineer::menu(&def, &state, &mut menu);
            let nearer = planner::nearer(&def, &state, menu.iter().map(|entry| &entry.action));
            let said = done(&def, &mut state, &menu[nearer[0]].action);
            assert_eq!(said.distance, Distance::Steps(left - 1), "{begins:?}");
        }
        assert_eq!(state.ended, Some(true), "{begins:?}");
    }
    // What does not pass with the rest of the plan is put back.
    let mut state = rules::initial(&def);
    act(&def, &mut state, "open[tabula/clean.py: 30]");
    let said = act(
        &def,
        &mut state,
        &mend.replace("int(word, 10)", "-int(word)"),
    );
    assert_eq!(state.carried, None);
    assert_eq!(said.distance, Distance::Steps(5));
    is_exact(&def, &state);
}

#[test]
fn own_code_elsewhere_that_makes_up_for_a_place_leaves_the_others() {
    let def = def(4, 101);
    let mut state = rules::initial(&def);
    act(
        &def,
        &mut state,
        "bash[sed -n 20,72p permitly/engine.py; sed -n 50,60p permitly/grants.py]",
    );
    let own = "bash[sed -i '70a\\        while len(self.log) > LOG_LENGTH:\\n            self.log.popleft()' permitly/engine.py]";
    let said = act(&def, &mut state, own);
    assert_eq!(
        (said.distance, state.judged.all()),
        (Distance::Steps(3), false)
    );
    assert_eq!(*said.of("hunks_left"), DetailValue::Integer(1));
    is_exact(&def, &state);
}

/// What a menu offers, without the lines that edits write.
fn offered(def: &Def, state: &State) -> Vec<String> {
    let mut menu = vec![];
    Engineer::menu(def, state, &mut menu);
    let text = |action: &Action| {
        let mut text = String::new();
        text::encode(action, &mut text);
        text
    };
    let mut all: Vec<String> = menu.iter().map(|entry| text(&entry.action)).collect();
    all.sort();
    all
}

#[test]
fn the_menu_beside_own_code_does_not_tell_whether_it_is_right() {
    let def = def(3, 1);
    let first = &def.sites[0];
    let last = first.first + first.options[first.start].lines().count() - 1;
    let after = |answer: &str| {
        let own = first.options[first.right].replace("return int(word)", answer);
        let mut state = rules::initial(&def);
        act(&def, &mut state, "find_file[*.py]");
        act(&def, &mut state, &format!("bash[cat {}]", first.path));
        let mend = format!("edit[{}: {}: {last}:\n{own}]", first.path, first.first);
        act(&def, &mut state, &mend);
        state
    };
    let right = after("return int(word, 10)");
    assert!(right.carried.is_some());
    for wrong in [
        "return int(word) if len(word) < 2 else 12",
        "return 0     # none",
    ] {
        let wrong = after(wrong);
        assert!(wrong.carried.is_none());
        assert_eq!(offered(&def, &wrong), offered(&def, &right));
        assert!(offered(&def, &wrong).len() > 8);
        is_exact(&def, &wrong);
    }
}
