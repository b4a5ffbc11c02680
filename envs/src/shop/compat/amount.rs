//! Dollar amounts compared exactly.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Decimal digits kept after the point.
const SCALE_DIGITS: usize = 18;
/// Units of an [`Amount`] in a cent.
const UNITS_PER_CENT: i128 = 10_000_000_000_000_000;

/// Dollars as a count of 10^-18 dollars: every price of a catalogue and every float with up to 18 decimals, exactly.
///
/// Prices are compared, never added, so an order-preserving image is all that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Amount(i128);

/// A number that is no [`Amount`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AmountError {
    /// NaN or infinite.
    #[error("amount {0} is not finite; give a number of dollars")]
    NotFinite(String),
    /// Too large or too fine for the fixed point.
    #[error(
        "amount {0} does not fit 20 digits before and 18 after the point; give dollars and cents"
    )]
    OutOfRange(String),
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whole cents.
    pub const fn from_cents(cents: u32) -> Self {
        Self(cents as i128 * UNITS_PER_CENT)
    }

    /// Whole dollars.
    pub const fn from_dollars(dollars: u32) -> Self {
        Self(dollars as i128 * 100 * UNITS_PER_CENT)
    }

    /// The shortest decimal that reads back as `dollars`; this keeps the order and equality of floats.
    ///
    /// # Errors
    /// [`AmountError`] if the number is not finite, has more than 18 decimals or more than 20 digits before the point.
    pub fn from_f64(dollars: f64) -> Result<Self, AmountError> {
        if !dollars.is_finite() {
            return Err(AmountError::NotFinite(dollars.to_string()));
        }
        let text = format!("{dollars}");
        let out_of_range = || AmountError::OutOfRange(text.clone());
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.as_str()),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if part.len() > SCALE_DIGITS || whole.len() > 20 {
            return Err(out_of_range());
        }
        let padded = format!("{whole}{part:0<SCALE_DIGITS$}");
        let units: i128 = padded.parse().map_err(|_| out_of_range())?;
        Ok(Self(sign * units))
    }

    /// Whether the amount is above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// `self - other` in cents, rounded down.
    pub fn cents_above(self, other: Self) -> i64 {
        i64::try_from((self.0 - other.0).div_euclid(UNITS_PER_CENT)).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_keep_their_order() {
        let amount = |x| Amount::from_f64(x).unwrap();
        assert_eq!(amount(140.0), Amount::from_dollars(140));
        assert_eq!(amount(72.71), Amount::from_cents(7271));
        assert!(amount(132.921_570_881_228_6) < amount(132.921_570_881_228_7));
        assert!(amount(-0.5) < Amount::ZERO && !amount(0.0).is_positive());
    }

    #[test]
    fn impossible_amounts_are_refused() {
        assert!(matches!(
            Amount::from_f64(f64::NAN),
            Err(AmountError::NotFinite(_))
        ));
        assert!(matches!(
            Amount::from_f64(1e-30),
            Err(AmountError::OutOfRange(_))
        ));
        assert!(matches!(
            Amount::from_f64(1e300),
            Err(AmountError::OutOfRange(_))
        ));
    }
}
