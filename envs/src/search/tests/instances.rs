//! Questions over many seeds: their plans, their twins, their other ways to be read.

use super::super::{
    Reader, Search, Showing,
    ends::{Way, shortest},
    tasks,
    types::{Action, Def, State},
    world::{Naming, WikiSpec},
};
use proptest::prelude::*;
use std::sync::LazyLock;
use truestep_core::{
    chance::{Enumerated, Seed},
    model::{Dynamics as _, Menu as _, Planner as _, Truth as _, Unheard},
    task::Task,
    truth::Distance,
};

static SEARCH: LazyLock<Search> = LazyLock::new(|| {
    Search::new(WikiSpec {
        seed: Seed(1),
        pages: 2_000,
    })
});

fn task(template: &tasks::Template, seed: u64, parameters: &[(&str, &str)]) -> Task {
    let mut task = Task::new(template.id(), Seed(seed));
    for (name, value) in parameters {
        task.parameters.insert((*name).into(), (*value).into());
    }
    task
}

fn define(template: &tasks::Template, seed: u64, parameters: &[(&str, &str)]) -> Def {
    SEARCH.define(&task(template, seed, parameters)).unwrap()
}

fn play(def: &Def, actions: &[Action]) -> State {
    let mut state = State::default();
    for action in actions {
        Reader::admit(def, &state, action).unwrap();
        let mut chance = Enumerated::default();
        Reader::step(def, &mut (), &mut state, action, &mut chance, &mut Unheard).unwrap();
    }
    state
}

/// Two shortest ways: both are as long as the distance says, and both end well.
#[test]
fn every_shortest_way_is_as_long_as_it_says_and_succeeds() {
    for template in tasks::ALL {
        for seed in 0..20 {
            let def = define(template, seed, &[]);
            let start = State::default();
            let Distance::Steps(steps) = Reader::distance(&def, &start) else {
                panic!("{} {seed} has no plan", template.name);
            };
            for way in [Way::First, Way::Last] {
                let actions = shortest(&def, &start, way);
                assert_eq!(actions.len(), steps as usize, "{} {seed}", template.name);
                let end = play(&def, &actions);
                assert_eq!(end.ended, Some(true));
                assert!(end.known.includes(def.evidence));
            }
        }
    }
}

/// Same graph, other names: the plan starts from another name and ends with another answer.
#[test]
fn a_shuffled_twin_asks_the_same_under_other_names() {
    let (mut twins, mut all) = (0, 0);
    for template in tasks::ALL {
        for seed in 0..10 {
            let plain = define(template, seed, &[]);
            all += 1;
            let Ok(twin) = SEARCH.define(&task(template, seed, &[("names", "shuffled")])) else {
                continue;
            };
            twins += 1;
            assert_ne!(twin.question.text, plain.question.text);
            let relations = |def: &Def| {
                def.question
                    .hops
                    .iter()
                    .map(|h| h.relation)
                    .collect::<Vec<_>>()
            };
            assert_eq!(relations(&twin), relations(&plain));
            // A number is no name: how many there are stays.
            let is_number = plain.question.answer.parse::<u32>().is_ok();
            assert_eq!(twin.question.answer == plain.question.answer, is_number);
            // What was right under one naming is wrong under the other.
            let mut state = State::default();
            let said = format!("answer[{}]", plain.question.answer);
            let action = Reader::decode(&twin, &state, &said).unwrap();
            assert_eq!(Reader::supported(&twin, &state, &action), Some(false));
            let mut chance = Enumerated::default();
            Reader::step(
                &twin,
                &mut (),
                &mut state,
                &action,
                &mut chance,
                &mut Unheard,
            )
            .unwrap();
            assert_eq!(state.ended, Some(is_number));
        }
    }
    assert!(
        twins * 100 >= all * 95,
        "{twins} of {all} questions have a twin"
    );
    assert_ne!(
        SEARCH.wiki(Naming::Plain).digest(),
        SEARCH.wiki(Naming::Shuffled).digest()
    );
}

/// With whole passages nothing need be opened, so that an agent with two tags alone can answer.
#[test]
fn with_passages_every_question_is_answered_by_searching_alone() {
    for template in tasks::ALL {
        for seed in 0..10 {
            let parameters = [("results", "passages")];
            let Ok(def) = SEARCH.define(&task(template, seed, &parameters)) else {
                panic!("{} {seed} has no question over passages", template.name);
            };
            assert_eq!(def.showing, Showing::Passages);
            let way = shortest(&def, &State::default(), Way::First);
            let tags = |action: &Action| match action {
                Action::Search(query) => format!("<search>{query}</search>"),
                Action::Answer(answer) => format!("<think>so</think><answer>{answer}</answer>"),
                other => panic!("{} {seed}: {other:?}", template.name),
            };
            let mut state = State::default();
            for action in &way {
                let read = Reader::decode(&def, &state, &tags(action)).unwrap();
                assert_eq!(read, *action);
                let mut chance = Enumerated::default();
                Reader::step(&def, &mut (), &mut state, &read, &mut chance, &mut Unheard).unwrap();
            }
            assert_eq!(state.ended, Some(true));
        }
    }
}

/// What an answer needs stands on pages that menu queries find, and no page holds both ends.
#[test]
fn every_hop_has_gold_pages_and_the_ends_share_none() {
    for template in tasks::ALL {
        for seed in 0..10 {
            let def = define(template, seed, &[]);
            let wiki = def.wiki();
            assert!(!def.question.hops.is_empty());
            for hop in &def.question.hops {
                assert!(!hop.gold.is_empty() && !hop.sub_queries.is_empty());
                for passage in &hop.gold {
                    assert!(passage.text.contains(&hop.sub_answer), "{hop:?}");
                    assert!(passage.text.contains(&hop.subject), "{hop:?}");
                }
            }
            if def.question.answer.parse::<u32>().is_ok() {
                continue;
            }
            // Nowhere in the wiki does one page name what the question begins with and what it ends with.
            let first = &def.question.hops[0].subject;
            let named =
                |page: u32, name: &str| wiki.lines(page).iter().any(|l| l.text.contains(name));
            let ends = ["chain2", "chain3", "chain4", "chain5", "temporal"];
            if ends.contains(&template.name) {
                let both = (0..wiki.pages())
                    .filter(|&p| named(p, first) && named(p, &def.question.answer));
                assert_eq!(both.count(), 0, "{} {seed}", template.name);
            }
        }
    }
}

#[test]
fn a_question_is_a_record_of_both_published_formats() {
    let def = define(&tasks::ALL[1], 3, &[]);
    let record = def.question().stepsearch();
    assert_eq!(record["sub_searchs"].as_array().unwrap().len(), 3);
    assert!(
        record["sub_support_docs"][0]["paragraph_text"]
            .as_str()
            .unwrap()
            .len()
            > 20
    );
    let record = def.question().pica();
    assert_eq!(record["steps"][2]["sub_answer"], record["final_answer"]);
    assert_eq!(record["steps"][0]["is_pivot"], true);
}

proptest! {
    #[test]
    fn any_text_is_an_action_or_a_rejection_and_never_more(text in "\\PC{0,60}", form in 0..6_usize) {
        let def = define(&tasks::ALL[0], 1, &[]);
        let state = State::default();
        let whole = match form {
            0 => format!("search[{text}]"),
            1 => format!("open[{text}]"),
            2 => format!("find[{text}]"),
            3 => format!("<search>{text}</search>"),
            4 => format!("<answer>{text}"),
            _ => text,
        };
        if let Ok(action) = Reader::decode(&def, &state, &whole) {
            let mut written = String::new();
            Reader::encode(&def, &action, &mut written);
            prop_assert_eq!(Reader::decode(&def, &state, &written), Ok(action));
        }
    }

    /// At any point of any play: 1 + the least over the supported menu, at full size.
    #[test]
    fn the_plan_keeps_bellmans_law(template in 0..tasks::ALL.len(), seed in 0..40_u64, turns in proptest::collection::vec(0..1000_usize, 0..9)) {
        let def = define(&tasks::ALL[template], seed, &[]);
        let mut state = State::default();
        for turn in turns {
            let mut menu = vec![];
            Reader::menu(&def, &state, &mut menu);
            let next = |action: &Action| {
                let mut next = state.clone();
                let mut chance = Enumerated::default();
                Reader::step(&def, &mut (), &mut next, action, &mut chance, &mut Unheard).unwrap();
                next
            };
            let supported = menu.iter().filter(|e| Reader::supported(&def, &state, &e.action) != Some(false));
            let nearest = supported.map(|e| Reader::distance(&def, &next(&e.action))).min();
            prop_assert_eq!(Some(Reader::distance(&def, &state)), nearest.map(|d| d.plus(1)));
            state = next(&menu[turn % menu.len()].action);
            if state.ended.is_some() {
                break;
            }
        }
    }
}
