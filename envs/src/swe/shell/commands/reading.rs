//! `cat`, `head`, `tail`, `wc`, `nl`, `tac`, `rev`, `tee`: texts as they are.

use super::super::{
    call::{Call, chomp, lines, quoted},
    machine::Halt,
    options::Options,
    streams::Bytes,
};

type Run = Result<u8, Halt>;

/// Each operand's content in turn; a complaint and status 1 for what cannot be read.
pub(in super::super) fn each(
    call: &mut Call<'_, '_>,
    operands: &[String],
    mut each: impl FnMut(&mut Call<'_, '_>, &str, Bytes) -> Result<(), Halt>,
) -> Run {
    let mut status = 0;
    for operand in Call::or_stdin(operands) {
        match call.read(&operand)? {
            Ok(bytes) => each(call, &operand, bytes)?,
            Err(error) => {
                call.complain(format!("{operand}: {error}"));
                status = 1;
            }
        }
    }
    Ok(status)
}

pub(in super::super) fn cat(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let has = |key: &str| options.has(key);
    let (mut number, mut blank) = (0_usize, false);
    let mut status = 0;
    let plain = options.given.is_empty();
    let mut fresh = true;
    for operand in Call::or_stdin(&options.operands) {
        let bytes = match call.read(&operand)? {
            Ok(bytes) => bytes,
            Err(error) => {
                call.flush_out()?;
                call.complain(format!("{operand}: {error}"));
                call.flush()?;
                status = 1;
                continue;
            }
        };
        if plain {
            call.print(&*bytes)?;
            continue;
        }
        for line in lines(&bytes) {
            let empty = line == b"\n";
            if has("s") && empty && blank {
                continue;
            }
            blank = empty;
            if fresh && ((has("n") && !has("b")) || (has("b") && !empty)) {
                number += 1;
                call.print(format!("{number:6}\t"))?;
            }
            let body = chomp(line);
            let shown = visible(
                body,
                has("T") || has("A"),
                has("v") || has("A") || has("e") || has("t"),
            );
            call.print(shown)?;
            fresh = line.ends_with(b"\n");
            if fresh {
                call.print(if has("E") || has("A") || has("e") {
                    "$\n"
                } else {
                    "\n"
                })?;
            }
        }
    }
    Ok(status)
}

/// A line with tabs as `^I` and other signs that cannot be seen as `^X` and `M-X`.
fn visible(line: &[u8], tabs: bool, all: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    for &byte in line {
        if byte == b'\t' {
            out.extend_from_slice(if tabs { b"^I" } else { b"\t" });
        } else if !all {
            out.push(byte);
        } else {
            let low = byte & 0x7f;
            if byte >= 0x80 {
                out.extend_from_slice(b"M-");
            }
            match low {
                0x7f => out.extend_from_slice(b"^?"),
                0..0x20 => out.extend_from_slice(&[b'^', low + 64]),
                _ => out.push(low),
            }
        }
    }
    out
}

/// A number with an ending such as `k`.
pub(in super::super) fn size(text: &str) -> Option<u64> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let number: u64 = text[..end].parse().ok()?;
    let unit: u64 = match &text[end..] {
        "" => 1,
        "b" => 512,
        "kB" => 1000,
        "K" | "k" | "KiB" => 1 << 10,
        "MB" => 1_000_000,
        "M" | "MiB" => 1 << 20,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// Where the first or last so many lines or bytes end or begin.
struct Part {
    count: u64,
    bytes: bool,
    /// `-n -5` of `head` and `-n +5` of `tail`: counted from the other side.
    other: bool,
}

fn part(call: &mut Call<'_, '_>, options: &Options, sign: char) -> Option<Part> {
    let Some((key, text)) = options.last_of(&["n", "c"]) else {
        return Some(Part {
            count: 10,
            bytes: false,
            other: false,
        });
    };
    let stripped = text.strip_prefix(sign);
    let digits = stripped.unwrap_or(text);
    let digits = if sign == '+' {
        digits.strip_prefix('-').unwrap_or(digits)
    } else {
        digits
    };
    let Some(count) = size(digits) else {
        let what = if key == "c" { "bytes" } else { "lines" };
        call.complain(format!("invalid number of {what}: {}", quoted(text)));
        return None;
    };
    Some(Part {
        count,
        bytes: key == "c",
        other: stripped.is_some(),
    })
}

/// Where the line after the first `count` lines begins.
fn after_lines(text: &[u8], count: u64) -> usize {
    let mut ends = text
        .iter()
        .enumerate()
        .filter(|(_, b)| **b == b'\n')
        .map(|(i, _)| i + 1);
    match usize::try_from(count) {
        Ok(0) => 0,
        Ok(count) => ends.nth(count - 1).unwrap_or(text.len()),
        Err(_) => text.len(),
    }
}

/// Where the last `count` lines begin.
fn before_lines(text: &[u8], count: u64) -> usize {
    if count == 0 {
        return text.len();
    }
    let body = chomp(text);
    let mut starts = body
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, b)| **b == b'\n')
        .map(|(i, _)| i + 1);
    usize::try_from(count - 1)
        .ok()
        .and_then(|n| starts.nth(n))
        .unwrap_or(0)
}

/// Show a part of each operand, with its name where there are several.
fn parts(call: &mut Call<'_, '_>, options: &Options, cut: impl Fn(&[u8]) -> (usize, usize)) -> Run {
    let names = (options.operands.len() > 1 || options.has("v")) && !options.has("q");
    let mut first = true;
    let mut status = 0;
    for operand in Call::or_stdin(&options.operands) {
        let bytes = match call.read(&operand)? {
            Ok(bytes) => bytes,
            Err(crate::swe::files::FileError::IsFolder) => {
                if names {
                    call.print(format!(
                        "{}==> {operand} <==\n",
                        if first { "" } else { "\n" }
                    ))?;
                    first = false;
                }
                call.complain(format!(
                    "error reading {}: Is a directory",
                    quoted(&operand)
                ));
                status = 1;
                continue;
            }
            Err(error) => {
                call.complain(format!(
                    "cannot open {} for reading: {error}",
                    quoted(&operand)
                ));
                status = 1;
                continue;
            }
        };
        if names {
            let name = if operand == "-" {
                "standard input"
            } else {
                &operand
            };
            call.print(format!("{}==> {name} <==\n", if first { "" } else { "\n" }))?;
        }
        first = false;
        let (from, to) = cut(&bytes);
        call.print(&bytes[from..to.max(from)])?;
    }
    Ok(status)
}

pub(in super::super) fn head(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let Some(part) = part(call, options, '-') else {
        return Ok(1);
    };
    parts(call, options, |text| {
        let count = usize::try_from(part.count).unwrap_or(usize::MAX);
        let to = match (part.bytes, part.other) {
            (true, false) => count.min(text.len()),
            (true, true) => text.len().saturating_sub(count),
            (false, false) => after_lines(text, part.count),
            (false, true) => before_lines(text, part.count),
        };
        (0, to)
    })
}

pub(in super::super) fn tail(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let Some(part) = part(call, options, '+') else {
        return Ok(1);
    };
    parts(call, options, |text| {
        let count = usize::try_from(part.count).unwrap_or(usize::MAX);
        let from = match (part.bytes, part.other) {
            (true, false) => text.len().saturating_sub(count),
            (true, true) => count.saturating_sub(1).min(text.len()),
            (false, false) => before_lines(text, part.count),
            (false, true) => after_lines(text, part.count.saturating_sub(1)),
        };
        (from, text.len())
    })
}

/// Lines, words, characters, bytes, longest line.
fn counts(text: &[u8]) -> [usize; 5] {
    let lines = text.iter().filter(|b| **b == b'\n').count();
    let decoded = String::from_utf8_lossy(text);
    let words = decoded.split_whitespace().count();
    let chars = decoded.chars().filter(|c| *c != '\u{fffd}').count();
    let longest = text.split(|b| *b == b'\n').map(|line| {
        let mut columns = 0;
        for c in String::from_utf8_lossy(line).chars() {
            columns = if c == '\t' {
                (columns / 8 + 1) * 8
            } else {
                columns + usize::from(!c.is_control())
            };
        }
        columns
    });
    [lines, words, chars, text.len(), longest.max().unwrap_or(0)]
}

pub(in super::super) fn wc(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut wanted: Vec<usize> = vec![];
    for (i, key) in ["l", "w", "m", "c", "L"].iter().enumerate() {
        if options.has(key) {
            wanted.push(i);
        }
    }
    if wanted.is_empty() {
        wanted = vec![0, 1, 3];
    }
    let mut rows: Vec<([usize; 5], Option<String>)> = vec![];
    let mut status = 0;
    let mut total = [0; 5];
    let mut width = 1;
    let mut size_sum = 0;
    for operand in Call::or_stdin(&options.operands) {
        let whole_file = matches!(call.streams.input.borrow().bytes, Bytes::File(_));
        match call.read(&operand)? {
            Ok(bytes) => {
                call.work(bytes.len())?;
                let row = counts(&bytes);
                size_sum += bytes.len();
                for (sum, n) in total.iter_mut().zip(row) {
                    *sum += n;
                }
                let from_pipe = operand == "-" && !whole_file;
                if from_pipe && (wanted.len() > 1 || options.operands.len() > 1) {
                    width = 7;
                }
                let name = (!options.operands.is_empty()).then_some(operand);
                rows.push((row, name));
            }
            Err(error) => {
                call.complain(format!("{operand}: {error}"));
                status = 1;
                if error == crate::swe::files::FileError::IsFolder {
                    width = 7;
                    rows.push(([0; 5], Some(operand)));
                }
            }
        }
    }
    if options.operands.len() > 1 {
        total[4] = rows.iter().map(|(row, _)| row[4]).max().unwrap_or(0);
        rows.push((total, Some("total".into())));
    }
    if wanted.len() > 1 || options.operands.len() > 1 {
        width = width.max(size_sum.to_string().len());
    }
    for (row, name) in rows {
        let numbers: Vec<String> = wanted
            .iter()
            .map(|i| format!("{:>width$}", row[*i]))
            .collect();
        let name = name.map(|n| format!(" {n}")).unwrap_or_default();
        call.line(format!("{}{name}", numbers.join(" ")))?;
    }
    Ok(status)
}

pub(in super::super) fn nl(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let all = options.value("b").is_some_and(|v| v == "a");
    let separator = options.value("s").unwrap_or("\t").to_owned();
    let width = options
        .value("w")
        .and_then(|w| w.parse().ok())
        .unwrap_or(6_usize)
        .min(200);
    let mut number: usize = options.value("v").and_then(|v| v.parse().ok()).unwrap_or(1);
    each(call, &options.operands, |call, _, bytes| {
        for line in lines(&bytes) {
            let body = chomp(line);
            if body.is_empty() && !all {
                call.print(" ".repeat(width + separator.len()))?;
            } else {
                call.print(format!("{number:>width$}{separator}"))?;
                number = number.saturating_add(1);
            }
            call.line(body)?;
        }
        Ok(())
    })
}

pub(in super::super) fn tac(call: &mut Call<'_, '_>, options: &Options) -> Run {
    each(call, &options.operands, |call, _, bytes| {
        let all: Vec<&[u8]> = lines(&bytes).collect();
        for line in all.into_iter().rev() {
            call.print(line)?;
        }
        Ok(())
    })
}

pub(in super::super) fn rev(call: &mut Call<'_, '_>, options: &Options) -> Run {
    each(call, &options.operands, |call, _, bytes| {
        for line in lines(&bytes) {
            let text: String = String::from_utf8_lossy(chomp(line)).chars().rev().collect();
            call.print(text)?;
            if line.ends_with(b"\n") {
                call.print("\n")?;
            }
        }
        Ok(())
    })
}

pub(in super::super) fn tee(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let bytes = call.stdin()?;
    let mut status = 0;
    for operand in &options.operands {
        if operand == "/dev/null" {
            continue;
        }
        let path = call.path(operand);
        let mut content = bytes.clone();
        if options.has("a")
            && let Ok(old) = call.tree().read(&path)
        {
            content = [old.bytes(), &bytes].concat();
        }
        call.work(content.len())?;
        if let Err(error) = call.tree_mut().write(&path, content) {
            call.complain(format!("{operand}: {error}"));
            status = 1;
        }
    }
    call.print(bytes)?;
    Ok(status)
}
