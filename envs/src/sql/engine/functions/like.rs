//! The comparison of LIKE, step by step as the engine makes it.
//!
//! The escape character is looked at first, and may be `%` or `_` itself; letters of ASCII are the same in either case, and
//! no others. A text that is no UTF-8 is read as the engine reads it.

/// What a comparison came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// It fits.
    Fits,
    /// It does not, from this place on.
    Not,
    /// It does not from any later place either: what follows a `%` occurs nowhere.
    Never,
}

/// Characters with a meaning; 0 is none.
#[derive(Clone, Copy, Debug)]
struct Signs {
    any: u32,
    one: u32,
    escape: u32,
}

/// Whether `text` is like `pattern`; `work` counts the characters that are read.
pub(super) fn is_like(pattern: &[u8], text: &[u8], escape: Option<u32>, work: &mut u64) -> bool {
    let own = |sign: char| match escape == Some(u32::from(sign)) {
        true => 0,
        false => u32::from(sign),
    };
    let signs = Signs {
        any: own('%'),
        one: own('_'),
        escape: escape.unwrap_or(0),
    };
    let (mut pattern, mut text) = (Letters::new(pattern), Letters::new(text));
    compared(&mut pattern, &mut text, signs, work) == Found::Fits
}

/// The only character of an escape; nothing if it is not one.
pub(super) fn only(text: &[u8]) -> Option<u32> {
    let mut letters = Letters::new(text);
    let first = letters.next();
    (first != 0 && letters.next() == 0).then_some(first)
}

/// A text up to its end or a 0, character by character.
#[derive(Clone, Debug)]
struct Letters<'a>(&'a [u8]);

impl<'a> Letters<'a> {
    fn new(text: &'a [u8]) -> Self {
        let end = text.iter().position(|b| *b == 0).unwrap_or(text.len());
        Self(&text[..end])
    }

    /// The next character; 0 at the end.
    fn next(&mut self) -> u32 {
        let Some((&first, mut rest)) = self.0.split_first() else {
            return 0;
        };
        let first = u32::from(first);
        let mut letter = match first {
            0..0xc0 => first,
            0xc0..0xe0 => first & 0x1f,
            0xe0..0xf0 => first & 0x0f,
            0xf0..0xf8 => first & 0x07,
            0xf8..0xfc => first & 0x03,
            0xfc..0xfe => first & 0x01,
            _ => 0,
        };
        if first >= 0xc0 {
            while let Some((&more, after)) = rest.split_first()
                && more & 0xc0 == 0x80
            {
                letter = (letter << 6).wrapping_add(u32::from(more & 0x3f));
                rest = after;
            }
            let is_none =
                letter < 0x80 || letter & 0xffff_f800 == 0xd800 || letter & 0xffff_fffe == 0xfffe;
            if is_none {
                letter = 0xfffd;
            }
        }
        self.0 = rest;
        letter
    }
}

/// Compare what is left of both.
fn compared(
    pattern: &mut Letters<'_>,
    text: &mut Letters<'_>,
    signs: Signs,
    work: &mut u64,
) -> Found {
    loop {
        *work += 1;
        let mut wanted = pattern.next();
        if wanted == 0 {
            return match text.0.is_empty() {
                true => Found::Fits,
                false => Found::Not,
            };
        }
        if wanted == signs.any {
            return after_any(pattern, text, signs, work);
        }
        let mut is_literal = false;
        if wanted == signs.escape {
            wanted = pattern.next();
            if wanted == 0 {
                return Found::Not;
            }
            is_literal = true;
        }
        let letter = text.next();
        let is_any_one = wanted == signs.one && !is_literal && letter != 0;
        if !is_same(wanted, letter) && !is_any_one {
            return Found::Not;
        }
    }
}

/// Compare from every place at which what follows a `%` may begin.
fn after_any(
    pattern: &mut Letters<'_>,
    text: &mut Letters<'_>,
    signs: Signs,
    work: &mut u64,
) -> Found {
    let mut wanted = pattern.next();
    while wanted != 0 && (wanted == signs.any || wanted == signs.one) {
        *work += 1;
        if wanted == signs.one && text.next() == 0 {
            return Found::Never;
        }
        wanted = pattern.next();
    }
    if wanted == 0 {
        return Found::Fits;
    }
    if wanted == signs.escape {
        wanted = pattern.next();
        if wanted == 0 {
            return Found::Never;
        }
    }
    loop {
        *work += 1;
        let letter = text.next();
        if letter == 0 {
            return Found::Never;
        }
        if is_same(wanted, letter) {
            let found = compared(&mut pattern.clone(), &mut text.clone(), signs, work);
            if found != Found::Not {
                return found;
            }
        }
    }
}

/// Whether two characters are the same, in either case of ASCII.
fn is_same(one: u32, other: u32) -> bool {
    let small = |letter: u32| match letter {
        0x41..=0x5a => letter + 0x20,
        _ => letter,
    };
    small(one) == small(other)
}
