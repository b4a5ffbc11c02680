//! Prices that were written by a program in any language.

use super::AuditError;
use crate::number::{Fraction, Number, Scalar as _};
use truestep_core::graph::edges::{finite, read_prices};

/// One price per transition, in the order of the edges file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Prices {
    /// All were written as whole numbers, fractions `n/d` or short decimals.
    Exact(Vec<Fraction>),
    /// At least one was written with more digits than people write: they are doubles.
    Doubles(Vec<f64>),
}

/// Most characters of a decimal that is taken for exactly what is written. Longer ones are doubles printed in full,
/// whose last digits are rounding.
const EXACT_CHARACTERS: usize = 12;

/// One line.
enum Price {
    Exact(Number),
    Double(f64),
}

impl Prices {
    /// Read one number per line; the last line may end without a newline.
    ///
    /// # Errors
    /// [`GraphError::BadPrices`] if a line is no finite number, or there are more or fewer than expected.
    pub(crate) fn read(text: &str, expected: usize) -> Result<Self, AuditError> {
        let price = |line: &str| {
            let short = line.contains('/') || line.len() <= EXACT_CHARACTERS;
            let exact = Number::parse(line).filter(|_| short).map(Price::Exact);
            exact.or_else(|| finite(line).map(Price::Double))
        };
        let prices = read_prices(expected, text, price)?;
        let exact = |price: &Price| match price {
            Price::Exact(number) => Some(Fraction::from_number(number)),
            Price::Double(_) => None,
        };
        let double = |price: &Price| match price {
            Price::Exact(number) => f64::from_number(number),
            Price::Double(double) => *double,
        };
        Ok(match prices.iter().map(exact).collect() {
            Some(fractions) => Self::Exact(fractions),
            None => Self::Doubles(prices.iter().map(double).collect()),
        })
    }
}
