//! Ends beside the planner's: near misses, which must fail, and what comes to the same, which must succeed.

use crate::{
    model::State,
    panel::{Def, Target},
};

type Script = Vec<String>;

/// One switch too many or too few, and the right lights without `Done`.
pub(crate) fn near_misses(def: &Def, start: &State) -> Vec<Script> {
    let lights: Vec<u32> = (0..def.lights).collect();
    let solution = start.clone().solve(def, vec![], &lights);
    let before_done = &solution[..solution.len() - 1];
    let mut misses: Vec<Vec<Target>> = vec![before_done.to_vec(), vec![Target::Done]];
    if let Some((_, too_few)) = before_done.split_last() {
        misses.push([too_few, &[Target::Done]].concat());
    }
    for light in lights {
        misses.push([before_done, &[Target::Light(light), Target::Done]].concat());
    }
    misses
        .iter()
        .map(|taps| script(taps, Target::centre))
        .collect()
}

/// The lights in the opposite order, after a detour, and tapped at their corners.
pub(crate) fn equivalents(def: &Def, start: &State) -> Vec<Script> {
    let forwards: Vec<u32> = (0..def.lights).collect();
    let backwards: Vec<u32> = forwards.iter().rev().copied().collect();
    // Two taps are one before the fuse can trip, and one with which it can.
    let detour = vec![Target::Light(0); 2];
    let solve = |taps, order: &[u32]| start.clone().solve(def, taps, order);
    vec![
        script(&solve(vec![], &backwards), Target::centre),
        script(&solve(detour, &forwards), Target::centre),
        script(&solve(vec![], &forwards), |target| {
            let [left, top, ..] = target.area();
            (left, top)
        }),
    ]
}

fn script(taps: &[Target], point: impl Fn(Target) -> (u32, u32)) -> Script {
    let text = |&target: &Target| {
        let (x, y) = point(target);
        format!("tap({x}, {y})")
    };
    taps.iter().map(text).collect()
}
