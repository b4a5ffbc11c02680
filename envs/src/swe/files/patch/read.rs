//! Reading unified diffs, with what GNU patch and git each forgive.

use super::{FilePatch, Hunk};

/// Whose patience a text is read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// GNU patch: up to three empty lines may lack at the end of the text.
    Gnu,
    /// `git apply`: the counts of a hunk hold.
    Git,
    /// `git apply --recount`: the counts of a hunk are passed over.
    Recounted,
}

/// Where a text is no diff any more; lines from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// This line, or the first one that is not there, does not fit its hunk.
    Line(usize),
    /// A hunk that begins on this line belongs to no file.
    Orphan(usize),
    /// The text ends too early.
    Ends,
}

/// The most empty lines that may lack at the end, as with GNU patch.
const MAX_LACKING: i64 = 3;

/// Read every file's changes in a text as GNU patch does; what is no diff is passed over. The error says on which line a hunk
/// is broken.
///
/// # Errors
/// A hunk that ends too early or holds other lines than it says.
pub fn parse(text: &[u8]) -> Result<Vec<FilePatch>, usize> {
    match read(text, Style::Gnu) {
        (files, None) => Ok(files),
        (_, Some(Broken::Line(line) | Broken::Orphan(line))) => Err(line),
        (_, Some(Broken::Ends)) => Err(text.split_inclusive(|b| *b == b'\n').count()),
    }
}

/// The changes of files in a text as far as it can be read, and where it cannot: that file is the last one.
#[must_use]
pub fn read(text: &[u8], style: Style) -> (Vec<FilePatch>, Option<Broken>) {
    let lines: Vec<&[u8]> = text.split_inclusive(|b| *b == b'\n').collect();
    let mut files: Vec<FilePatch> = vec![];
    let mut broken = None;
    // Whether lines of git's head may be followed by names, and whether a hunk here belongs to the last file.
    let (mut open, mut fed) = (false, false);
    let mut at = 0;
    while at < lines.len() {
        let line = trimmed(lines[at]);
        let next = lines.get(at + 1).map(|l| trimmed(l)).unwrap_or_default();
        at += 1;
        if let Some(rest) = line.strip_prefix("diff --git ") {
            let (old, new) = git_names(rest);
            files.push(FilePatch {
                old,
                new,
                ..FilePatch::default()
            });
            (open, fed) = (true, false);
        } else if let (Some(old), Some(new)) =
            (line.strip_prefix("--- "), next.strip_prefix("+++ "))
        {
            if !open {
                files.push(FilePatch::default());
            }
            if let Some(file) = files.last_mut() {
                (file.old, file.new) = (name(old), name(new));
            }
            (open, fed) = (false, true);
            at += 1;
        } else if line.starts_with("@@ -") && fed {
            match hunk(&lines, at - 1, style) {
                Ok((hunk, end)) => {
                    if let Some(file) = files.last_mut() {
                        file.hunks.push(hunk);
                    }
                    at = end;
                }
                Err(why) => {
                    broken = Some(why);
                    break;
                }
            }
        } else if line.starts_with("@@ -") && style != Style::Gnu && ranges(&line).is_some() {
            broken = Some(Broken::Orphan(at));
            break;
        } else if let Some(file) = files.last_mut().filter(|_| open) {
            head(file, &line);
        } else {
            fed = false;
        }
    }
    let whole = files.len().saturating_sub(usize::from(broken.is_some()));
    let mut index = 0;
    files.retain(|f| {
        index += 1;
        index > whole || !f.hunks.is_empty() || f.mode.is_some() || f.deleted
    });
    (files, broken)
}

/// A line of what git says of a file before its changes.
fn head(file: &mut FilePatch, line: &str) {
    let mode = line.strip_prefix("new file mode ");
    if let Some(mode) = mode.or_else(|| line.strip_prefix("new mode ")) {
        file.mode = Some(mode.to_owned());
        if line.starts_with("new file") {
            file.old = "/dev/null".into();
        }
    } else if line.starts_with("deleted file mode ") {
        file.deleted = true;
    }
}

fn trimmed(line: &[u8]) -> String {
    String::from_utf8_lossy(line.trim_ascii_end()).into_owned()
}

/// A name up to its time, which stands behind a tab.
fn name(text: &str) -> String {
    let name = text.split('\t').next().unwrap_or_default();
    name.trim_end().to_owned()
}

/// `a/NAME b/NAME`.
fn git_names(text: &str) -> (String, String) {
    let middle = text.find(" b/").unwrap_or(text.len());
    let new = text.get(middle + 1..).unwrap_or_default();
    (text[..middle].to_owned(), new.to_owned())
}

/// First line and number of lines of the old and the new text.
fn ranges(header: &str) -> Option<[(u32, u32); 2]> {
    let mut words = header.split(' ').skip(1);
    let mut range = |sign: char| {
        let word = words.next()?.strip_prefix(sign)?;
        let (from, count) = word.split_once(',').unwrap_or((word, "1"));
        Some((from.parse().ok()?, count.parse().ok()?))
    };
    Some([range('-')?, range('+')?])
}

/// How many lines a hunk has of both texts, whatever it says; `None` if it does not end as one.
fn counted(lines: &[&[u8]]) -> Option<(i64, i64)> {
    let (mut old, mut new) = (0, 0);
    for line in lines {
        match line[0] {
            b' ' | b'\n' => (old, new) = (old + 1, new + 1),
            b'-' => old += 1,
            b'+' => new += 1,
            b'\\' => {}
            _ if line.starts_with(b"@@ ") || line.starts_with(b"diff ") => break,
            _ => return None,
        }
    }
    Some((old, new))
}

/// The hunk that begins on a line, and the line after it.
fn hunk(lines: &[&[u8]], start: usize, style: Style) -> Result<(Hunk, usize), Broken> {
    let bad = |at: usize| Broken::Line(at + 1);
    let [from, to] = ranges(&trimmed(lines[start])).ok_or(bad(start))?;
    let (mut old, mut new) = (i64::from(from.1), i64::from(to.1));
    if let Some(counts) = counted(&lines[start + 1..]).filter(|_| style == Style::Recounted) {
        (old, new) = counts;
    }
    let mut hunk = Hunk {
        from: from.0 as usize,
        to: to.0 as usize,
        lines: vec![],
        at: start + 1,
    };
    let mut at = start + 1;
    while let Some(line) = lines.get(at) {
        if line[0] == b'\\' {
            if let Some((_, last)) = hunk.lines.last_mut()
                && last.ends_with(b"\n")
            {
                last.pop();
            }
            at += 1;
            continue;
        }
        if old == 0 && new == 0 {
            break;
        }
        let (sign, body) = match line[0] {
            sign @ (b' ' | b'-' | b'+') => (sign, &line[1..]),
            // Mail programs eat the space of an empty line.
            b'\n' => (b' ', *line),
            _ => return Err(bad(at)),
        };
        old -= i64::from(sign != b'+');
        new -= i64::from(sign != b'-');
        // Git sees what is too much only where nothing is right any more.
        if (old < 0 || new < 0) && style == Style::Gnu {
            return Err(bad(at));
        }
        hunk.lines.push((sign, body.to_vec()));
        at += 1;
    }
    if style == Style::Gnu && old == new && (1..=MAX_LACKING).contains(&new) {
        (0..new).for_each(|_| hunk.lines.push((b' ', b"\n".to_vec())));
        (old, new) = (0, 0);
    }
    let nothing = style != Style::Gnu && hunk.lines.iter().all(|(sign, _)| *sign == b' ');
    match (old, new, style) {
        (0, 0, _) if !nothing => Ok((hunk, at)),
        (_, _, Style::Gnu) => Err(Broken::Ends),
        _ => Err(bad(at)),
    }
}
