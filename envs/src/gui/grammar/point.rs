//! Exact numbers, screens and the spaces in which the grammars state their points.
//!
//! A point keeps the numbers that were written, in the space they were written in; nothing is rounded until somebody
//! asks for a pixel. The rules of rounding, each checked over every pixel of several screens:
//!
//! * **from a space to a pixel**: the pixel whose area holds the point, `floor(x * side / span)`; the far edge itself
//!   (`x = span`) belongs to the last pixel; anything further is outside, and no pixel.
//! * **from a pixel to a space**: the whole number of the space nearest to the middle of the pixel, the lower one of two.
//!   On sides of up to `span` pixels every pixel comes back; on longer ones the pixel that comes back is at most
//!   `floor(side / (2 * span)) + 1` away.

use num_rational::Ratio;
use serde::{Deserialize, Serialize};

/// A number as it was written, exactly.
pub type Number = Ratio<i64>;

/// The longest side of a screen, in pixels.
pub const MOST_SIDE: u32 = 32_768;

/// The most digits a number may have before and after the dot together.
const MOST_DIGITS: usize = 17;

/// Reads a decimal such as `-12.50` or `1e3`; nothing where it is none, or longer than exact arithmetic carries.
#[must_use]
pub fn read_decimal(text: &str) -> Option<Number> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (body, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{part}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    let scale = exponent.checked_sub(i32::try_from(part.len()).ok()?)?;
    let size = i32::try_from(digits.len())
        .ok()?
        .checked_add(scale.max(0))?;
    if digits.len() > MOST_DIGITS || size > 15 || scale < -17 {
        return (digits.is_empty()).then(|| Number::from_integer(0));
    }
    let value: i64 = if digits.is_empty() {
        0
    } else {
        digits.parse().ok()?
    };
    let ten = 10_i64.pow(scale.unsigned_abs());
    let number = if scale < 0 {
        Number::new(value, ten)
    } else {
        Number::from_integer(value.checked_mul(ten)?)
    };
    Some(if negative { -number } else { number })
}

/// Writes a number as a decimal; nothing where it has no finite one.
#[must_use]
pub fn write_decimal(number: Number) -> Option<String> {
    let mut scale = 0_u32;
    let mut ten = 1_i64;
    while ten % number.denom() != 0 {
        scale += 1;
        ten = ten.checked_mul(10).filter(|_| scale <= 17)?;
    }
    let digits = i128::from(*number.numer()) * i128::from(ten / number.denom());
    if scale == 0 {
        return Some(digits.to_string());
    }
    let width = scale as usize;
    let text = format!("{:0>1$}", digits.unsigned_abs(), width + 1);
    let (whole, part) = text.split_at(text.len() - width);
    let sign = if digits < 0 { "-" } else { "" };
    Some(format!("{sign}{whole}.{part}"))
}

/// The size of what an agent sees, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Screen {
    width: u32,
    height: u32,
}

impl Screen {
    /// A screen; nothing where a side is zero or longer than [`MOST_SIDE`].
    #[must_use]
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let fits = |side: u32| (1..=MOST_SIDE).contains(&side);
        (fits(width) && fits(height)).then_some(Self { width, height })
    }

    /// Its width in pixels.
    #[must_use]
    pub fn width(self) -> u32 {
        self.width
    }

    /// Its height in pixels.
    #[must_use]
    pub fn height(self) -> u32 {
        self.height
    }
}

/// How a model family shrinks or grows an image before it looks at it: both sides become multiples of `factor`, and
/// the number of pixels lies within the two bounds (Qwen2-VL's `smart_resize`, as UI-TARS publishes it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Resize {
    /// What both sides are multiples of.
    pub factor: u32,
    /// The fewest pixels.
    pub fewest: u64,
    /// The most pixels.
    pub most: u64,
}

/// UI-TARS 1.5's resizing: `IMAGE_FACTOR`, `MIN_PIXELS` and `MAX_PIXELS` of its action parser.
pub const UI_TARS_RESIZE: Resize = Resize {
    factor: 28,
    fewest: 100 * 28 * 28,
    most: 16_384 * 28 * 28,
};

/// The longest side may be this many times the other one.
const MOST_RATIO: u32 = 200;

impl Resize {
    /// The size an image of this screen is resized to; nothing where it is more than 200 times longer than wide.
    #[must_use]
    pub fn size(self, screen: Screen) -> Option<(u32, u32)> {
        let (width, height) = (screen.width, screen.height);
        let (long, short) = (width.max(height), width.min(height));
        if long > short.saturating_mul(MOST_RATIO) {
            return None;
        }
        let nearest =
            |side: u32| (round_half_even(side, self.factor) * self.factor).max(self.factor);
        let (wide, high) = (nearest(width), nearest(height));
        let pixels = u64::from(wide) * u64::from(high);
        let area = f64::from(width) * f64::from(height);
        if pixels > self.most {
            let beta = (area / bound(self.most)).sqrt();
            let floor =
                |side: u32| self.times((f64::from(side) / beta / f64::from(self.factor)).floor());
            Some((floor(width), floor(height)))
        } else if pixels < self.fewest {
            let beta = (bound(self.fewest) / area).sqrt();
            let ceil =
                |side: u32| self.times((f64::from(side) * beta / f64::from(self.factor)).ceil());
            Some((ceil(width), ceil(height)))
        } else {
            Some((wide, high))
        }
    }

    /// A number of factors, never none.
    fn times(self, count: f64) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a side divided by the factor: small and not negative"
        )]
        let count = count as u32;
        count.max(1).saturating_mul(self.factor)
    }
}

/// A bound of pixels as the original's arithmetic has it.
fn bound(pixels: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "bounds are far below 2^53")]
    let bound = pixels as f64;
    bound
}

/// `side / factor` to the nearest whole number, halves to the even one, as Python rounds.
fn round_half_even(side: u32, factor: u32) -> u32 {
    let (whole, rest) = (side / factor, side % factor);
    match (rest * 2).cmp(&factor) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal => whole + whole % 2,
    }
}

/// The space in which a grammar states its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Space {
    /// Pixels of the screen.
    Pixels,
    /// 0 to 1 from edge to edge.
    Unit,
    /// 0 to 999 from edge to edge.
    Nines,
    /// 0 to 1000 from edge to edge.
    Thousand,
    /// Pixels of the resized image.
    Resized(Resize),
}

impl Space {
    /// The name that tables and rejections use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pixels => "pixels",
            Self::Unit => "0-1",
            Self::Nines => "0-999",
            Self::Thousand => "0-1000",
            Self::Resized(_) => "resized pixels",
        }
    }

    /// How far it reaches across and down; nothing where the screen cannot be resized.
    #[must_use]
    pub fn span(self, screen: Screen) -> Option<(u32, u32)> {
        match self {
            Self::Pixels => Some((screen.width, screen.height)),
            Self::Unit => Some((1, 1)),
            Self::Nines => Some((999, 999)),
            Self::Thousand => Some((1000, 1000)),
            Self::Resized(resize) => resize.size(screen),
        }
    }

    /// Whether its points are whole numbers where an agent writes them.
    #[must_use]
    pub fn whole(self) -> bool {
        !matches!(self, Self::Unit)
    }
}

/// A point, in the space it was stated in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Point {
    /// From the left edge.
    pub x: Number,
    /// From the top edge.
    pub y: Number,
    /// What the two are measured in.
    pub space: Space,
}

impl Point {
    /// A point of whole numbers.
    #[must_use]
    pub fn whole(x: i64, y: i64, space: Space) -> Self {
        Self {
            x: Number::from_integer(x),
            y: Number::from_integer(y),
            space,
        }
    }

    /// The pixel that holds it; nothing where it lies outside the screen.
    #[must_use]
    pub fn pixel(self, screen: Screen) -> Option<(u32, u32)> {
        let (across, down) = self.space.span(screen)?;
        Some((
            to_pixel(self.x, screen.width, across)?,
            to_pixel(self.y, screen.height, down)?,
        ))
    }

    /// The point that a space has for a pixel; nothing where the screen has no such pixel.
    #[must_use]
    pub fn of_pixel(x: u32, y: u32, screen: Screen, space: Space) -> Option<Self> {
        if x >= screen.width || y >= screen.height {
            return None;
        }
        let (across, down) = space.span(screen)?;
        if space == Space::Pixels {
            return Some(Self::whole(i64::from(x), i64::from(y), space));
        }
        let of = |pixel: u32, side: u32, span: u32| {
            // The middle of the pixel is (2p + 1) / 2 of `side` parts: a fraction of (2p + 1) * span / (2 * side).
            let (top, bottom) = (
                (2 * i64::from(pixel) + 1) * i64::from(span),
                2 * i64::from(side),
            );
            if space.whole() {
                // Nearest, the lower one of two.
                Number::from_integer((2 * top + bottom - 1).div_euclid(2 * bottom))
            } else {
                Number::new(top, bottom)
            }
        };
        Some(Self {
            x: of(x, screen.width, across),
            y: of(y, screen.height, down),
            space,
        })
    }

    /// The same place in another space; nothing where it lies outside the screen.
    #[must_use]
    pub fn within(self, space: Space, screen: Screen) -> Option<Self> {
        if self.space == space {
            return Some(self);
        }
        let (x, y) = self.pixel(screen)?;
        Self::of_pixel(x, y, screen, space)
    }
}

/// Which of `side` pixels holds the place `at` of `span`.
fn to_pixel(at: Number, side: u32, span: u32) -> Option<u32> {
    let (top, bottom) = (i128::from(*at.numer()), i128::from(*at.denom()));
    let (side, span) = (i128::from(side), i128::from(span));
    if top < 0 || top > span * bottom {
        return None;
    }
    let pixel = (top * side).div_euclid(bottom * span).min(side - 1);
    u32::try_from(pixel).ok()
}

/// The middle of two numbers; nothing where exact arithmetic does not carry it.
pub(super) fn middle(a: Number, b: Number) -> Option<Number> {
    let wide = |number: Number| (i128::from(*number.numer()), i128::from(*number.denom()));
    let ((a, below_a), (b, below_b)) = (wide(a), wide(b));
    let (top, bottom) = (a * below_b + b * below_a, 2 * below_a * below_b);
    let exact = Ratio::new(top, bottom);
    Some(Number::new_raw(
        i64::try_from(*exact.numer()).ok()?,
        i64::try_from(*exact.denom()).ok()?,
    ))
}
