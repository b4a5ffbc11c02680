//! Exact numbers: small rationals for grades and progress, and values that carry their exact form when it fits.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::ops::RangeInclusive;

/// A small exact fraction, always reduced, denominator positive. Written to JSON as `[numerator, denominator]`.
pub type Rational = Ratio<i64>;

/// A number that was computed exactly: its nearest `f64`, and the fraction itself when both parts fit 128 bits.
///
/// JSON form: `{"value": 0.75, "exact": "3/4"}`; `exact` is `null` when the fraction is too long to carry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact {
    value: f64,
    fraction: Option<Ratio<i128>>,
}

impl Exact {
    /// The exact number `numerator / denominator`.
    ///
    /// # Panics
    /// If `denominator` is zero.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Self {
        Self::from_ratio(Ratio::new(numerator, denominator))
    }

    /// An exact number from a reduced fraction.
    #[must_use]
    pub fn from_ratio(fraction: Ratio<i128>) -> Self {
        let value = ratio_to_f64(
            &BigInt::from(*fraction.numer()),
            &BigInt::from(*fraction.denom()),
        );
        Self {
            value,
            fraction: Some(fraction),
        }
    }

    /// An exact number from big integers; the fraction is kept only when it fits 128 bits after reduction.
    ///
    /// # Panics
    /// If `denominator` is zero.
    #[must_use]
    pub fn from_big(numerator: &BigInt, denominator: &BigUint) -> Self {
        assert!(
            !denominator.is_zero(),
            "a fraction needs a non-zero denominator"
        );
        let denominator = BigInt::from(denominator.clone());
        let divisor = numerator.gcd(&denominator);
        let (n, d) = (numerator / &divisor, denominator / &divisor);
        let fraction = n
            .to_i128()
            .zip(d.to_i128())
            .map(|(n, d)| Ratio::new_raw(n, d));
        Self {
            value: ratio_to_f64(&n, &d),
            fraction,
        }
    }

    /// The nearest double.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The fraction, if it fits 128 bits.
    #[must_use]
    pub fn fraction(&self) -> Option<Ratio<i128>> {
        self.fraction
    }
}

/// `numerator / denominator` as a double, correct to about one unit in the last place for any size of the parts.
#[must_use]
pub fn ratio_to_f64(numerator: &BigInt, denominator: &BigInt) -> f64 {
    // Ratio::to_f64 scales big parts by bit length, so neither part overflows to infinity.
    Ratio::new_raw(numerator.clone(), denominator.clone())
        .to_f64()
        .unwrap_or(f64::NAN)
}

/// The double nearest to a small rational.
#[must_use]
pub fn rational_to_f64(r: Rational) -> f64 {
    *r.numer() as f64 / *r.denom() as f64
}

/// The number that a text without a sign writes, as a fraction `3/4` or as a decimal `0.75`; `None` if it writes none, or
/// one that does not fit.
#[must_use]
pub fn parse_unsigned(text: &str) -> Option<Rational> {
    let (n, d) = match text.split_once('/') {
        Some((n, d)) => (whole(n)?, whole(d)?),
        None => decimal(text)?,
    };
    (d > 0).then(|| Rational::new(n, d))
}

/// A whole number without a sign.
fn whole(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// `0.25` as 25 over 100.
fn decimal(text: &str) -> Option<(i64, i64)> {
    let Some((before, after)) = text.split_once('.') else {
        return Some((whole(text)?, 1));
    };
    let places = u32::try_from(after.len()).ok()?;
    let scale = 10i64.checked_pow(places)?;
    let n = whole(before)?
        .checked_mul(scale)?
        .checked_add(whole(after)?)?;
    Some((n, scale))
}

/// Read a fraction of a file: `[numerator, denominator]`, reduced here, whatever the file did.
pub(crate) fn read_fraction<'de, D: Deserializer<'de>>(from: D) -> Result<Rational, D::Error> {
    let (numerator, denominator) = <(i64, i64)>::deserialize(from)?;
    if denominator < 1 {
        return Err(D::Error::custom(format!(
            "[{numerator}, {denominator}] is no fraction: the denominator must be at least 1"
        )));
    }
    Ok(Rational::new(numerator, denominator))
}

/// Read a grade or a share of a file: a fraction in 0..=1.
pub(crate) fn read_share<'de, D: Deserializer<'de>>(from: D) -> Result<Rational, D::Error> {
    const SHARES: RangeInclusive<Rational> = Rational::new_raw(0, 1)..=Rational::new_raw(1, 1);
    let fraction = read_fraction(from)?;
    match SHARES.contains(&fraction) {
        true => Ok(fraction),
        false => Err(D::Error::custom(format!(
            "{fraction} is outside 0..=1, where grades and shares lie"
        ))),
    }
}

/// The same where there may be none.
pub(crate) fn read_some_share<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Rational>, D::Error> {
    #[derive(Deserialize)]
    struct Share(#[serde(deserialize_with = "read_share")] Rational);
    Ok(Option::<Share>::deserialize(from)?.map(|Share(share)| share))
}

/// Read a probability or an expected grade of a file, where there is one: an exact number in 0..=1.
pub(crate) fn read_some_probability<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Exact>, D::Error> {
    read_some_between(from, 0.0)
}

/// Read a difference of two such, where there is one: an exact number in -1..=1.
pub(crate) fn read_some_difference<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Exact>, D::Error> {
    read_some_between(from, -1.0)
}

fn read_some_between<'de, D: Deserializer<'de>>(
    from: D,
    low: f64,
) -> Result<Option<Exact>, D::Error> {
    match Option::<Exact>::deserialize(from)? {
        Some(number) if !(low..=1.0).contains(&number.value) => Err(D::Error::custom(format!(
            "{} is outside {low}..=1, where probabilities and what they differ by lie",
            number.value
        ))),
        read => Ok(read),
    }
}

/// Read the probability of an action, where it is known: a number in 0..=1.
pub(crate) fn read_some_chance<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<f64>, D::Error> {
    match Option::<f64>::deserialize(from)? {
        Some(p) if !(0.0..=1.0).contains(&p) => Err(D::Error::custom(format!(
            "{p} is no probability: it lies between 0 and 1"
        ))),
        read => Ok(read),
    }
}

/// How far a value of a file may be from its fraction: a double's last digits.
const NEAREST: f64 = 1e-12;

#[derive(Serialize, Deserialize)]
struct ExactForm {
    value: f64,
    exact: Option<String>,
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ExactForm {
            value: self.value,
            exact: self
                .fraction
                .map(|f| format!("{}/{}", f.numer(), f.denom())),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = ExactForm::deserialize(deserializer)?;
        let fraction = form
            .exact
            .map(|text| {
                parse_fraction(&text)
                    .ok_or_else(|| D::Error::custom(format!("`{text}` is not a fraction `n/d`")))
            })
            .transpose()?;
        let read = Self {
            value: form.value,
            fraction,
        };
        match fraction.map(Self::from_ratio) {
            // Writers that print fewer digits are no liars.
            Some(of) if (of.value - read.value).abs() > NEAREST * of.value.abs().max(1.0) => {
                let (n, d) = fraction.map_or((0, 1), |f| (*f.numer(), *f.denom()));
                Err(D::Error::custom(format!(
                    "the value {} is not that of the fraction {n}/{d} beside it",
                    read.value
                )))
            }
            _ => Ok(read),
        }
    }
}

fn parse_fraction(text: &str) -> Option<Ratio<i128>> {
    let (n, d) = text.split_once('/')?;
    let (n, d): (i128, i128) = (n.parse().ok()?, d.parse().ok()?);
    (d > 0).then(|| Ratio::new(n, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_keeps_its_fraction_through_json() {
        let x = Exact::new(-3, 12);
        let text = serde_json::to_string(&x).unwrap();
        assert_eq!(text, r#"{"value":-0.25,"exact":"-1/4"}"#);
        assert_eq!(serde_json::from_str::<Exact>(&text).unwrap(), x);
        assert!(serde_json::from_str::<Exact>(r#"{"value":1,"exact":"1/0"}"#).is_err());
        assert!(serde_json::from_str::<Exact>(r#"{"value":0.5,"exact":"1/4"}"#).is_err());
    }

    #[test]
    fn a_probability_outside_0_and_1_is_refused_when_it_is_read() {
        #[derive(Debug, Deserialize)]
        struct Numbers {
            #[serde(default, deserialize_with = "read_some_probability")]
            p: Option<Exact>,
            #[serde(default, deserialize_with = "read_some_difference")]
            a: Option<Exact>,
            #[serde(default, deserialize_with = "read_some_chance")]
            taken: Option<f64>,
        }
        let read = |text: &str| serde_json::from_str::<Numbers>(text);
        let good = read(r#"{"p":{"value":1,"exact":null},"a":{"value":-0.5,"exact":"-1/2"}}"#);
        let good = good.unwrap();
        assert_eq!((good.p.unwrap().value(), good.taken), (1.0, None));
        assert_eq!(good.a, Some(Exact::new(-1, 2)));
        for bad in [
            r#"{"p":{"value":7,"exact":null}}"#,
            r#"{"p":{"value":-0.5,"exact":"-1/2"}}"#,
            r#"{"a":{"value":-5,"exact":"-5/1"}}"#,
            r#"{"taken":1.5}"#,
            r#"{"taken":-0.0001}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn fractions_and_decimals_write_the_same_numbers() {
        let quarter = Some(Rational::new(1, 4));
        for text in ["1/4", "0.25", "2/8", "0.250"] {
            assert_eq!(parse_unsigned(text), quarter, "{text}");
        }
        assert_eq!(parse_unsigned("3"), Some(Rational::from_integer(3)));
        for bad in [
            "", ".5", "5.", "-1/4", "+0.5", "1/0", "1/", "1e-1", "0.1.2", "nan",
        ] {
            assert_eq!(parse_unsigned(bad), None, "{bad}");
        }
        let too_fine = format!("0.{}", "1".repeat(30));
        assert_eq!(parse_unsigned(&too_fine), None);
    }

    #[test]
    fn a_fraction_of_a_file_is_in_order_or_refused() {
        #[derive(Debug, Deserialize)]
        struct Grades {
            #[serde(deserialize_with = "read_share")]
            outcome: Rational,
            #[serde(default, deserialize_with = "read_some_share")]
            best: Option<Rational>,
        }
        let read = |text: &str| serde_json::from_str::<Grades>(text);
        let half = read(r#"{"outcome":[2,4],"best":null}"#).unwrap();
        assert_eq!((half.outcome, half.best), (Rational::new(1, 2), None));
        assert!(read(r#"{"outcome":[1,1]}"#).is_ok());
        for bad in [
            "[-9223372036854775808,-1]",
            "[1,-9223372036854775808]",
            "[1,0]",
            "[0,0]",
            "[-1,-2]",
            "[3,2]",
            "[-1,2]",
        ] {
            for text in [
                format!(r#"{{"outcome":{bad}}}"#),
                format!(r#"{{"outcome":[0,1],"best":{bad}}}"#),
            ] {
                assert!(read(&text).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn a_fraction_too_long_to_carry_keeps_its_double() {
        let big = BigUint::from(3u8).pow(300);
        let x = Exact::from_big(&(BigInt::from(big.clone()) - 1), &(big * 2u8));
        assert!(x.fraction().is_none());
        assert!((x.value() - 0.5).abs() < 1e-15);
    }
}
