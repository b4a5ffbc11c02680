//! `calculate`: Python's `eval` of digits, `+ - * / ( ) .` and spaces, rounded to two digits.
//!
//! That is more than sums: `**` and `//` are powers and floor divisions, whole numbers have no limit, `()` is a tuple,
//! `...` an ellipsis, `2(3)` a call, and every mistake has Python's own words. An expression is read into a list of steps
//! (operands before operators), which then run: Python sees mistakes of form before it calculates anything.

mod big;
mod form;

use super::tau2::{text::float, value::round_2};
use super::tau2::{iterate, raise, Answer, Raised, V};
use big::Big;
use form::{Operator, Step};

/// What may be in an expression.
const ALLOWED: &str = "0123456789+-*/(). ";

/// A value while it is calculated.
#[derive(Clone, Debug)]
enum N {
    Int(Big),
    Float(f64),
    /// A root of a negative number. No answer is one, so what it is does not matter.
    Complex,
    Tuple,
    Ellipsis,
}

impl N {
    fn type_name(&self) -> &'static str {
        match self {
            N::Int(_) => "int",
            N::Float(_) => "float",
            N::Complex => "complex",
            N::Tuple => "tuple",
            N::Ellipsis => "ellipsis",
        }
    }

    /// As a float, where it is a real number.
    fn float(&self) -> Result<f64, Raised> {
        match self {
            N::Float(number) => Ok(*number),
            N::Int(number) => match number.to_float() {
                Some(number) => Ok(number),
                None => raise("int too large to convert to float"),
            },
            other => raise(format!(
                "float() argument must be a string or a real number, not '{}'",
                other.type_name()
            )),
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, N::Int(_) | N::Float(_) | N::Complex)
    }

    fn is_zero(&self) -> bool {
        match self {
            N::Int(number) => number.is_zero(),
            N::Float(number) => *number == 0.0,
            _ => false,
        }
    }
}

/// The tool.
pub fn calculate(expression: &V) -> Answer {
    let text = match expression {
        V::Str(text) if text.chars().all(|c| ALLOWED.contains(c)) => text,
        V::Str(_) => return raise("Invalid characters in expression"),
        other => return no_text(other),
    };
    let steps = form::read(text)?;
    let value = run(&steps)?.float()?;
    Ok(float(round_2(value)))
}

/// What comes of an expression that is no text: Python looks at its parts first.
fn no_text(expression: &V) -> Answer {
    for part in iterate(expression)? {
        match part {
            V::Str(text) if ALLOWED.contains(&text) => {}
            V::Str(_) => return raise("Invalid characters in expression"),
            other => {
                return raise(format!(
                    "'in <string>' requires string as left operand, not {}",
                    other.type_name()
                ))
            }
        }
    }
    raise("eval() arg 1 must be a string, bytes or code object")
}

fn run(steps: &[Step]) -> Result<N, Raised> {
    let mut stack: Vec<N> = vec![];
    let pop = |stack: &mut Vec<N>| stack.pop().unwrap_or(N::Tuple);
    for step in steps {
        let value = match step {
            Step::Int(digits) => N::Int(Big::parse(digits)),
            Step::Float(number) => N::Float(*number),
            Step::Tuple => N::Tuple,
            Step::Ellipsis => N::Ellipsis,
            Step::Do(Operator::Plus) => sign(pop(&mut stack), '+')?,
            Step::Do(Operator::Minus) => sign(pop(&mut stack), '-')?,
            Step::Do(operator) => {
                let right = pop(&mut stack);
                binary(*operator, pop(&mut stack), right)?
            }
            Step::Call { argument } => {
                if *argument {
                    pop(&mut stack);
                }
                let callee = pop(&mut stack);
                return raise(format!("'{}' object is not callable", callee.type_name()));
            }
        };
        stack.push(value);
    }
    Ok(pop(&mut stack))
}

fn sign(value: N, sign: char) -> Result<N, Raised> {
    match (value, sign) {
        (N::Int(number), '-') => Ok(N::Int(number.negate())),
        (N::Float(number), '-') => Ok(N::Float(-number)),
        (value, _) if value.is_number() => Ok(value),
        (value, _) => raise(format!(
            "bad operand type for unary {sign}: '{}'",
            value.type_name()
        )),
    }
}

fn binary(operator: Operator, left: N, right: N) -> Result<N, Raised> {
    if !left.is_number() || !right.is_number() {
        return other_types(operator, &left, &right);
    }
    if matches!(left, N::Complex) || matches!(right, N::Complex) {
        return match operator {
            Operator::FloorDivide => unsupported(operator, &left, &right),
            Operator::Divide if right.is_zero() => raise("complex division by zero"),
            _ => Ok(N::Complex),
        };
    }
    if let (N::Int(a), N::Int(b)) = (&left, &right) {
        return whole(operator, a, b);
    }
    let (a, b) = (left.float()?, right.float()?);
    Ok(N::Float(match operator {
        Operator::Add => a + b,
        Operator::Subtract => a - b,
        Operator::Multiply => a * b,
        Operator::Divide if b == 0.0 => return raise("float division by zero"),
        Operator::Divide => a / b,
        Operator::FloorDivide if b == 0.0 => return raise("float floor division by zero"),
        Operator::FloorDivide => floor_divide(a, b),
        _ => return power(a, b),
    }))
}

fn whole(operator: Operator, a: &Big, b: &Big) -> Result<N, Raised> {
    let too_large = "int too large to convert to float";
    Ok(match operator {
        Operator::Add => N::Int(a.add(b)),
        Operator::Subtract => N::Int(a.add(&b.negate())),
        Operator::Multiply => N::Int(a.multiply(b)),
        Operator::Divide if b.is_zero() => return raise("division by zero"),
        Operator::Divide => match a.true_divide(b) {
            Some(number) => N::Float(number),
            None => return raise("integer division result too large for a float"),
        },
        Operator::FloorDivide if b.is_zero() => {
            return raise("integer division or modulo by zero")
        }
        Operator::FloorDivide => N::Int(a.floor_divide(b)),
        _ if b.is_negative() => return power(N::Int(a.clone()).float()?, N::Int(b.clone()).float()?),
        _ => match a.power(b) {
            Some(number) => N::Int(number),
            None => return raise(too_large),
        },
    })
}

/// `a // b` of floats, in the steps in which Python takes it.
fn floor_divide(a: f64, b: f64) -> f64 {
    let rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest != 0.0 && (b < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return 0.0_f64.copysign(a / b);
    }
    let floor = quotient.floor();
    if quotient - floor > 0.5 {
        floor + 1.0
    } else {
        floor
    }
}

fn power(a: f64, b: f64) -> Result<N, Raised> {
    if a == 0.0 && b < 0.0 {
        return raise("0.0 cannot be raised to a negative power");
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        return Ok(N::Complex);
    }
    let power = a.powf(b);
    if power.is_infinite() && a.is_finite() && b.is_finite() {
        return raise("(34, 'Numerical result out of range')");
    }
    Ok(N::Float(power))
}

fn unsupported(operator: Operator, left: &N, right: &N) -> Result<N, Raised> {
    raise(format!(
        "unsupported operand type(s) for {}: '{}' and '{}'",
        operator.sign(),
        left.type_name(),
        right.type_name()
    ))
}

/// What a tuple or an ellipsis makes of an operator.
fn other_types(operator: Operator, left: &N, right: &N) -> Result<N, Raised> {
    let tuple = |value: &N| matches!(value, N::Tuple);
    match operator {
        Operator::Add if tuple(left) && tuple(right) => Ok(N::Tuple),
        Operator::Add if tuple(left) => raise(format!(
            "can only concatenate tuple (not \"{}\") to tuple",
            right.type_name()
        )),
        Operator::Multiply if tuple(left) || tuple(right) => {
            let times = if tuple(left) { right } else { left };
            match times {
                N::Int(_) => Ok(N::Tuple),
                other => raise(format!(
                    "can't multiply sequence by non-int of type '{}'",
                    other.type_name()
                )),
            }
        }
        _ => unsupported(operator, left, right),
    }
}
