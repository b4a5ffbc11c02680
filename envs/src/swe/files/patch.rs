//! Unified diffs, read and applied as GNU patch does: at their line, else near it, else with less of their surroundings.

mod read;

pub use read::{Broken, Style, parse, read};

/// The most lines of surroundings that may differ, as with GNU patch.
const MAX_FUZZ: usize = 2;

/// The changes of one file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FilePatch {
    /// The name behind `---`; `/dev/null` for a new file.
    pub old: String,
    /// The name behind `+++`; `/dev/null` for a file that goes.
    pub new: String,
    /// The mode of a new or changed file as git states it, such as `100755`.
    pub mode: Option<String>,
    /// Whether git states that the file goes.
    pub deleted: bool,
    /// Its hunks, in order.
    pub hunks: Vec<Hunk>,
}

/// One hunk: lines with their sign (` `, `-`, `+`), each with its end.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Hunk {
    /// The first line of the old text, from 1; 0 for an empty one.
    pub from: usize,
    /// The first line of the new text, likewise.
    pub to: usize,
    /// The lines behind their signs.
    pub lines: Vec<(u8, Vec<u8>)>,
    /// The line of the patch on which the hunk begins, from 1.
    pub at: usize,
}

/// How one hunk went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Put at this line of the new text, so far from where it should be, with so much fuzz.
    Fits {
        /// From 1.
        line: usize,
        /// Lines down (or up, if negative).
        offset: isize,
        /// Lines of surroundings left out.
        fuzz: usize,
    },
    /// It fits nowhere.
    Fails,
}

impl Hunk {
    /// The lines it expects.
    pub(in crate::swe) fn before(&self) -> Vec<&[u8]> {
        self.side(b'+')
    }

    /// The lines it leaves.
    pub(in crate::swe) fn after(&self) -> Vec<&[u8]> {
        self.side(b'-')
    }

    fn side(&self, without: u8) -> Vec<&[u8]> {
        let kept = self.lines.iter().filter(|(sign, _)| *sign != without);
        kept.map(|(_, line)| &**line).collect()
    }

    /// How many lines of surroundings stand before the change, and behind it.
    pub(in crate::swe) fn around(&self) -> (usize, usize) {
        let same = |(sign, _): &&(u8, Vec<u8>)| *sign == b' ';
        let lead = self.lines.iter().take_while(same).count();
        (lead, self.lines.iter().rev().take_while(same).count())
    }

    /// The hunk as it stands in a diff.
    #[must_use]
    pub fn written(&self) -> Vec<u8> {
        let span = |from: usize, without: u8| match self.side(without).len() {
            1 => from.to_string(),
            count => format!("{from},{count}"),
        };
        let mut out = format!(
            "@@ -{} +{} @@\n",
            span(self.from, b'+'),
            span(self.to, b'-')
        )
        .into_bytes();
        for (sign, line) in &self.lines {
            out.push(*sign);
            out.extend_from_slice(line);
            if !line.ends_with(b"\n") {
                out.extend_from_slice(b"\n\\ No newline at end of file\n");
            }
        }
        out
    }

    /// The same change the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let turn = |sign: u8| match sign {
            b'+' => b'-',
            b'-' => b'+',
            other => other,
        };
        Self {
            from: self.to,
            to: self.from,
            lines: self
                .lines
                .iter()
                .map(|(s, l)| (turn(*s), l.clone()))
                .collect(),
            at: self.at,
        }
    }
}

impl FilePatch {
    /// The same change the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            old: self.new.clone(),
            new: self.old.clone(),
            mode: None,
            deleted: self.old == "/dev/null",
            hunks: self.hunks.iter().map(Hunk::reversed).collect(),
        }
    }

    /// Apply every hunk that fits; the new text, and how each went.
    #[must_use]
    pub fn apply(&self, text: &[u8], fuzz: usize) -> (Vec<u8>, Vec<Fit>) {
        let mut lines: Vec<&[u8]> = text.split_inclusive(|b| *b == b'\n').collect();
        let (mut fits, mut shift, mut drift, mut floor) = (vec![], 0_isize, 0_isize, 0_usize);
        for hunk in &self.hunks {
            let before = hunk.before();
            let expected = hunk.from.saturating_sub(usize::from(!before.is_empty())) as isize;
            let guess = expected + shift + drift;
            match place(&lines, hunk, guess, floor, fuzz.min(MAX_FUZZ)) {
                None => fits.push(Fit::Fails),
                Some((at, used, cut)) => {
                    let after = hunk.after();
                    let after = &after[cut.0..after.len() - cut.1];
                    lines.splice(at..at + used, after.iter().copied());
                    drift += at as isize - cut.0 as isize - guess;
                    shift += after.len() as isize - used as isize;
                    // Surroundings behind a change are free for the next hunk.
                    floor = at + after.len() - (hunk.around().1 - cut.1).min(after.len());
                    let line = at - cut.0.min(at) + 1;
                    let fuzz = cut.0.max(cut.1);
                    fits.push(Fit::Fits {
                        line,
                        offset: drift,
                        fuzz,
                    });
                }
            }
        }
        (lines.concat(), fits)
    }
}

/// Where a hunk fits: the line, how many lines it takes there, and how much was cut off at both ends.
fn place(
    lines: &[&[u8]],
    hunk: &Hunk,
    guess: isize,
    floor: usize,
    fuzz: usize,
) -> Option<(usize, usize, (usize, usize))> {
    let before = hunk.before();
    let (lead, tail) = hunk.around();
    let around = lead.max(tail);
    for fuzz in 0..=fuzz.min(around) {
        let cut = (
            fuzz.saturating_sub(around - lead).min(lead),
            fuzz.saturating_sub(around - tail)
                .min(tail.min(before.len())),
        );
        if cut.0 + cut.1 > before.len() {
            return None;
        }
        let wanted = &before[cut.0..before.len() - cut.1];
        let fits = |at: usize| {
            at >= floor
                && lines
                    .get(at..at + wanted.len())
                    .is_some_and(|here| here == wanted)
        };
        // Less before the change than behind it: the hunk stands at the front, if it says so. Less behind it: at the end.
        let at = if fuzz < around - lead && hunk.from <= 1 {
            Some(0).filter(|at| fits(*at))
        } else if fuzz < around - tail {
            lines.len().checked_sub(wanted.len()).filter(|at| fits(*at))
        } else {
            nearest(guess + cut.0 as isize, lines.len(), fits)
        };
        if let Some(at) = at {
            return Some((at, wanted.len(), cut));
        }
    }
    None
}

/// The place nearest to a guess, those behind it first.
pub(in crate::swe) fn nearest(
    guess: isize,
    lines: usize,
    fits: impl Fn(usize) -> bool,
) -> Option<usize> {
    let steps = 0..=lines as isize + 1;
    let places = steps.flat_map(|step| [guess + step, guess - step]);
    places
        .filter_map(|at| usize::try_from(at).ok())
        .find(|at| fits(*at))
}
