//! Whole numbers without a limit, as Python's `int`: what `+ - * // / **` need, and the nearest float.

/// Bits of a power, at most; beyond it is no float, and Python would only work longer to say the same.
const MOST_BITS: usize = 1 << 17;

/// A whole number: its sign and its digits in base 2^32, the lowest first, without zeros at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Big {
    negative: bool,
    digits: Vec<u32>,
}

fn trim(mut digits: Vec<u32>) -> Vec<u32> {
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

fn less(a: &[u32], b: &[u32]) -> bool {
    if a.len() != b.len() {
        return a.len() < b.len();
    }
    a.iter().rev().lt(b.iter().rev())
}

fn add(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = vec![];
    let mut carry = 0_u64;
    for place in 0..a.len().max(b.len()) {
        let digit = |of: &[u32]| u64::from(of.get(place).copied().unwrap_or(0));
        carry += digit(a) + digit(b);
        out.push(carry as u32);
        carry >>= 32;
    }
    out.push(carry as u32);
    trim(out)
}

/// `a - b`, where `a` is not less.
fn subtract(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = vec![];
    let mut borrow = 0_i64;
    for (place, digit) in a.iter().enumerate() {
        let mut rest =
            i64::from(*digit) - i64::from(b.get(place).copied().unwrap_or(0)) - borrow;
        borrow = i64::from(rest < 0);
        rest += borrow << 32;
        out.push(rest as u32);
    }
    trim(out)
}

fn multiply(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = vec![0_u32; a.len() + b.len()];
    for (i, x) in a.iter().enumerate() {
        let mut carry = 0_u64;
        for (j, y) in b.iter().enumerate() {
            carry += u64::from(out[i + j]) + u64::from(*x) * u64::from(*y);
            out[i + j] = carry as u32;
            carry >>= 32;
        }
        out[i + b.len()] = carry as u32;
    }
    trim(out)
}

fn bits(a: &[u32]) -> usize {
    a.last()
        .map_or(0, |top| a.len() * 32 - top.leading_zeros() as usize)
}

fn shift_left(a: &[u32], by: usize) -> Vec<u32> {
    let mut out = vec![0; by / 32];
    let by = by % 32;
    let mut carry = 0_u64;
    for digit in a {
        carry |= u64::from(*digit) << by;
        out.push(carry as u32);
        carry >>= 32;
    }
    out.push(carry as u32);
    trim(out)
}

/// Quotient and rest by one digit.
fn divide_by_digit(a: &[u32], by: u32) -> (Vec<u32>, Vec<u32>) {
    let mut quotient = vec![0; a.len()];
    let mut rest = 0_u64;
    for place in (0..a.len()).rev() {
        rest = rest << 32 | u64::from(a[place]);
        quotient[place] = (rest / u64::from(by)) as u32;
        rest %= u64::from(by);
    }
    (trim(quotient), trim(vec![rest as u32]))
}

/// Takes `times * b` from the digits of `a` that begin at `place`; says whether that was too much.
fn take(a: &mut [u32], place: usize, b: &[u32], times: u64) -> bool {
    let mut carry = 0_u64;
    let mut borrow = 0_i64;
    for at in 0..=b.len() {
        carry += times * u64::from(b.get(at).copied().unwrap_or(0));
        let rest = i64::from(a[place + at]) - (carry & 0xffff_ffff) as i64 - borrow;
        carry >>= 32;
        borrow = i64::from(rest < 0);
        a[place + at] = rest as u32;
    }
    borrow > 0
}

/// Quotient and rest: long division (Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D).
fn divide(a: &[u32], b: &[u32]) -> (Vec<u32>, Vec<u32>) {
    if less(a, b) {
        return (vec![], a.to_vec());
    }
    if let [by] = b {
        return divide_by_digit(a, *by);
    }
    // With its highest bit set, the divisor's first digits tell a digit of the quotient to within two.
    let shift = b.last().map_or(0, |top| top.leading_zeros() as usize);
    let b = shift_left(b, shift);
    let mut rest = shift_left(a, shift);
    rest.resize(a.len() + 1, 0);
    let top = |of: &[u32], place: usize| u64::from(of[place]) << 32 | u64::from(of[place - 1]);
    let first = u64::from(b[b.len() - 1]);
    let mut quotient = vec![0; rest.len() - b.len()];
    for place in (0..quotient.len()).rev() {
        let guess = top(&rest, place + b.len()) / first;
        let mut digit = guess.min(0xffff_ffff);
        let mut too_much = take(&mut rest, place, &b, digit);
        while too_much {
            digit -= 1;
            let mut carry = 0_u64;
            for at in 0..=b.len() {
                carry += u64::from(rest[place + at]) + u64::from(b.get(at).copied().unwrap_or(0));
                rest[place + at] = carry as u32;
                carry >>= 32;
            }
            too_much = carry == 0;
        }
        quotient[place] = digit as u32;
    }
    (trim(quotient), shift_right(&trim(rest), shift))
}

/// Less than 32 bits to the right.
fn shift_right(a: &[u32], by: usize) -> Vec<u32> {
    let digit = |place: usize| u64::from(a.get(place).copied().unwrap_or(0));
    let shifted = |place: usize| ((digit(place + 1) << 32 | digit(place)) >> by) as u32;
    trim((0..a.len()).map(shifted).collect())
}

/// The float nearest to `digits`, a tie to the even one, where `more` says that a little is to be added; `None` if it
/// is too large. Scaled by 2^`exponent`.
fn nearest(digits: &[u32], more: bool, exponent: i32) -> Option<f64> {
    let length = bits(digits);
    if length == 0 {
        return Some(0.0);
    }
    // The upper 64 bits, the lowest of them standing for everything below.
    let drop = length.saturating_sub(64);
    let mut top = 0_u64;
    for bit in (drop..length).rev() {
        top = top << 1 | u64::from(digits[bit / 32] >> (bit % 32) & 1);
    }
    let below = (0..drop).any(|bit| digits[bit / 32] >> (bit % 32) & 1 == 1);
    let mut exponent = exponent + drop as i32;
    let shift = top.leading_zeros();
    top <<= shift;
    exponent -= shift as i32;
    // A normal float keeps 53 of these 64 bits, one below 2^-1022 fewer.
    let lost = (11.max(-1_074 - exponent)) as u32;
    if lost > 64 {
        return Some(0.0);
    }
    let wide = u128::from(top) << 1 | u128::from(below || more);
    let half = 1_u128 << lost;
    let mut kept = wide >> (lost + 1);
    let rest = wide & ((half << 1) - 1);
    if rest > half || rest == half && kept & 1 == 1 {
        kept += 1;
    }
    scale(kept as u64, exponent + lost as i32)
}

/// `mantissa * 2^exponent`, exact where it is a float.
fn scale(mantissa: u64, exponent: i32) -> Option<f64> {
    let mut value = mantissa as f64;
    let mut exponent = exponent;
    while exponent > 0 {
        let step = exponent.min(1_000);
        value *= f64::from_bits(((step + 1_023) as u64) << 52);
        exponent -= step;
    }
    while exponent < 0 {
        let step = (-exponent).min(1_000);
        value *= f64::from_bits(((1_023 - step) as u64) << 52);
        exponent += step;
    }
    if value.is_finite() {
        Some(value)
    } else {
        None
    }
}

impl Big {
    fn new(negative: bool, digits: Vec<u32>) -> Big {
        Big {
            negative: negative && !digits.is_empty(),
            digits,
        }
    }

    /// A decimal number.
    pub fn parse(decimal: &str) -> Big {
        let mut digits: Vec<u32> = vec![];
        for digit in decimal.bytes() {
            let mut carry = u64::from(digit - b'0');
            for place in &mut digits {
                carry += u64::from(*place) * 10;
                *place = carry as u32;
                carry >>= 32;
            }
            if carry > 0 {
                digits.push(carry as u32);
            }
        }
        Big::new(false, digits)
    }

    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    pub fn is_negative(&self) -> bool {
        self.negative
    }

    pub fn negate(&self) -> Big {
        Big::new(!self.negative, self.digits.clone())
    }

    pub fn add(&self, other: &Big) -> Big {
        if self.negative == other.negative {
            return Big::new(self.negative, add(&self.digits, &other.digits));
        }
        if less(&self.digits, &other.digits) {
            return Big::new(other.negative, subtract(&other.digits, &self.digits));
        }
        Big::new(self.negative, subtract(&self.digits, &other.digits))
    }

    pub fn multiply(&self, other: &Big) -> Big {
        let negative = self.negative != other.negative;
        Big::new(negative, multiply(&self.digits, &other.digits))
    }

    /// `self // other`, rounded down; `other` is not 0.
    pub fn floor_divide(&self, other: &Big) -> Big {
        let negative = self.negative != other.negative;
        let (mut quotient, rest) = divide(&self.digits, &other.digits);
        if negative && !rest.is_empty() {
            quotient = add(&quotient, &[1]);
        }
        Big::new(negative, quotient)
    }

    /// `self / other`, the nearest float; `None` if it is too large; `other` is not 0.
    pub fn true_divide(&self, other: &Big) -> Option<f64> {
        // As many bits more as make a quotient of 66 or so.
        let missing = bits(&other.digits) + 66;
        let shift = missing.saturating_sub(bits(&self.digits));
        let (quotient, rest) = divide(&shift_left(&self.digits, shift), &other.digits);
        let value = nearest(&quotient, !rest.is_empty(), -(shift as i32))?;
        Some(if self.negative != other.negative {
            -value
        } else {
            value
        })
    }

    /// `self ** other`, where `other` is not negative; `None` if it is far too large.
    pub fn power(&self, other: &Big) -> Option<Big> {
        let small = bits(&self.digits) <= 1;
        let exponent = match other.digits[..] {
            [] => 0,
            [one] => one as usize,
            // 0 and 1 and -1 to a power that is huge: only whether it is even counts.
            _ if small => 2 + (other.digits[0] & 1) as usize,
            _ => return None,
        };
        let exponent = if small { exponent.min(2 + exponent % 2) } else { exponent };
        if bits(&self.digits).saturating_mul(exponent) > MOST_BITS {
            return None;
        }
        let mut power = Big::parse("1");
        for bit in (0..usize::BITS - exponent.leading_zeros()).rev() {
            power = power.multiply(&power);
            if exponent >> bit & 1 == 1 {
                power = power.multiply(self);
            }
        }
        Some(power)
    }

    /// The nearest float; `None` if there is none.
    pub fn to_float(&self) -> Option<f64> {
        let value = nearest(&self.digits, false, 0)?;
        Some(if self.negative { -value } else { value })
    }
}
