//! Numbers: doubles and exact fractions behind one trait, and the numbers people write in a scheme.
//!
//! A scheme made of ring operations is written once over [`Scalar`] and runs in both; its identities (telescoping,
//! leave-one-out sums) then hold with `==` in [`Fraction`]s.

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::{
    fmt::{self, Debug},
    ops::{Add, Mul, Neg, Sub},
};
use truestep_core::rational::{Exact, Rational, ratio_to_f64, rational_to_f64};

/// An exact number of any length.
pub type Fraction = BigRational;

/// What a ring scheme computes with: `f64`, or exact [`Fraction`]s.
pub trait Scalar:
    Clone
    + Debug
    + PartialOrd
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
{
    /// 0.
    fn zero() -> Self;
    /// 1.
    fn one() -> Self;
    /// The number a person wrote.
    fn from_number(number: &Number) -> Self;
    /// A small fraction of the truth (a grade, a progress).
    fn from_rational(rational: Rational) -> Self;
    /// A value of the truth; `None` when it must stay exact and its fraction was too long to carry.
    fn from_exact(exact: &Exact) -> Option<Self>;
    /// A whole number.
    fn from_count(count: usize) -> Self;
    /// The quotient; `None` when the divisor is 0.
    fn over(self, divisor: &Self) -> Option<Self>;
    /// The nearest double.
    fn to_f64(&self) -> f64;
    /// Whether it is a number at all: false only for infinite doubles and NaN.
    fn is_finite(&self) -> bool;

    /// Whether it is exactly 0.
    fn is_nought(&self) -> bool {
        *self == Self::zero()
    }

    /// This number to the power `exponent`, by repeated multiplication from the left.
    #[must_use]
    fn power(&self, exponent: u32) -> Self {
        let mut product = Self::one();
        for _ in 0..exponent {
            // A power that has reached 0 stays there; long distances cost nothing.
            if product.is_nought() {
                break;
            }
            product = product * self.clone();
        }
        product
    }

    /// The larger of both.
    #[must_use]
    fn larger(self, other: Self) -> Self {
        if other > self { other } else { self }
    }

    /// The smaller of both.
    #[must_use]
    fn smaller(self, other: Self) -> Self {
        if other < self { other } else { self }
    }
}

impl Scalar for f64 {
    fn zero() -> Self {
        0.0
    }
    fn one() -> Self {
        1.0
    }
    fn from_number(number: &Number) -> Self {
        number.to_f64()
    }
    fn from_rational(rational: Rational) -> Self {
        rational_to_f64(rational)
    }
    fn from_exact(exact: &Exact) -> Option<Self> {
        Some(exact.value())
    }
    fn from_count(count: usize) -> Self {
        count as f64
    }
    fn over(self, divisor: &Self) -> Option<Self> {
        (!divisor.is_nought()).then(|| self / divisor)
    }
    fn to_f64(&self) -> f64 {
        *self
    }
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
    fn is_nought(&self) -> bool {
        // Both zeros are nought; a subnormal is not.
        self.abs().to_bits() == 0
    }
}

impl Scalar for Fraction {
    fn zero() -> Self {
        Zero::zero()
    }
    fn one() -> Self {
        One::one()
    }
    fn from_number(number: &Number) -> Self {
        let value = number.value();
        Self::new(BigInt::from(*value.numer()), BigInt::from(*value.denom()))
    }
    fn from_rational(rational: Rational) -> Self {
        Self::new(
            BigInt::from(*rational.numer()),
            BigInt::from(*rational.denom()),
        )
    }
    fn from_exact(exact: &Exact) -> Option<Self> {
        exact
            .fraction()
            .map(|f| Self::new(BigInt::from(*f.numer()), BigInt::from(*f.denom())))
    }
    fn from_count(count: usize) -> Self {
        Self::from_integer(BigInt::from(count))
    }
    fn over(self, divisor: &Self) -> Option<Self> {
        (!divisor.is_nought()).then(|| self / divisor)
    }
    fn to_f64(&self) -> f64 {
        ratio_to_f64(self.numer(), self.denom())
    }
    fn is_finite(&self) -> bool {
        true
    }
    fn is_nought(&self) -> bool {
        Zero::is_zero(self)
    }
}

/// The sum of `terms`, from the left.
pub fn sum<S: Scalar>(terms: impl IntoIterator<Item = S>) -> S {
    terms
        .into_iter()
        .fold(S::zero(), |total, term| total + term)
}

/// The mean of `terms`, sum first and then one division; `None` of nothing.
#[must_use]
pub fn mean<S: Scalar>(terms: &[S]) -> Option<S> {
    sum(terms.iter().cloned()).over(&S::from_count(terms.len()))
}

/// The variance of `terms` with `ddof` degrees of freedom taken off; `None` when too few are left.
#[must_use]
pub fn variance(terms: &[f64], ddof: usize) -> Option<f64> {
    let centre = mean(terms)?;
    let free = terms.len().checked_sub(ddof).filter(|&n| n > 0)?;
    Some(sum(terms.iter().map(|x| (x - centre) * (x - centre))) / free as f64)
}

/// The standard deviation of `terms` with `ddof` degrees of freedom taken off; `None` when too few are left.
#[must_use]
pub fn deviation(terms: &[f64], ddof: usize) -> Option<f64> {
    variance(terms, ddof).map(f64::sqrt)
}

/// A number as written in a scheme (`3`, `0.1`, `9/10`): its exact value, and whether it was written as a decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    value: Ratio<i128>,
    decimal: bool,
}

impl Number {
    /// Most digits a written number may have before it is refused.
    pub const MAX_DIGITS: usize = 30;
    /// Largest power of ten a written number may be scaled by: all of 10³⁸ that an `i128` holds.
    const MAX_SHIFT: u32 = 38;
    /// Longest decimal that is written out in full; longer ones are written with an exponent.
    const PLAIN: usize = 15;
    /// What a number may look like, for messages.
    pub const FORM: &'static str = "a number such as `3`, `-0.25`, `1e-6` or `9/10`, of at most 30 digits and between 1e-38 and 1e38 in size";

    /// Read `3`, `-0.25`, `1e-6` or `9/10`; `None` for anything else, for a denominator of 0 and for too many digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((n, d)) = text.split_once('/') {
            let (n, d) = (whole(n)?, whole(d)?);
            return (d > 0).then(|| Self {
                value: Ratio::new(n, d),
                decimal: false,
            });
        }
        let (mantissa, exponent) = match text.split_once('e') {
            Some((m, e)) => (m, whole(e)?),
            None => (text, 0),
        };
        let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if before.trim_start_matches('-').is_empty() || mantissa.ends_with('.') {
            return None;
        }
        let digits = whole(&format!("{before}{after}"))?;
        let shift = exponent - i128::try_from(after.len()).ok()?;
        let size = u32::try_from(shift.unsigned_abs())
            .ok()
            .filter(|&s| s <= Self::MAX_SHIFT)?;
        let scale = 10_i128.checked_pow(size)?;
        let value = if shift < 0 {
            Ratio::new(digits, scale)
        } else {
            Ratio::from_integer(digits.checked_mul(scale)?)
        };
        Some(Self {
            value,
            decimal: true,
        })
    }

    /// Its exact value.
    #[must_use]
    pub fn value(&self) -> Ratio<i128> {
        self.value
    }

    /// The nearest double.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        const EXACT: u128 = 1 << 53;
        let (n, d) = (*self.value.numer(), *self.value.denom());
        // Parts below 2^53 are doubles themselves and one division rounds once.
        if n.unsigned_abs() <= EXACT && d.unsigned_abs() <= EXACT {
            return n as f64 / d as f64;
        }
        // The decimal in full rounds once, too.
        match self.decimal.then(|| self.to_string().parse()) {
            Some(Ok(nearest)) => nearest,
            _ => ratio_to_f64(&BigInt::from(n), &BigInt::from(d)),
        }
    }

    /// The whole number it is, if it is one and not negative.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        self.value
            .is_integer()
            .then(|| self.value.to_integer().to_usize())
            .flatten()
    }
}

fn whole(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let good = !digits.is_empty()
        && digits.len() <= Number::MAX_DIGITS
        && digits.bytes().all(|b| b.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, d) = (*self.value.numer(), *self.value.denom());
        if d != 1 && !self.decimal {
            return write!(f, "{n}/{d}");
        }
        // A written decimal has a denominator that divides a power of ten.
        let mut places = 0;
        let mut scaled = self.value;
        while !scaled.is_integer() {
            match scaled.numer().checked_mul(10) {
                Some(ten) => scaled = Ratio::new(ten, *scaled.denom()),
                None => return write!(f, "{n}/{d}"),
            }
            places += 1;
        }
        let sign = if n < 0 { "-" } else { "" };
        let digits = scaled.to_integer().unsigned_abs().to_string();
        if digits.len().max(places + 1) > Self::PLAIN {
            return write!(f, "{sign}{}", with_exponent(&digits, places));
        }
        let digits = format!("{digits:0>width$}", width = places + 1);
        match digits.split_at(digits.len() - places) {
            (whole, "") => write!(f, "{sign}{whole}"),
            (before, after) => write!(f, "{sign}{before}.{after}"),
        }
    }
}

/// `digits` with the point before the last `places` of them, as one digit, a point, the rest and an exponent.
fn with_exponent(digits: &str, places: usize) -> String {
    let significant = digits.trim_end_matches('0');
    let (first, rest) = significant.split_at(significant.len().min(1));
    let exponent = digits.len() as i64 - 1 - places as i64;
    match rest {
        "" => format!("{first}e{exponent}"),
        rest => format!("{first}.{rest}e{exponent}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_size_print_short_and_parse_to_themselves() {
        let cases = [
            ("1e30", "1e30"),
            ("1e-30", "1e-30"),
            ("-1.5e-20", "-1.5e-20"),
            ("100e30", "1e32"),
            ("15e-30", "1.5e-29"),
            ("1e38", "1e38"),
            ("1e-38", "1e-38"),
            (
                "123456789012345678901234567890",
                "1.2345678901234567890123456789e29",
            ),
            ("0.123456789012345678", "1.23456789012345678e-1"),
            ("1000000000", "1000000000"),
        ];
        for (text, printed) in cases {
            let number = Number::parse(text).unwrap();
            assert_eq!(number.to_string(), printed);
            assert_eq!(Number::parse(printed), Some(number), "{text}");
            let double: f64 = text.parse().unwrap();
            assert_eq!(number.to_f64().to_bits(), double.to_bits(), "{text}");
        }
        for bad in ["1e39", "1e-39", "1e-300", "12e37000000000"] {
            assert_eq!(Number::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn written_numbers_read_exactly_and_print_back() {
        let cases = [
            ("3", "3", 3.0),
            ("-0.25", "-0.25", -0.25),
            ("0.10", "0.1", 0.1),
            ("1e-6", "0.000001", 1e-6),
            ("2.5e1", "25", 25.0),
            ("18/20", "9/10", 0.9),
            ("-1/3", "-1/3", -1.0 / 3.0),
        ];
        for (text, printed, value) in cases {
            let number = Number::parse(text).unwrap();
            assert_eq!(number.to_string(), printed);
            assert_eq!(number.to_f64().to_bits(), f64::to_bits(value));
            assert_eq!(Number::parse(printed), Some(number));
        }
        for bad in [
            "", "-", ".5", "1.", "1/0", "1/-2", "nan", "1e99", "+1", "1.2/3",
        ] {
            assert_eq!(Number::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn powers_and_quotients_agree_in_both_rings() {
        let nine_tenths = Number::parse("9/10").unwrap();
        let exact = Fraction::from_number(&nine_tenths).power(5);
        let double = f64::from_number(&nine_tenths).power(5);
        assert!((Scalar::to_f64(&exact) - double).abs() < 1e-15);
        assert_eq!(1.0_f64.over(&0.0), None);
        assert_eq!(<Fraction as Scalar>::one().over(&Scalar::zero()), None);
        assert_eq!(mean(&[1.0, 2.0, 6.0]), Some(3.0));
        assert_eq!(mean::<f64>(&[]), None);
        assert_eq!(variance(&[1.0], 1), None);
    }
}
