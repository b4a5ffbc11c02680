//! `cut` and `tr`.

use super::super::{
    call::{Call, chomp, lines, quoted},
    escapes::unescape,
    machine::Halt,
    options::Options,
};
use super::reading::each;

type Run = Result<u8, Halt>;

/// Ranges such as `1,3-5,7-`, as pairs from 1.
fn ranges(text: &str) -> Result<Vec<(usize, usize)>, String> {
    let mut list = vec![];
    for part in text.split(',') {
        let bad = || format!("invalid field value {}", quoted(part));
        let number = |t: &str, usual: usize| {
            if t.is_empty() {
                Ok(usual)
            } else {
                t.parse().map_err(|_| bad())
            }
        };
        let (from, to) = match part.split_once('-') {
            None => {
                let n = number(part, 0)?;
                (n, n)
            }
            Some(("", "")) => return Err("invalid range with no endpoint: -".into()),
            Some((from, to)) => (number(from, 1)?, number(to, usize::MAX)?),
        };
        if from == 0 {
            return Err("fields are numbered from 1".into());
        }
        if to < from {
            return Err("invalid decreasing range".into());
        }
        list.push((from, to));
    }
    Ok(list)
}

pub(in super::super) fn cut(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let Some((kind, list)) = options.last_of(&["f", "c", "b"]) else {
        call.complain("you must specify a list of bytes, characters, or fields");
        return Ok(1);
    };
    let list = match ranges(list) {
        Ok(list) => list,
        Err(problem) => {
            call.complain(problem);
            return Ok(1);
        }
    };
    let delimiter = options.value("d").unwrap_or("\t").as_bytes().to_vec();
    if delimiter.len() != 1 {
        call.complain("the delimiter must be a single character");
        return Ok(1);
    }
    let wanted = |n: usize| {
        list.iter().any(|(from, to)| (*from..=*to).contains(&n)) != options.has("complement")
    };
    let joined = options
        .value("output-delimiter")
        .map_or(delimiter.clone(), |d| d.as_bytes().to_vec());
    each(call, &options.operands, |call, _, bytes| {
        for line in lines(&bytes) {
            let body = chomp(line);
            call.work(body.len() * list.len())?;
            // Bytes, as in the real tool `-c` counts bytes too.
            if kind != "f" {
                let kept = body
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| wanted(i + 1))
                    .map(|(_, b)| *b);
                let kept: Vec<u8> = kept.collect();
                call.line(kept)?;
                continue;
            }
            if !body.contains(&delimiter[0]) {
                if !options.has("s") {
                    call.line(body)?;
                }
                continue;
            }
            let parts = body.split(|b| *b == delimiter[0]).enumerate();
            let kept: Vec<&[u8]> = parts
                .filter(|(i, _)| wanted(i + 1))
                .map(|(_, p)| p)
                .collect();
            call.line(kept.join(joined.as_slice()))?;
        }
        Ok(())
    })
}

/// The characters of a set such as `a-z`, `[:upper:]`, `\n`.
fn set(text: &str) -> Result<Vec<char>, String> {
    let text = text.replace("\\-", "\u{1}");
    let (bytes, _) = unescape(text.as_bytes());
    let signs: Vec<char> = String::from_utf8_lossy(&bytes).chars().collect();
    let mut out = vec![];
    let mut at = 0;
    while at < signs.len() {
        if signs[at] == '['
            && signs.get(at + 1) == Some(&':')
            && let Some(end) = signs[at..].windows(2).position(|w| w == [':', ']'])
            && end >= 2
        {
            let name: String = signs[at + 2..at + end].iter().collect();
            let ascii = (0_u8..128).map(char::from);
            let class: Vec<char> = match name.as_str() {
                "upper" => ('A'..='Z').collect(),
                "lower" => ('a'..='z').collect(),
                "alpha" => ascii.filter(char::is_ascii_alphabetic).collect(),
                "digit" => ('0'..='9').collect(),
                "alnum" => ascii.filter(char::is_ascii_alphanumeric).collect(),
                "space" => "\t\n\u{b}\u{c}\r ".chars().collect(),
                "blank" => "\t ".chars().collect(),
                "punct" => ascii.filter(char::is_ascii_punctuation).collect(),
                "cntrl" => ascii.filter(char::is_ascii_control).collect(),
                "print" => (' '..='~').collect(),
                "graph" => ('!'..='~').collect(),
                "xdigit" => ascii.filter(char::is_ascii_hexdigit).collect(),
                _ => return Err(format!("invalid character class {}", quoted(&name))),
            };
            out.extend(class);
            at += end + 2;
            continue;
        }
        if signs.get(at + 1) == Some(&'-') && at + 2 < signs.len() {
            let (low, high) = (signs[at], signs[at + 2]);
            if high < low {
                return Err(format!(
                    "range-endpoints of '{low}-{high}' are in reverse collating sequence order"
                ));
            }
            out.extend((low..=high).take(1 << 12));
            at += 3;
            continue;
        }
        out.push(signs[at]);
        at += 1;
    }
    Ok(out
        .into_iter()
        .map(|c| if c == '\u{1}' { '-' } else { c })
        .collect())
}

pub(in super::super) fn tr(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let (delete, squeeze) = (options.has("d"), options.has("s"));
    let complement = options.has("c") || options.has("C");
    let mut sets = vec![];
    for operand in &options.operands {
        match set(operand) {
            Ok(set) => sets.push(set),
            Err(problem) => {
                call.complain(problem);
                return Ok(1);
            }
        }
    }
    let needed = if delete == squeeze && !delete { 2 } else { 1 };
    if sets.len() < needed {
        match options.operands.first() {
            None => call.complain("missing operand"),
            Some(one) => call.complain(format!("missing operand after {}", quoted(one))),
        }
        return Ok(1);
    }
    let mut from = sets.remove(0);
    let to = sets.into_iter().next().unwrap_or_default();
    if options.has("t") {
        from.truncate(to.len());
    }
    let input = call.stdin()?;
    let text = String::from_utf8_lossy(&input).into_owned();
    call.work(text.len() * 8)?;
    let inside = |c: char| from.contains(&c) != complement;
    let squeezed = |c: char| {
        if to.is_empty() {
            inside(c)
        } else {
            to.contains(&c)
        }
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if inside(c) {
            if delete {
                continue;
            }
            let at = if complement {
                usize::MAX
            } else {
                from.iter().rposition(|f| *f == c).unwrap_or(0)
            };
            if to.is_empty() {
                c
            } else {
                *to.get(at).or(to.last()).unwrap_or(&c)
            }
        } else {
            c
        };
        if squeeze && out.ends_with(c) && squeezed(c) {
            continue;
        }
        out.push(c);
    }
    call.print(out)?;
    Ok(0)
}

/// `fold`: lines broken at a width.
pub(in super::super) fn fold(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let width = options
        .value("w")
        .and_then(|w| w.parse().ok())
        .unwrap_or(80_usize)
        .max(1);
    let at_spaces = options.has("s");
    each(call, &options.operands, |call, _, bytes| {
        for line in lines(&bytes) {
            let mut rest: Vec<char> = String::from_utf8_lossy(chomp(line)).chars().collect();
            while rest.len() > width {
                let space = rest[..width]
                    .iter()
                    .rposition(|c| *c == ' ')
                    .filter(|_| at_spaces);
                let tail = rest.split_off(space.map_or(width, |s| s + 1));
                call.line(rest.iter().collect::<String>())?;
                rest = tail;
            }
            call.print(rest.iter().collect::<String>())?;
            call.print(if line.ends_with(b"\n") { "\n" } else { "" })?;
        }
        Ok(())
    })
}
