//! Which lines of a cart answer which part of a purchase. Equal purchases are equal: lines of one product with the same
//! options count by their sum, so one line of two units is two lines of one.

use crate::shop::{
    product::ProductId,
    strict::world::{
        def::Def,
        limits::MAX_LINES,
        objective::{Choice, MAX_SLOTS, Purchase, Slot},
        records::Line,
        state::State,
    },
};
use smallvec::SmallVec;

/// Quarters of a slot's credit: product, options and quantity right.
pub(crate) const FULL_CREDIT: i64 = 4;

/// What fills a slot: lines of one of its products, all with the right options or all with wrong ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filling<'a> {
    pub(crate) choice: &'a Choice,
    pub(crate) has_right_options: bool,
    /// Units of its lines.
    pub(crate) units: u16,
    /// Bit `i`: line `i` is one of them.
    pub(crate) lines: u8,
    /// Quarters of credit.
    pub(crate) quarters: i64,
}

const _: () = assert!(MAX_LINES <= 8, "lines of a cart are bits of a byte");

/// A cart held against a purchase: each slot takes its best filling, the other lines are extra.
#[derive(Debug, Default)]
pub(crate) struct Matching<'a> {
    /// By slot.
    pub(crate) fillings: SmallVec<[Option<Filling<'a>>; MAX_SLOTS]>,
    /// Bit `i`: line `i` fills no slot.
    pub(crate) extra: u8,
}

impl<'a> Matching<'a> {
    pub(crate) fn new(purchase: &'a Purchase, lines: &[Line]) -> Self {
        let mut matching = Self {
            fillings: SmallVec::new(),
            extra: ((1u16 << lines.len()) - 1) as u8,
        };
        for slot in &purchase.slots {
            let best = best_filling(slot, lines);
            matching.extra &= !best.map_or(0, |f| f.lines);
            matching.fillings.push(best);
        }
        matching
    }

    /// Lines that fill no slot.
    pub(crate) fn extra_lines(&self) -> u32 {
        self.extra.count_ones()
    }
}

fn best_filling<'a>(slot: &'a Slot, lines: &[Line]) -> Option<Filling<'a>> {
    let mut best: Option<Filling<'a>> = None;
    for choice in &slot.choices {
        let right = lines_of(lines, choice.product, |l| choice.suits(&l.variant));
        let (has_right_options, (lines, units)) = match right {
            (0, _) => (false, lines_of(lines, choice.product, |_| true)),
            some => (true, some),
        };
        let quarters = match lines {
            0 => continue,
            _ => credit(has_right_options, units == u16::from(slot.quantity)),
        };
        if best.is_none_or(|b| quarters > b.quarters) {
            best = Some(Filling {
                choice,
                has_right_options,
                units,
                lines,
                quarters,
            });
        }
    }
    best
}

/// The lines of a product that pass, as bits, and their units.
fn lines_of(lines: &[Line], product: ProductId, passes: impl Fn(&Line) -> bool) -> (u8, u16) {
    let of = lines.iter().enumerate();
    of.filter(|(_, l)| l.product == product && passes(l))
        .fold((0, 0), |(bits, units), (i, l)| {
            (bits | 1 << i, units + u16::from(l.quantity))
        })
}

pub(crate) fn credit(options: bool, quantity: bool) -> i64 {
    match (options, quantity) {
        (true, true) => FULL_CREDIT,
        (false, false) => FULL_CREDIT / 4,
        _ => FULL_CREDIT / 2,
    }
}

/// How the settings of a purchase stand: coupon, address, wrapping. What the task does not name stays as it is at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Settings {
    /// Settings the task names.
    pub(crate) asked: i64,
    /// Those of them that are right.
    pub(crate) right: i64,
    /// Settings the task does not name that were changed.
    pub(crate) changed: i64,
}

impl Settings {
    /// Steps it takes to set them right.
    pub(crate) fn wrong(self) -> u32 {
        (self.asked - self.right + self.changed) as u32
    }
}

/// The settings of a purchase; `None` if the task asks for no purchase.
pub(crate) fn settings(purchase: Option<&Purchase>, state: &State) -> Settings {
    let of = |wanted: fn(&Purchase) -> Option<u8>| purchase.and_then(wanted);
    let each = [
        (of(|p| p.coupon), state.coupon() == of(|p| p.coupon)),
        (
            of(|p| p.address),
            state.address() == of(|p| p.address).unwrap_or(0),
        ),
        (of(|p| p.wrap), state.wrap() == of(|p| p.wrap).unwrap_or(0)),
    ];
    let mut settings = Settings::default();
    for (wanted, is_right) in each {
        match wanted {
            Some(_) => {
                settings.asked += 1;
                settings.right += i64::from(is_right);
            }
            None => settings.changed += i64::from(!is_right),
        }
    }
    settings
}

/// What was changed and would have to be changed back where the task asks for no purchase: lines in the cart, settings.
pub(crate) fn strays(def: &Def, state: &State) -> u32 {
    match def.objective.purchase() {
        Some(_) => 0,
        None => state.lines().len() as u32 + settings(None, state).wrong(),
    }
}
