//! Prices that were written by a program in any language.

use super::AuditError;
use crate::number::{Fraction, Number, Scalar as _};
use truestep_core::graph::{GraphError, StateGraph, edges::read_prices};

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

impl Prices {
    /// Read one number per line; the last line may end without a newline.
    ///
    /// # Errors
    /// [`GraphError::BadFile`] if a line is no finite number, or there are more or fewer than the graph has transitions.
    pub(crate) fn read(text: &str, graph: &StateGraph) -> Result<Self, AuditError> {
        let exact = |line: &str| {
            let line = line.trim();
            let short = line.contains('/') || line.len() <= EXACT_CHARACTERS;
            Number::parse(line).filter(|_| short)
        };
        let numbers: Option<Vec<Number>> = text.lines().map(exact).collect();
        let Some(numbers) = numbers else {
            return Ok(Self::Doubles(read_prices(graph, text)?));
        };
        let expected = graph.arc_count();
        if numbers.len() != expected {
            return Err(GraphError::BadFile(format!(
                "{} numbers for {expected} transitions; write one per line, in the order of the edges file",
                numbers.len()
            ))
            .into());
        }
        Ok(Self::Exact(
            numbers.iter().map(Fraction::from_number).collect(),
        ))
    }
}
