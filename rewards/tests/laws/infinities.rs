//! Infinities: one truth is minus infinity, as a typed value; every other is refused where it would enter.

use crate::support::{dead, episode, spot, walk};
use crate::{call, inside, priced, rewards, scheme};
use truestep_core::trajectory::{End, Episode};
use truestep_rewards::{Scheme, Stage, Undefined, Value, info::Domain, score};

fn lost(rollout: u32) -> Episode {
    episode(
        0,
        rollout,
        &[spot(2), spot(1), dead(9), dead(9)],
        End::Truncated,
    )
}

#[test]
fn minus_infinity_leaves_no_credit_and_no_transform_as_a_number() {
    let batch = [lost(0), walk(0, 1, &[2, 1, 0]), walk(1, 2, &[2, 1, 0])];
    for entry in priced().filter(|e| e.info.stage != Stage::Signal) {
        let text = format!("pica:ratio |> {}", call(entry.info.name));
        let scored = score(&batch, &scheme(&text)).unwrap();
        for row in scored
            .rewards
            .iter()
            .chain(scored.advantages.iter().flatten())
        {
            assert!(
                row.iter().all(|v| v.number().is_none_or(|x| x.is_finite())),
                "{text}"
            );
        }
        let Some(advantages) = scored.advantages else {
            continue;
        };
        let minus = |v: &Value<f64>| *v == Value::MinusInfinity;
        assert!(
            !advantages.iter().flatten().any(minus),
            "{text}: {advantages:?}"
        );
        let refused = |v: &Value<f64>| matches!(v, Value::Undefined(_));
        assert!(advantages[0].iter().any(refused), "{text}: {advantages:?}");
        assert_eq!(Undefined::Infinite.to_string(), "-inf entered a sum");
    }
}

#[test]
fn parameters_that_are_no_numbers_are_refused_by_name() {
    for entry in priced() {
        let name = entry.info.name;
        let numeric = |domain| !matches!(domain, Domain::Words(_) | Domain::Name);
        for p in entry.info.all_parameters().filter(|p| numeric(p.domain)) {
            for wrong in ["inf", "-inf", "nan", "1e999", "1/0", "infinity"] {
                let parts = match inside(name) {
                    "" => String::new(),
                    parts => format!("{parts}, "),
                };
                let text = format!("{name}({parts}{}={wrong})", p.name);
                let told = text.parse::<Scheme>().unwrap_err().to_string();
                assert!(told.contains("expected"), "{text}: {told}");
            }
        }
    }
}

#[test]
fn a_ratio_is_minus_infinity_once_and_refused_by_comparisons() {
    let lost = episode(0, 0, &[spot(1), dead(9), dead(9)], End::Truncated);
    assert_eq!(
        rewards("pica:ratio", &lost),
        [Value::MinusInfinity, Value::Number(0.0)]
    );
    let batch = [lost, walk(0, 1, &[1, 0])];
    let compared = score(&batch, &scheme("pica:ratio |> grpo:verl")).unwrap();
    let refused = Value::Undefined(Undefined::Infinite);
    assert_eq!(
        compared.advantages.unwrap(),
        [vec![refused; 2], vec![refused]]
    );
    let clipped = score(
        &batch,
        &scheme("pica:ratio |> clip(low=-5) |> dr-grpo:verl"),
    )
    .unwrap();
    assert!(clipped.advantages.unwrap()[0][0].number().is_some());
}
