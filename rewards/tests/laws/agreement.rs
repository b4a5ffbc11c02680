//! One scheme, several ways to run it, one result.

use crate::support::episode;
use crate::{ends, pipelines, rewards, scheme, spots};
use proptest::prelude::*;
use truestep_rewards::{Form, Scheme, Value, edge::edges, number::Scalar, score, score_exact};

proptest! {
    #[test]
    fn doubles_and_fractions_agree(spots in spots(), end in ends()) {
        let batch = [episode(0, 0, &spots, end), episode(0, 1, &spots[..1], end)];
        for name in pipelines() {
            let s = scheme(&name);
            if !s.is_exact() { continue; }
            let (float, exact) = (score(&batch, &s).unwrap(), score_exact(&batch, &s).unwrap());
            for (f, x) in float.rewards[0].iter().zip(&exact.rewards[0]) {
                match (f.number(), x.number()) {
                    (Some(f), Some(x)) => prop_assert!((f - x.to_f64()).abs() < 1e-9, "{}: {} {}", name, f, x),
                    _ => prop_assert_eq!(*f, x.to_f64(), "{}", name),
                }
            }
        }
    }

    #[test]
    fn single_edges_price_as_whole_episodes_do(spots in spots(), end in ends()) {
        let e = episode(0, 0, &spots, end);
        for name in pipelines() {
            let s = scheme(&name);
            let Ok(pricer) = s.per_step(e.provides(), "made/by-hand@1") else { continue };
            prop_assert!(s.form() <= Form::Memory, "{}", name);
            let mut memory = pricer.start(e.start.truth.as_ref().unwrap());
            let alone: Vec<Value<f64>> = edges(&e).map(|edge| pricer.price(&mut memory, &edge)).collect();
            prop_assert_eq!(&alone, &rewards(&name, &e), "{}", name);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z:|>(),=0-9./ -]{0,40}") {
        if let Ok(s) = text.parse::<Scheme>() {
            let again: Scheme = s.to_string().parse().unwrap();
            prop_assert_eq!(s.to_string(), again.to_string());
        }
    }
}
