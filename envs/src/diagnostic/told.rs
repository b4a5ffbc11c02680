//! What an agent is told suffices and is true, and what it may conclude from it is supported.

use super::{Diagnostic, Mdp, PlaceId, State, build, tasks};
use std::collections::BTreeSet;
use truestep_core::{
    chance::Seed,
    model::{Dynamics, Menu, MenuEntry, Planner, Truth},
    rational::Rational,
    task::Task,
    truth::{Distance, Rejection},
};

/// The worlds of a template, one a seed.
fn worlds(name: &str) -> Vec<Mdp> {
    let named = tasks::templates()
        .into_iter()
        .find(|t| t.id.template() == name);
    let id = named.unwrap().id;
    let world = |seed| build(&Task::new(id.clone(), Seed(seed))).unwrap();
    (0..30).map(world).collect()
}

fn world(name: &str) -> Mdp {
    worlds(name).swap_remove(0)
}

fn states(def: &Mdp) -> impl Iterator<Item = State> {
    (0..def.places().len()).map(|i| State {
        place: PlaceId(i as u16),
    })
}

fn refusal(def: &Mdp, state: &State, text: &str) -> Rejection {
    let read = Diagnostic::decode(def, state, text);
    read.and_then(|action| Diagnostic::admit(def, state, &action))
        .unwrap_err()
}

/// Where the moves of a state named `action` lead.
fn ends<'d>(def: &'d Mdp, state: &State, action: &str) -> Vec<&'d str> {
    let action = Diagnostic::decode(def, state, action).unwrap();
    let found = def.find_move(state, action).into_iter();
    let ends = found.flat_map(|m| &m.outcomes);
    ends.map(|(_, to)| def.places()[usize::from(to.0)].name.as_str())
        .collect()
}

#[test]
fn an_answer_is_supported_exactly_if_what_was_read_gives_it() {
    let (mut right, mut wrong) = (0, 0);
    for def in worlds("two-hop") {
        for state in states(&def) {
            let everything = Diagnostic::known(&def, &state).len() == def.goal().evidence.len();
            for action in def.actions_at(&state).filter(|a| a.starts_with("answer")) {
                let is_right = ends(&def, &state, action)[0].starts_with("right");
                let read = Diagnostic::decode(&def, &state, action).unwrap();
                let said = Diagnostic::supported(&def, &state, &read);
                assert_eq!(said, Some(everything && is_right), "{action}");
                right += u32::from(everything && is_right);
                wrong += u32::from(everything && !is_right);
            }
        }
    }
    assert!(right > 0 && wrong > 0);
}

#[test]
fn case_and_blanks_of_an_action_do_not_count() {
    let def = world("two-hop");
    let start = State::default();
    for text in ["look up Ada", "look up ada", " LOOK  UP  ADA "] {
        let read = Diagnostic::decode(&def, &start, text).unwrap();
        assert_eq!(def.action_text(read), "look up Ada");
    }
    for text in ["answer flora", "Answer FLORA"] {
        assert_eq!(refusal(&def, &start, text).code, "not_here");
    }
}

#[test]
fn a_rejection_says_what_is_wrong_and_lists_only_what_can_be_done() {
    let def = world("recovery");
    let start = State::default();
    assert_eq!(
        refusal(&def, &start, "ok").message,
        "`ok` is no action here; there are: good, bad"
    );
    assert_eq!(
        refusal(&def, &start, "Recover").message,
        "`recover` cannot be done here; there are: good, bad"
    );
    let def = world("two-hop");
    let said = refusal(&def, &start, "answer Zoe");
    assert_eq!(said.code, "bad_argument");
    assert!(
        said.message.contains("one of Dora, Edith, Flora"),
        "{said:?}"
    );
    assert_eq!(
        refusal(&def, &start, "look up").message,
        "`look up` is not of the form `look up NAME`"
    );
}

#[test]
fn no_rejection_lists_what_cannot_be_done() {
    for template in tasks::templates() {
        let def = build(&Task::new(template.id, Seed(0))).unwrap();
        for state in states(&def) {
            let form_of = |action: &str| Diagnostic::forms(&def).read(action).unwrap().0;
            let here: BTreeSet<&str> = (def.actions_at(&state))
                .map(|a| form_of(a).template.as_str())
                .collect();
            let said = refusal(&def, &state, "xyzzy").message;
            for form in Diagnostic::forms(&def) {
                let listed = said
                    .split([':', ','])
                    .any(|part| part.trim() == form.template);
                assert_eq!(listed, here.contains(form.template.as_str()), "{said}");
            }
        }
    }
}

#[test]
fn the_hut_and_the_cliff_are_where_the_instruction_says() {
    let def = world("cliff");
    let said = &def.goal().instruction;
    assert!(
        said.contains("the hut, which stands at 5 east, 0 north"),
        "{said}"
    );
    assert!(said.contains("from 1 to 4 east at 0 north"), "{said}");
    let mut reached = BTreeSet::new();
    for state in states(&def) {
        let name = &def.places()[usize::from(state.place.0)].name;
        let Some((x, y)) = name.split_once(',') else {
            continue;
        };
        let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
        for action in def.actions_at(&state) {
            let to = match action {
                "north" => (x, y + 1),
                "south" => (x, y - 1),
                "east" => (x + 1, y),
                _ => (x - 1, y),
            };
            let expected = match to {
                (5, 0) => "hut".to_owned(),
                (1..=4, 0) => "fallen".to_owned(),
                (x, y) => format!("{x},{y}"),
            };
            assert_eq!(ends(&def, &state, action), [&expected]);
            reached.insert(expected);
        }
    }
    assert!(reached.contains("hut") && reached.contains("fallen"));
}

#[test]
fn every_offer_is_on_its_page_and_the_best_is_told() {
    let def = world("variable-horizon");
    assert!(def.goal().instruction.contains("one of exactly 3"));
    for (turn, offer) in ["no coins", "2 coins", "1 coin", "3 coins", "no coins"]
        .into_iter()
        .enumerate()
    {
        let place = def.place(&format!("turn {}", turn + 1)).unwrap();
        let page = &def.places()[usize::from(place.0)];
        assert!(page.text.ends_with(&format!(": {offer}.")), "{}", page.text);
        let stop = ends(&def, &State { place }, "stop")[0];
        let taken = &def.places()[usize::from(def.place(stop).unwrap().0)];
        assert!(taken.text.contains(offer), "{}", taken.text);
        assert_eq!(
            taken.grade == Some(Rational::from_integer(1)),
            offer == "3 coins"
        );
    }
}

#[test]
fn what_chance_decides_and_when_is_told_and_both_choices_come_nearer_in_the_best_case() {
    let def = world("delayed-effect");
    let said = &def.goal().instruction;
    assert!(
        said.contains("probability 4/5") && said.contains("probability 1/5"),
        "{said}"
    );
    assert!(said.contains("in the last of the 7 weeks"), "{said}");
    let start = State::default();
    let (mut menu, mut best): (Vec<MenuEntry<_>>, Vec<u32>) = (vec![], vec![]);
    Diagnostic::menu(&def, &start, &mut menu);
    Diagnostic::best_actions(&def, &start, &menu, &mut best);
    assert_eq!(best, [0], "the better odds alone");
    for choice in ["good 1", "bad 1"] {
        let place = def.place(choice).unwrap();
        let steps = Diagnostic::distance(&def, &State { place });
        assert_eq!(steps, Distance::Steps(7), "{choice}");
    }
}
