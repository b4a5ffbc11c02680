//! Near misses fail and say why, equivalents succeed, for every template.

use super::laws::defs_with;
use crate::shop::strict::{
    StrictShop,
    ends::{equal::equivalents, near::near_misses},
    planner::cache::Planned,
    tasks,
    world::{fact::ShopFact, state::State},
};
use truestep_core::{
    chance::Enumerated,
    model::{Dynamics, Statement, StatementKind},
    rational::Rational,
};

/// Grade at the end (0 if there is none), side effects stated, actions refused.
fn play(def: &Planned, script: &[String]) -> (Rational, Vec<ShopFact>, Vec<String>) {
    let mut state = State::start(def);
    let (mut facts, mut refused) = (vec![], vec![]);
    for text in script {
        let decoded = StrictShop::decode(def, &state, text);
        match decoded.and_then(|a| StrictShop::admit(def, &state, &a).map(|()| a)) {
            Ok(action) => {
                StrictShop::step(
                    def,
                    &mut (),
                    &mut state,
                    &action,
                    &mut Enumerated::default(),
                    &mut facts,
                )
                .unwrap();
            }
            Err(why) => refused.push(format!("{text}: {}", why.message)),
        }
    }
    let grade = state
        .ending()
        .map_or(Rational::from_integer(0), |e| e.grade);
    (grade, facts, refused)
}

#[test]
fn near_misses_fail_and_equivalents_succeed() {
    let market = super::size::thousand();
    let one = Rational::from_integer(1);
    let mut wrong = vec![];
    for template in tasks::ALL {
        for (number, def) in defs_with(&market, template, 0..200).iter().enumerate() {
            let near = near_misses(def);
            if near.len() < 10 {
                wrong.push(format!("{template:?} {number}: {} near misses", near.len()));
            }
            for script in near {
                let (grade, _, refused) = play(def, &script);
                if grade == one || !refused.is_empty() {
                    wrong.push(format!(
                        "{template:?} {number}: near {grade} {refused:?} {script:?}"
                    ));
                }
            }
            for script in equivalents(def) {
                let (grade, _, refused) = play(def, &script);
                if grade != one {
                    wrong.push(format!(
                        "{template:?} {number}: equal {grade} {refused:?} {script:?}"
                    ));
                }
            }
        }
    }
    let most = wrong.len().min(20);
    assert!(
        wrong.is_empty(),
        "{} wrong: {:#?}",
        wrong.len(),
        &wrong[..most]
    );
}

#[test]
fn whatever_is_changed_that_is_not_asked_for_is_a_side_effect() {
    let market = super::size::thousand();
    for template in tasks::ALL {
        for def in defs_with(&market, template, 0..20) {
            let changed = |s: &&Vec<String>| {
                s.iter()
                    .any(|t| t == "address[neighbour]" || t == "wrap[wedding]")
            };
            for script in near_misses(&def).iter().filter(changed) {
                let purchase = def.objective.purchase();
                let is_asked = |wanted: Option<u8>, verb: &str| {
                    wanted.is_some() && script.iter().any(|t| t.starts_with(verb))
                };
                if purchase
                    .is_some_and(|p| is_asked(p.address, "address") || is_asked(p.wrap, "wrap"))
                {
                    continue;
                }
                let (_, facts, _) = play(&def, script);
                let is_stated = facts.iter().any(|f| f.kind() == StatementKind::SideEffect);
                assert!(is_stated, "{template:?} {script:?}");
            }
        }
    }
}
