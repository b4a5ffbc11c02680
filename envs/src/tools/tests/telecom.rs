//! The telephone company's desk: what the phone shows is the evidence, every rule is met, and every template is solved as planned.

use super::{desk::*, judged::*, *};
use crate::tools::kernel::{deed::ToolCall, state::Action, types::Role};
use serde_json::json;
use std::collections::BTreeSet;
use truestep_core::{model::Truth, truth::Distance};

/// Seeds that are looked at.
const SEEDS: u64 = 50;
/// What begins the calls by which a customer changes something on the phone.
const ON_PHONE: &str = "have_customer_";

fn templates() -> impl Iterator<Item = TemplateId> {
    let all = ToolsFamily.templates().into_iter().map(|info| info.id);
    all.filter(|id| id.template().starts_with("telecom-"))
}

/// The instances of a template among the first seeds.
fn instances(id: &TemplateId, seeds: u64) -> impl Iterator<Item = Def> {
    (1..=seeds).filter_map(move |seed| build(&Task::new(id.clone(), Seed(seed))).ok())
}

fn named(name: &str, seeds: u64) -> Vec<Def> {
    let id = TemplateId::new("tools", name, 1).unwrap();
    instances(&id, seeds).collect()
}

/// Whether a text is a call that the task asks for.
/// The places on a way of what the task has changed on the phone.
fn repairs(def: &Def, way: &[String]) -> Vec<usize> {
    let is_repair = |text: &String| text.starts_with(ON_PHONE) && is_gold(def, text);
    (0..way.len())
        .filter(|&place| is_repair(&way[place]))
        .collect()
}

#[test]
fn the_oracle_takes_as_many_steps_as_the_distance_says_and_reading_alone_is_worth_nothing() {
    for id in templates() {
        let (mut count, mut least, mut most) = (0, u32::MAX, 0);
        for def in instances(&id, SEEDS) {
            let start = start(&def);
            let Distance::Steps(steps) = Tools::distance(&def, &start) else {
                panic!("{id}: no distance")
            };
            assert!(is_walked(&def, &start, steps), "{id}");
            let way = way(&def);
            let is_read = |text: &&String| {
                let op = def.index.get(text.as_str());
                let role = op.map(|&op| def.ops[usize::from(op)].role);
                matches!(role, Some(Role::Read | Role::Ask | Role::End))
            };
            let reads: Vec<String> = way.iter().filter(is_read).cloned().collect();
            for script in [reads, owned(&["done"]), vec![]] {
                let (state, ..) = play(&def, &script);
                let is_success = Tools::status(&def, &state).is_success();
                assert!(!is_success, "{id}: {script:?}");
            }
            (count, least, most) = (count + 1, least.min(steps), most.max(steps));
        }
        eprintln!("{id}: {count} of {SEEDS}, {least} to {most} steps");
        assert!(count >= SEEDS * 9 / 10, "{id}: {count} of {SEEDS}");
    }
}

/// A guess that happens to be right is none the less one; what the customer saw makes it more.
#[test]
fn a_change_on_the_phone_is_supported_by_what_the_customer_saw_and_by_nothing_else() {
    let mut seen = 0;
    // What is to be switched on for a trip is wished for, whatever the phone shows.
    let is_told = |id: &TemplateId| id.template() == "telecom-travel";
    for id in templates().filter(|id| !id.template().contains("talk") && !is_told(id)) {
        for def in instances(&id, 6) {
            let way = way(&def);
            for place in repairs(&def, &way) {
                let looks = |text: &String| text.starts_with("have_customer_look");
                let (seen_all, ..) = play(&def, &way[..place]);
                assert_eq!(supported(&def, &seen_all, &way[place]), Some(true), "{id}");
                let mut blind = way[..place].to_vec();
                blind.retain(|text| !looks(text));
                let (blind, ..) = play(&def, &blind);
                assert_eq!(supported(&def, &blind, &way[place]), Some(false), "{id}");
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

/// A setting that was right is switched: a side effect, no success, and set right by switching it back.
#[test]
fn a_setting_that_was_right_is_a_side_effect_until_it_is_switched_back() {
    for name in ["telecom-no-service", "telecom-slow", "telecom-pictures"] {
        for def in named(name, 8) {
            let way = way(&def);
            let wrong = wrong(&def, "have_customer_switch");
            let last = way.len() - 1;
            // Both ways are offered, and one of them is so already.
            let changes = |text: &&&str| {
                let before = play(&def, &way[..last]).0;
                let after = play(&def, &[&way[..last], &owned(&[text])].concat()).0;
                text.contains("wi-fi calling") && Tools::digest(&before) != Tools::digest(&after)
            };
            let wrong = wrong.iter().find(changes);
            let wrong = (*wrong.unwrap()).to_owned();
            let script = [&way[..last], std::slice::from_ref(&wrong)].concat();
            let (state, told, _) = play(&def, &script);
            assert!(
                matches!(&told[..], [Told::Changed { table, .. }] if table == "phone_settings"),
                "{told:?}"
            );
            let ended = [&script[..], &way[last..]].concat();
            assert!(!Tools::status(&def, &play(&def, &ended).0).is_success());
            assert_eq!(Tools::distance(&def, &state), Distance::Steps(2));
            let back = match wrong.contains("\"to\":\"on\"") {
                true => wrong.replace("\"to\":\"on\"", "\"to\":\"off\""),
                false => wrong.replace("\"to\":\"off\"", "\"to\":\"on\""),
            };
            let ended = [&script[..], &[back], &way[last..]].concat();
            let (state, told, _) = play(&def, &ended);
            assert!(Tools::status(&def, &state).is_success(), "{told:?}");
        }
    }
}

/// No tool of the desk shows what is on the phone: the same answers whatever its settings are.
#[test]
fn the_desk_does_not_see_the_phone() {
    for def in named("telecom-no-service", 4) {
        let way = way(&def);
        let place = repairs(&def, &way)[0];
        let line = def
            .gold_calls()
            .into_iter()
            .find_map(|call| call.arguments["line_id"].as_str().map(str::to_owned));
        let line = json!({"line_id": line.unwrap()});
        for tool in ["get_line", "get_sim", "get_usage"] {
            let look = ToolCall::new(tool, line.clone()).text();
            let answer = |length: usize| {
                let script = [&way[..length], std::slice::from_ref(&look)].concat();
                said(&def, &play(&def, &script).0)
            };
            assert_eq!(answer(place), answer(place + 1), "{tool}");
        }
    }
}

#[test]
fn every_rule_about_rows_is_broken_by_a_mistake_near_by() {
    let mut broken = BTreeSet::new();
    for id in templates() {
        for def in instances(&id, 4) {
            let find: Vec<String> = way(&def)
                .into_iter()
                .filter(|text| text.starts_with("find_"))
                .collect();
            for op in &def.ops {
                if matches!(op.role, Role::Wrong | Role::Gold { .. }) {
                    let (_, told, _) = play(&def, &[find[0].clone(), op.text.to_string()]);
                    broken.extend(told.iter().filter_map(|t| match t {
                        Told::Broken(rule) => Some(*rule),
                        _ => None,
                    }));
                }
            }
            let before = |text: &str| play(&def, &owned(&[text])).1;
            assert_eq!(
                before("get_customer({\"customer_id\":\"c1000\"})"),
                [Told::Broken("identify")]
            );
        }
    }
    let wanted = BTreeSet::from([
        "confirm",
        "contract",
        "data",
        "outage",
        "payment",
        "phone",
        "pin",
        "refund",
        "suspended",
        "unlock",
    ]);
    let missing: Vec<_> = wanted.difference(&broken).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_is_another_customers_is_not_changed() {
    let def = named("telecom-fraud", 1).remove(0);
    let find = way(&def)[0].clone();
    let other = if def.customer == "c1000" {
        "l10071"
    } else {
        "l10001"
    };
    let texts = ["on", "off"]
        .map(|to| ToolCall::new("set_roaming", json!({"line_id": other, "to": to})).text());
    let told = play(&def, &[&[find][..], &texts].concat()).1;
    assert!(told.contains(&Told::Broken("own")), "{told:?}");
}

/// While a network is down whatever is changed on the phone breaks the rule, though it works once the network is back.
#[test]
fn an_outage_is_waited_for_and_not_tinkered_with() {
    // Some of the phones have a fault besides, which could be set right and must not be.
    let mut tempting = 0;
    for def in named("telecom-outage", 12) {
        let way = way(&def);
        assert_eq!(repairs(&def, &way), Vec::<usize>::new());
        let mut gold = def.gold_calls().into_iter();
        let ticket = gold.find(|call| call.tool == "open_ticket");
        let line = ticket.unwrap().arguments["line_id"].to_string();
        let found: Vec<String> = (way.iter())
            .filter(|text| text.starts_with("find_"))
            .cloned()
            .collect();
        let of_line = wrong(&def, ON_PHONE);
        for wrong in of_line.iter().filter(|text| text.contains(&line)) {
            let script = [&found[..], &owned(&[wrong])].concat();
            let (state, told, _) = play(&def, &script);
            // What is so already is refused, and nothing is changed.
            if ["conflict", "precondition"]
                .iter()
                .any(|kind| said(&def, &state).starts_with(kind))
            {
                continue;
            }
            assert!(told.contains(&Told::Broken("outage")), "{wrong}: {told:?}");
            assert_eq!(Tools::distance(&def, &state), Distance::Never);
            let remedies = ["airplane mode", "have_customer_reseat_sim"];
            tempting += u32::from(remedies.iter().any(|remedy| wrong.contains(remedy)));
        }
        let trial = def
            .gold_calls()
            .into_iter()
            .find(|call| call.tool == "open_ticket");
        let line = trial.unwrap().arguments["line_id"].clone();
        let trial = ToolCall::new(
            "have_customer_try",
            json!({"line_id": line, "what": "call"}),
        );
        let (state, ..) = play(&def, &[&found[..], &[trial.text()]].concat());
        assert!(said(&def, &state).ends_with("the call does not connect"));
    }
    assert!(tempting > 2, "{tempting}");
}

/// What one cause hides, the trial shows: with the first of two set right it still fails.
#[test]
fn a_phone_with_two_causes_works_when_both_are_gone() {
    for name in ["telecom-two-causes", "telecom-layers"] {
        for def in named(name, 8) {
            let mut way = way(&def);
            // The trial last, whatever else is asked for.
            let is_trial = |text: &String| text.starts_with("have_customer_try");
            let trial = way.iter().rposition(is_trial).unwrap();
            let trial = way.remove(trial);
            way.insert(way.len() - 1, trial);
            let is_cause = |text: &String| text.starts_with("resume_line") && is_gold(&def, text);
            let resumed = (0..way.len()).filter(|&at| is_cause(&way[at]));
            let causes: Vec<usize> = resumed.chain(repairs(&def, &way)).collect();
            assert_eq!(causes.len(), 2);
            for &left_out in &causes {
                let mut script = way[..way.len() - 1].to_vec();
                script.remove(left_out);
                let (state, ..) = play(&def, &script);
                let answer = said(&def, &state);
                let works = answer.ends_with("connects") || answer.ends_with("fast");
                assert!(!works, "{name}: {answer}");
                let action = Tools::decode(&def, &state, "done").unwrap();
                assert_eq!(Tools::supported(&def, &state, &action), Some(false));
            }
        }
    }
}

/// The same call in other letters, and one that was made already.
#[test]
fn a_repeat_on_the_phone_is_refused_and_not_supported() {
    for def in named("telecom-no-data", 6) {
        let way = way(&def);
        let place = repairs(&def, &way)[0];
        let (state, ..) = play(&def, &way[..=place]);
        let action: Action = Tools::decode(&def, &state, &way[place]).unwrap();
        assert_eq!(Tools::supported(&def, &state, &action), Some(false));
        let (again, ..) = play(&def, &[&way[..=place], &way[place..=place]].concat());
        assert_eq!(state, again);
    }
}
