//! Which properties that the rules name a character has.

use rustc_hash::FxHashMap;

/// A set of properties, one bit each.
pub(super) type Mask = u32;

/// The properties and the letters that stand for them in the table.
const LETTERS: &str = "AHNKLBMQDXEVPZhiSRkcebmtu";

/// The set of the properties that `letters` stand for.
pub(super) const fn mask(letters: &str) -> Mask {
    let (known, letters) = (LETTERS.as_bytes(), letters.as_bytes());
    let (mut set, mut at) = (0, 0);
    while at < letters.len() {
        let mut bit = 0;
        while known[bit] != letters[at] {
            bit += 1;
        }
        set |= 1 << bit;
        at += 1;
    }
    set
}

/// Ranges of code points and the properties they have, in hexadecimal: `first-last letters`, divided by `;`.
///
/// The properties are those of Unicode 9.0 (word break, script, line break) and of its emoji data 11, as Lucene's grammar
/// combines them: A a letter, H a Hebrew letter, N a digit, K katakana, L B M what may stand between letters, either,
/// digits, Q D quotes, X what joins like an underscore, E what extends a character, V a presentation selector, P the one
/// for emoji, Z the zero-width joiner, h an ideograph, i hiragana, S a letter of South-East Asia, R a regional indicator, k c a
/// key cap's base and frame, e b m an emoji, one with skin, a skin, t u a tag and its end.
const TABLE: &str = include_str!("classes.txt");
/// Code points of a page.
const PAGE: usize = 256;
/// Pages of Unicode.
const PAGES: usize = 0x11_0000 / PAGE;

/// The class of every code point: characters of a class have the same properties.
pub(super) struct Classes {
    /// The properties of each class; class 0 has none.
    masks: Vec<Mask>,
    /// Which of `pages` holds a code point's class.
    page_of: Vec<u16>,
    /// Classes by code point, pages with equal content once.
    pages: Vec<[u8; PAGE]>,
}

impl Classes {
    /// The table, read.
    pub(super) fn read() -> Classes {
        let mut masks = vec![0];
        let mut whole = vec![0u8; PAGES * PAGE];
        for entry in TABLE
            .split([';', '\n'])
            .filter(|entry| !entry.trim().is_empty())
        {
            let (range, letters) = entry
                .trim()
                .split_once(' ')
                .expect("invariant: an entry is a range and letters");
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let point = |text| {
                usize::from_str_radix(text, 16).expect("invariant: code points are hexadecimal")
            };
            let mask = mask(letters);
            let class = masks
                .iter()
                .position(|known| *known == mask)
                .unwrap_or_else(|| {
                    masks.push(mask);
                    masks.len() - 1
                });
            whole[point(first)..=point(last)].fill(class as u8);
        }
        let (mut page_of, mut pages) = (Vec::with_capacity(PAGES), Vec::new());
        let mut known = FxHashMap::default();
        for page in whole.as_chunks::<PAGE>().0 {
            let place = *known.entry(*page).or_insert_with(|| {
                pages.push(*page);
                pages.len() as u16 - 1
            });
            page_of.push(place);
        }
        Classes {
            masks,
            page_of,
            pages,
        }
    }

    /// The properties of each class.
    pub(super) fn masks(&self) -> &[Mask] {
        &self.masks
    }

    /// The class of a character.
    pub(super) fn of(&self, letter: char) -> usize {
        let point = letter as usize;
        usize::from(self.pages[usize::from(self.page_of[point / PAGE])][point % PAGE])
    }
}
