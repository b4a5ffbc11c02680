use super::*;
use crate::number::Fraction;
use proptest::prelude::*;

const PLAIN: Normalizer = Normalizer {
    scope: Scope::Task,
    centre: Centre::Mean,
    spread: None,
    singleton: Singleton::Raw,
    zero_spread: ZeroSpread::Zero,
};

fn spread(placement: EpsPlacement, eps: f64) -> Spread {
    Spread {
        ddof: 1,
        eps,
        placement,
        over: SpreadOver::Group,
    }
}

fn numbers(values: &[f64]) -> Vec<Value<f64>> {
    values.iter().copied().map(Value::Number).collect()
}

fn fractions(values: &[(i64, i64)]) -> Vec<Value<Fraction>> {
    let fraction = |&(n, d): &(i64, i64)| Fraction::new(n.into(), d.into());
    values.iter().map(fraction).map(Value::Number).collect()
}

#[test]
fn members_are_compared_within_their_group_with_its_mean_or_with_the_mean_of_the_others() {
    let values = fractions(&[(1, 1), (10, 1), (2, 1), (6, 1), (14, 1)]);
    let nodes = [0, 1, 0, 0, 1];
    let got = PLAIN.centre(&values, &nodes);
    assert_eq!(got, fractions(&[(-2, 1), (-2, 1), (-1, 1), (3, 1), (2, 1)]));
    let others = Normalizer {
        centre: Centre::Others,
        ..PLAIN
    };
    let got = others.centre(&values, &nodes);
    // 1 - (2 + 6)/2, 2 - (1 + 6)/2, 6 - (1 + 2)/2; 10 - 14, 14 - 10.
    assert_eq!(got, fractions(&[(-3, 1), (-4, 1), (-3, 2), (9, 2), (4, 1)]));
}

#[test]
fn a_group_of_one_gets_what_its_rule_says_whatever_the_spread() {
    for eps in [0.0, 0.5] {
        let given = |singleton| {
            let normalizer = Normalizer {
                singleton,
                spread: Some(spread(EpsPlacement::Added, eps)),
                ..PLAIN
            };
            normalizer.apply(&numbers(&[3.0]), &[0]).remove(0)
        };
        assert_eq!(given(Singleton::Raw), Value::Number(3.0 / (1.0 + eps)));
        assert_eq!(given(Singleton::Zero), Value::Number(0.0));
        assert_eq!(given(Singleton::Undefined), Undefined::Singleton.into());
    }
}

#[test]
fn equal_members_get_exactly_nought_or_nothing_even_where_nothing_is_added_to_the_spread() {
    // Three tenths have a mean that is no tenth.
    let values = numbers(&[0.1, 0.1, 0.1]);
    let given = |zero_spread, eps| {
        let normalizer = Normalizer {
            zero_spread,
            spread: Some(spread(EpsPlacement::Added, eps)),
            ..PLAIN
        };
        normalizer.apply(&values, &[0, 0, 0])
    };
    for eps in [0.0, 1e-6] {
        assert_eq!(given(ZeroSpread::Zero, eps), numbers(&[0.0, 0.0, 0.0]));
        let undefined = vec![Value::from(Undefined::ZeroSpread); 3];
        assert_eq!(given(ZeroSpread::Undefined, eps), undefined);
    }
}

#[test]
fn the_small_constant_is_added_sits_under_the_root_or_is_the_least_divisor() {
    // The sample's variance is 2, the population's 1.
    let sample = [1.0, 3.0];
    let by = |ddof, placement, eps| {
        let spread = Spread {
            ddof,
            ..spread(placement, eps)
        };
        spread.divisor(&sample)
    };
    let two = 2.0_f64.sqrt();
    assert_eq!(
        by(1, EpsPlacement::Added, 0.5).to_bits(),
        (two + 0.5).to_bits()
    );
    assert_eq!(by(0, EpsPlacement::Added, 0.5).to_bits(), 1.5_f64.to_bits());
    let inside = by(1, EpsPlacement::InsideRoot, 7.0);
    assert!((inside - 3.0).abs() < 1e-12, "the root of 2 + 7: {inside}");
    assert_eq!(by(0, EpsPlacement::Floor, 0.5).to_bits(), 1.0_f64.to_bits());
    assert_eq!(by(0, EpsPlacement::Floor, 7.0).to_bits(), 7.0_f64.to_bits());
    // Of a sample too small to have a spread it is nought.
    let one = spread(EpsPlacement::Added, 0.25).divisor(&[5.0]);
    assert_eq!(one.to_bits(), 0.25_f64.to_bits());
}

#[test]
fn values_are_divided_by_the_spread_of_their_group_or_of_the_batch() {
    let values = numbers(&[0.0, 2.0, 10.0, 18.0]);
    let given = |over| {
        let spread = Spread {
            ddof: 0,
            over,
            ..spread(EpsPlacement::Added, 0.0)
        };
        let normalizer = Normalizer {
            spread: Some(spread),
            ..PLAIN
        };
        normalizer.apply(&values, &[0, 0, 1, 1])
    };
    assert_eq!(given(SpreadOver::Group), numbers(&[-1.0, 1.0, -1.0, 1.0]));
    let all = deviation(&[0.0, 2.0, 10.0, 18.0], 0).unwrap();
    let expected = [-1.0, 1.0, -4.0, 4.0].map(|x| x / all);
    assert_eq!(given(SpreadOver::Batch), numbers(&expected));
    // A group of one is divided by 1 + eps and not by the batch's spread.
    let spread = Spread {
        over: SpreadOver::Batch,
        ..spread(EpsPlacement::Added, 1.0)
    };
    let normalizer = Normalizer {
        spread: Some(spread),
        ..PLAIN
    };
    let alone = normalizer.apply(&numbers(&[4.0, 0.0, 2.0]), &[0, 1, 1]);
    assert_eq!(alone[0], Value::Number(2.0));
}

#[test]
fn what_is_undefined_is_left_out_of_means_and_what_is_infinite_takes_its_group_along() {
    let gone: Value<f64> = Undefined::NotScored.into();
    let nodes = [0, 0, 0, 1, 1];
    let values = [
        Value::Number(1.0),
        gone,
        Value::Number(3.0),
        Value::MinusInfinity,
        Value::Number(5.0),
    ];
    let infinite: Value<f64> = Undefined::Infinite.into();
    let expected = [
        Value::Number(-1.0),
        gone,
        Value::Number(1.0),
        infinite,
        infinite,
    ];
    assert_eq!(PLAIN.centre(&values, &nodes), expected);
    let scaled = Normalizer {
        spread: Some(Spread {
            ddof: 0,
            ..spread(EpsPlacement::Added, 1.0)
        }),
        ..PLAIN
    };
    let expected = [
        Value::Number(-0.5),
        gone,
        Value::Number(0.5),
        infinite,
        infinite,
    ];
    assert_eq!(scaled.apply(&values, &nodes), expected);
}

#[test]
fn fewer_than_two_values_are_not_whitened_and_more_have_mean_nought_and_spread_one() {
    for form in [WhitenMean::Plain, WhitenMean::Masked] {
        assert_eq!(whiten(&[], form), Vec::<f64>::new());
        assert_eq!(whiten(&[7.0], form), [7.0]);
        // Mean 3, squares 4 + 1 + 9, variance 7 of the sample.
        let got = whiten(&[1.0, 2.0, 6.0], form);
        for (x, away) in got.iter().zip([-2.0, -1.0, 3.0]) {
            assert!(
                (x - away / 7.0_f64.sqrt()).abs() < 1e-7,
                "{form:?}: {got:?}"
            );
        }
        // Variance 2e-8, to which half as much is added.
        let got = whiten(&[0.0, 2e-4], form);
        for (x, away) in got.iter().zip([-1e-4, 1e-4]) {
            assert!(
                (x - away / 3e-8_f64.sqrt()).abs() < 1e-6,
                "{form:?}: {got:?}"
            );
        }
    }
    // The masked count is 1e-8 too large: of two numbers near 1e8 the centre is half too small, and 2.5 the variance.
    let masked = whiten(&[1e8, 1e8 + 2.0], WhitenMean::Masked);
    for (x, away) in masked.iter().zip([-0.5, 1.5]) {
        assert!((x - away / 2.5_f64.sqrt()).abs() < 1e-6, "{masked:?}");
    }
}

proptest! {
    #[test]
    fn centred_members_sum_to_nought_and_both_centres_are_one_multiple_of_each_other(
        values in proptest::collection::vec((-9i64..9, 1i64..5), 2..8)
    ) {
        let values = fractions(&values);
        let nodes = vec![0; values.len()];
        let others = Normalizer { centre: Centre::Others, ..PLAIN };
        let (a, b) = (PLAIN.centre(&values, &nodes), others.centre(&values, &nodes));
        let whole: Fraction = a.iter().filter_map(Value::number).sum();
        prop_assert_eq!(&whole, &Scalar::zero());
        let n = values.len() as i64;
        for (a, b) in a.iter().zip(&b) {
            let scaled = a.number().unwrap() * Fraction::new(n.into(), (n - 1).into());
            prop_assert_eq!(&scaled, b.number().unwrap());
        }
    }
}
