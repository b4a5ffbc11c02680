//! Figures for speed; run with `--release -- --ignored --nocapture`.

use super::{laws::defs_with, size::thousand};
use crate::shop::strict::{
    StrictShop,
    planner::cache::Planned as Def,
    tasks,
    world::{action::Action, state::State},
};
use std::time::Instant;
use truestep_core::{
    chance::{Chance, Enumerated, Seed},
    model::{Dynamics, Menu, MenuEntry, Planner, Render, Unheard, ViewKind},
};

#[expect(clippy::disallowed_methods, reason = "it measures")]
fn wander(
    template: &tasks::template::Template,
    mut each: impl FnMut(&Def, &State, &[MenuEntry<Action>]),
) -> (u32, u128) {
    let made = defs_with(&thousand(), template, 0..20);
    let mut count = 0;
    let mut spent = 0;
    for round in 0..3 {
        for (number, def) in made.iter().enumerate() {
            let mut chance = Seed(number as u64 + 100 * round).stream("walk").sampled();
            for _ in 0..20 {
                let mut state = StrictShop::initial(def, &mut Enumerated::default());
                let mut menu = vec![];
                for _ in 0..20 {
                    menu.clear();
                    StrictShop::menu(def, &state, &mut menu);
                    if menu.is_empty() {
                        break;
                    }
                    let pick = chance.below(menu.len() as u32) as usize;
                    let began = Instant::now();
                    StrictShop::step(
                        def,
                        &mut (),
                        &mut state,
                        &menu[pick].action,
                        &mut Enumerated::default(),
                        &mut Unheard,
                    )
                    .unwrap();
                    menu.clear();
                    StrictShop::menu(def, &state, &mut menu);
                    each(def, &state, &menu);
                    if round > 0 {
                        spent += began.elapsed().as_nanos();
                        count += 1;
                    }
                }
            }
        }
    }
    (count, spent)
}

#[test]
#[ignore = "prints figures"]
fn print_speed() {
    for template in tasks::ALL {
        let told = |name: &str, (count, spent): (u32, u128)| {
            eprint!(" {name} {} ns", spent / u128::from(count));
        };
        eprint!("{template:?}:");
        told("step+menu", wander(template, |_, _, _| {}));
        told(
            "distance",
            wander(template, |d, s, _| {
                std::hint::black_box(StrictShop::distance(d, s));
            }),
        );
        told(
            "best",
            wander(template, |d, s, m| {
                let mut out = vec![];
                StrictShop::best_actions(d, s, m, &mut out);
                std::hint::black_box(out);
            }),
        );
        told(
            "text",
            wander(template, |d, s, _| {
                let mut out = String::new();
                StrictShop::observe(d, s, &(), ViewKind::TEXT, &mut out);
                std::hint::black_box(out);
            }),
        );
        told(
            "fork",
            wander(template, |_, s, _| {
                std::hint::black_box(s.clone());
            }),
        );
        told(
            "class",
            wander(template, |d, s, _| {
                std::hint::black_box(StrictShop::class(d, s));
            }),
        );
        eprintln!(" state {} bytes", size_of::<State>());
    }
}
