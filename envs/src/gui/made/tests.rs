//! What made apps promise beside the contract.

use super::{
    APPS, PHONES,
    family::{Template, define, phone, templates},
    shape::Shape,
};
use crate::gui::{
    Def, Gui, GuiFamily, GuiMadeFamily, State, Verb, details, elements::Element, tests::step,
};
use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};
use truestep_core::{
    chance::Seed,
    model::{Dynamics, Menu, MenuEntry, Planner, Render, ViewKind, best_actions_by_trial},
    registry::Registry,
    task::{Task, TemplateId},
};

fn task(template: &Template, seed: u64) -> Option<Def> {
    let id = TemplateId::new("gui-made", &template.name(), 1).unwrap();
    define(&Task::new(id, Seed(seed))).ok()
}

/// The first seed from 1 that has an instance.
fn first(template: &Template) -> Def {
    let drawn = (1..20).find_map(|seed| task(template, seed));
    drawn.unwrap_or_else(|| panic!("{} has no instance", template.name()))
}

/// The oracle's episode: verbs with what they are done to.
fn way(def: &Def) -> (Vec<(Verb, String, Option<String>)>, State) {
    let (mut state, mut way) = (State::default(), vec![]);
    loop {
        let mut entries: Vec<MenuEntry<Verb>> = vec![];
        Gui::menu(def, &state, &mut entries);
        let mut best = vec![];
        best_actions_by_trial::<Gui>(def, &mut (), &state, &entries, &mut best).unwrap();
        let Some(&first) = best.first() else { break };
        let verb = entries[first as usize].action.clone();
        let mut text = format!("{:>2}  ", Gui::distance(def, &state));
        Gui::encode(def, &verb, &mut text);
        let on = kind_of(def, &state, &verb);
        let hit = details::hit(def, &state, &verb);
        if let Some(hit) = hit {
            write!(text, "  ({hit})").unwrap();
        }
        way.push((verb.clone(), text, on));
        step(def, &mut state, &verb);
    }
    (way, state)
}

/// What a verb is done to, without what records hold: a button, a field, a line of a list.
fn kind_of(def: &Def, state: &State, verb: &Verb) -> Option<String> {
    let (Verb::Tap(number) | Verb::Type(number, _)) = verb else {
        return None;
    };
    let element = *def.elements(state).get(usize::from(*number))?;
    Some(match element {
        Element::Line(widget, _) => format!("line {widget}"),
        Element::Turn(widget, _) => format!("switch {widget}"),
        Element::Option(field, _) => format!("option {field}"),
        other => format!("{other:?}"),
    })
}

/// A way without what it is done with.
fn skeleton(def: &Def) -> String {
    let (way, _) = way(def);
    let apps: BTreeSet<u8> = def.apps.iter().copied().collect();
    let mut text = format!("{} of {}", apps.len(), def.phone().apps.len());
    for (verb, _, on) in way {
        let name = match verb {
            Verb::Tap(_) => "tap",
            Verb::Double(_) | Verb::Context(_) => "mouse",
            Verb::Type(..) => "type",
            Verb::Answer(_) => "answer",
            Verb::Open(_) => "open",
            Verb::Scroll(_) => "scroll",
            Verb::Back => "back",
            Verb::Report => "report",
            Verb::Done => "done",
            _ => "other",
        };
        write!(text, " {name} {}", on.unwrap_or_default()).unwrap();
    }
    text
}

#[test]
fn a_hundred_apps_and_more_bake_and_have_a_thousand_tasks() {
    for number in 0..PHONES {
        assert_eq!(phone(number).apps.len(), 3);
    }
    let names: BTreeSet<&str> = (0..APPS).map(|number| Shape::of(number).app()).collect();
    assert_eq!(names.len(), APPS);
    let tasks: BTreeSet<String> = templates().iter().map(Template::name).collect();
    assert_eq!(tasks.len(), templates().len());
    assert!(tasks.len() >= 1_000, "{}", tasks.len());
}

#[test]
fn all_leaves_made_tasks_out_and_their_own_names_find_them() {
    let registry = Registry::new(vec![Arc::new(GuiFamily), Arc::new(GuiMadeFamily)]);
    let names = |selector: &str| -> Vec<String> {
        let selected = registry.select(selector).unwrap();
        selected.iter().map(|t| t.id.to_string()).collect()
    };
    assert_eq!(names("all"), names("gui"));
    assert_eq!(names("gui-made").len(), templates().len());
    let garden = names("gui-made/garden*");
    assert!(
        !garden.is_empty()
            && garden
                .iter()
                .all(|name| name.starts_with("gui-made/garden-"))
    );
    let task = Task::new("gui-made/garden-1-add@4".parse().unwrap(), Seed(1));
    assert!(registry.prepare(&task).is_ok());
}

#[test]
fn no_two_tasks_of_an_app_are_done_by_the_same_steps() {
    let mut all = BTreeSet::new();
    for number in (0..APPS).step_by(7) {
        let of_app = templates().iter().filter(|t| t.shape.number == number);
        let mut met = BTreeSet::new();
        for template in of_app {
            let skeleton = skeleton(&first(template));
            assert!(
                met.insert(skeleton.clone()),
                "{}: {skeleton}",
                template.name()
            );
            all.insert(skeleton);
        }
    }
    eprintln!("{} skeletons", all.len());
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    // One app of each field of life is enough to read.
    for number in (0..APPS).step_by(31) {
        let mut now = String::new();
        for template in templates().iter().filter(|t| t.shape.number == number) {
            let def = first(template);
            let (way, end) = way(&def);
            writeln!(now, "{}\n{}", template.name(), def.goal().instruction).unwrap();
            for (_, text, _) in way {
                writeln!(now, "{text}").unwrap();
            }
            writeln!(now, "grade {}\n", Gui::status(&def, &end).outcome()).unwrap();
            if template.errand.name == "add" {
                Gui::observe(&def, &end, &(), ViewKind::TEXT, &mut now);
                now.push('\n');
            }
        }
        let life = Shape::of(number).life.name;
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/gui/made/golden");
        let file = format!("{folder}/{life}.txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(&file, &now).unwrap();
        }
        let recorded = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(
            now, recorded,
            "{file}: look at the change, then bless it with BLESS=1"
        );
    }
}
