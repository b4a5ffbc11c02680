//! Shaping telescopes, ratios multiply, comparisons sum to nothing: with `==`.

use crate::support::{Spot, episode};
use crate::{ends, ratio, scheme, spots};
use proptest::prelude::*;
use truestep_core::trajectory::{End, Episode};
use truestep_rewards::{
    Value,
    number::{Fraction, Scalar},
    score_exact,
    signal::survival_ratios,
    value::discounted,
};

proptest! {
    #[test]
    fn shaping_telescopes_to_minus_the_first_potential(spots in spots(), end in ends(), n in 0i64..=20) {
        let gamma = ratio(n, 20);
        let e = episode(0, 0, &spots, end);
        for name in ["distance", "subgoals", "success"] {
            let text = format!("shaping:{name}(base=none, gamma={n}/20)");
            let scored = score_exact(std::slice::from_ref(&e), &scheme(&text)).unwrap();
            let phi = match (name, &spots[0]) {
                ("distance", Spot { distance: Some(d), .. }) => ratio(9, 10).power(*d),
                ("distance", _) => ratio(0, 1),
                ("subgoals", s) => ratio(s.done as i64, 4),
                (_, s) => ratio(s.twelfths as i64, 12),
            };
            let expected = if e.steps() == 0 { ratio(0, 1) } else { -phi };
            prop_assert_eq!(discounted(&scored.rewards[0], &gamma), Value::Number(expected), "{}", text);
        }
    }

    #[test]
    fn bootstrapped_shaping_keeps_the_last_potential(spots in spots()) {
        prop_assume!(spots.len() > 1);
        let e = episode(0, 0, &spots, End::Truncated);
        let s = scheme("shaping:subgoals(base=none, truncation=bootstrap)");
        let scored = score_exact(std::slice::from_ref(&e), &s).unwrap();
        let first = ratio(spots[0].done as i64, 4);
        let last = ratio(spots[spots.len() - 1].done as i64, 4);
        prop_assert_eq!(discounted(&scored.rewards[0], &ratio(1, 1)), Value::Number(last - first));
    }

    #[test]
    fn survival_ratios_multiply_to_last_over_first(spots in spots()) {
        // A probability that fell to 0 stays there in a world without free-form actions.
        let mut spots = spots;
        spots[0].twelfths = spots[0].twelfths.max(1);
        if let Some(at) = spots.iter().position(|s| s.twelfths == 0) {
            spots[at..].iter_mut().for_each(|s| s.twelfths = 0);
        }
        let e = episode(0, 0, &spots, End::Truncated);
        let product = survival_ratios::<Fraction>(&e)
            .into_iter()
            .fold(Value::Number(ratio(1, 1)), |p, r| p.join(r, |a, b| a * b));
        let last = spots[spots.len() - 1].twelfths as i64;
        prop_assert_eq!(product, Value::Number(ratio(last, spots[0].twelfths as i64)));
    }

    #[test]
    fn leave_one_out_and_centred_advantages_sum_to_zero_exactly(all in proptest::collection::vec(spots(), 2..6)) {
        let group: Vec<Episode> = all.iter().enumerate()
            .map(|(i, s)| episode(0, i as u32, s, End::Terminated)).collect();
        for credit in ["rloo:verl", "dr-grpo:verl", "rloo:trl", "grpo:trl(scale=none)"] {
            let text = format!("shaping:subgoals |> {credit}");
            let scored = score_exact(&group, &scheme(&text)).unwrap();
            let advantages = scored.advantages.unwrap();
            // An episode without steps has a return but no step to put its advantage on.
            prop_assume!(advantages.iter().all(|row| !row.is_empty()));
            let total = advantages.iter().map(|row| row[0].clone())
                .fold(Value::zero(), Value::plus);
            prop_assert_eq!(total, Value::Number(ratio(0, 1)), "{}", credit);
        }
    }
}
