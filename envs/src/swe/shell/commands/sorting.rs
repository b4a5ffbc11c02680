//! `sort`, `uniq`, `comm`.

use super::super::{
    call::{Call, chomp, lines, quoted},
    machine::Halt,
    options::Options,
};
use super::reading::each;
use std::cmp::Ordering;

type Run = Result<u8, Halt>;

/// How keys are compared.
#[derive(Clone, Copy, Default)]
struct Order {
    numeric: bool,
    human: bool,
    version: bool,
    fold: bool,
    blanks: bool,
    dictionary: bool,
    reverse: bool,
}

impl Order {
    fn of(letters: &str) -> Self {
        let has = |c| letters.contains(c);
        Self {
            numeric: has('n') || has('g'),
            human: has('h'),
            version: has('V'),
            fold: has('f'),
            blanks: has('b'),
            dictionary: has('d'),
            reverse: has('r'),
        }
    }
}

/// One key: where it begins and ends, and how it is compared.
struct Key {
    from: (usize, usize),
    to: Option<(usize, usize)>,
    order: Order,
}

/// `2,3nr`, `1.2`.
fn key(text: &str, usual: Order) -> Option<Key> {
    let mut letters = String::new();
    let mut position = |text: &str| -> Option<(usize, usize)> {
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        letters.push_str(&text[end..]);
        let (field, sign) = text[..end].split_once('.').unwrap_or((&text[..end], "0"));
        Some((field.parse().ok()?, sign.parse().ok()?))
    };
    let (from, to) = match text.split_once(',') {
        None => (position(text)?, None),
        Some((from, to)) => (position(from)?, Some(position(to)?)),
    };
    if from.0 == 0 || !letters.chars().all(|c| "bdfghinrV".contains(c)) {
        return None;
    }
    let order = if letters.is_empty() {
        usual
    } else {
        Order::of(&letters)
    };
    Some(Key { from, to, order })
}

/// Where each field of a line begins and ends. Without a separator a field takes the blanks before it.
fn bounds(line: &[u8], separator: Option<u8>) -> Vec<(usize, usize)> {
    let mut list = vec![];
    match separator {
        Some(separator) => {
            let mut from = 0;
            for part in line.split(|b| *b == separator) {
                list.push((from, from + part.len()));
                from += part.len() + 1;
            }
        }
        None => {
            let mut at = 0;
            while at < line.len() {
                let from = at;
                while at < line.len() && line[at].is_ascii_whitespace() {
                    at += 1;
                }
                while at < line.len() && !line[at].is_ascii_whitespace() {
                    at += 1;
                }
                list.push((from, at));
            }
        }
    }
    list
}

impl Key {
    fn take<'l>(&self, line: &'l [u8], separator: Option<u8>) -> &'l [u8] {
        let fields = bounds(line, separator);
        let start = match fields.get(self.from.0 - 1) {
            None => line.len(),
            Some((from, to)) => {
                let skip = if self.order.blanks {
                    blanks(&line[*from..*to])
                } else {
                    0
                };
                (from + skip)
                    .saturating_add(self.from.1.saturating_sub(1))
                    .min(line.len())
            }
        };
        let end = match self.to {
            None => line.len(),
            Some((field, sign)) => match fields.get(field.wrapping_sub(1)) {
                None => line.len(),
                Some((_, to)) if sign == 0 => *to,
                Some((from, to)) => {
                    let skip = if self.order.blanks {
                        blanks(&line[*from..*to])
                    } else {
                        0
                    };
                    (from + skip).saturating_add(sign).min(*to)
                }
            },
        };
        &line[start.min(end)..end]
    }
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// A decimal number at the front as sign, digits before and behind the point: compared without rounding.
fn numeric(text: &[u8]) -> (bool, &[u8], &[u8], &[u8]) {
    let text = &text[blanks(text)..];
    let (negative, text) = match text.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let whole = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (whole, rest) = text.split_at(whole);
    let zeros = whole.iter().take_while(|b| **b == b'0').count();
    let (fraction, rest) = match rest.strip_prefix(b".") {
        Some(after) => after.split_at(after.iter().take_while(|b| b.is_ascii_digit()).count()),
        None => (&rest[..0], rest),
    };
    let end = fraction
        .iter()
        .rposition(|b| *b != b'0')
        .map_or(0, |i| i + 1);
    (negative, &whole[zeros..], &fraction[..end], rest)
}

fn compare_numbers(a: &[u8], b: &[u8]) -> Ordering {
    let ((na, wa, fa, _), (nb, wb, fb, _)) = (numeric(a), numeric(b));
    let zero = |w: &[u8], f: &[u8]| w.is_empty() && f.is_empty();
    let (na, nb) = (na && !zero(wa, fa), nb && !zero(wb, fb));
    let size = wa.len().cmp(&wb.len()).then(wa.cmp(wb)).then(fa.cmp(fb));
    match (na, nb) {
        (false, false) => size,
        (true, true) => size.reverse(),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

fn compare_human(a: &[u8], b: &[u8]) -> Ordering {
    let rank = |text: &[u8]| match numeric(text).3.first() {
        Some(b'K' | b'k') => 1,
        Some(b'M') => 2,
        Some(b'G') => 3,
        Some(b'T') => 4,
        _ => 0,
    };
    let negative = numeric(a).0 || numeric(b).0;
    if negative {
        return compare_numbers(a, b);
    }
    rank(a).cmp(&rank(b)).then_with(|| compare_numbers(a, b))
}

/// Digits as numbers, the rest as text.
fn compare_versions(a: &[u8], b: &[u8]) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = |t: &[u8]| t.iter().take_while(|b| b.is_ascii_digit()).count();
        let letters = |t: &[u8]| t.iter().take_while(|b| !b.is_ascii_digit()).count();
        let (la, lb) = (letters(a), letters(b));
        let text = a[..la].cmp(&b[..lb]);
        if text != Ordering::Equal {
            return text;
        }
        (a, b) = (&a[la..], &b[lb..]);
        let (da, db) = (digits(a), digits(b));
        let numbers = compare_numbers(&a[..da], &b[..db]);
        if numbers != Ordering::Equal || (a.is_empty() && b.is_empty()) {
            return numbers;
        }
        (a, b) = (&a[da..], &b[db..]);
    }
}

fn compare(a: &[u8], b: &[u8], order: Order) -> Ordering {
    let result = if order.human {
        compare_human(a, b)
    } else if order.version {
        compare_versions(a, b)
    } else if order.numeric {
        compare_numbers(a, b)
    } else {
        let (a, b) = if order.blanks {
            (&a[blanks(a)..], &b[blanks(b)..])
        } else {
            (a, b)
        };
        if order.fold || order.dictionary {
            let fold = |t: &[u8]| -> Vec<u8> {
                let kept = t
                    .iter()
                    .filter(|b| !order.dictionary || b.is_ascii_alphanumeric() || **b == b' ');
                kept.map(|b| {
                    if order.fold {
                        b.to_ascii_uppercase()
                    } else {
                        *b
                    }
                })
                .collect()
            };
            fold(a).cmp(&fold(b))
        } else {
            a.cmp(b)
        }
    };
    if order.reverse {
        result.reverse()
    } else {
        result
    }
}

pub(in super::super) fn sort(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let letters: String = options
        .given
        .iter()
        .filter(|(k, _)| k.len() == 1)
        .map(|(k, _)| *k)
        .collect();
    let usual = Order::of(&letters);
    let mut keys = vec![];
    for text in options.values("k") {
        match key(text, usual) {
            Some(key) => keys.push(key),
            None => {
                call.complain(format!("invalid field specification {}", quoted(text)));
                return Ok(2);
            }
        }
    }
    let separator = match options.value("t") {
        None => None,
        Some("\\0") => Some(0),
        Some("\\t") => Some(b'\t'),
        Some(text) if text.len() == 1 => Some(text.as_bytes()[0]),
        Some(text) => {
            call.complain(format!("multi-character tab {}", quoted(text)));
            return Ok(2);
        }
    };
    let mut all: Vec<Vec<u8>> = vec![];
    for operand in Call::or_stdin(&options.operands) {
        match call.read(&operand)? {
            Ok(bytes) => all.extend(lines(&bytes).map(|l| chomp(l).to_vec())),
            Err(error) => {
                let verb = if error == crate::swe::files::FileError::IsFolder {
                    "read failed"
                } else {
                    "cannot read"
                };
                call.complain(format!("{verb}: {operand}: {error}"));
                return Ok(2);
            }
        }
    }
    let by_keys = |a: &Vec<u8>, b: &Vec<u8>| {
        if keys.is_empty() {
            return compare(a, b, usual);
        }
        let each = keys
            .iter()
            .map(|k| compare(k.take(a, separator), k.take(b, separator), k.order));
        each.fold(Ordering::Equal, Ordering::then)
    };
    let cost = all.len().max(2).ilog2() as usize * all.iter().map(|l| l.len() + 16).sum::<usize>();
    call.work(cost * (1 + keys.len()))?;
    let unique = options.has("u");
    let last = |a: &Vec<u8>, b: &Vec<u8>| {
        if unique || options.has("s") {
            return Ordering::Equal;
        }
        let order = a.cmp(b);
        if usual.reverse {
            order.reverse()
        } else {
            order
        }
    };
    if options.has("c") || options.has("C") {
        let wrong = all
            .windows(2)
            .position(|w| by_keys(&w[0], &w[1]).then(last(&w[0], &w[1])).is_gt());
        if let Some(i) = wrong {
            let name = options
                .operands
                .first()
                .cloned()
                .unwrap_or_else(|| "-".into());
            if options.has("c") {
                let text = String::from_utf8_lossy(&all[i + 1]).into_owned();
                call.complain(format!("{name}:{}: disorder: {text}", i + 2));
            }
            return Ok(1);
        }
        return Ok(0);
    }
    all.sort_by(|a, b| by_keys(a, b).then_with(|| last(a, b)));
    if unique {
        all.dedup_by(|a, b| by_keys(b, a).is_eq());
    }
    match options.value("o").map(str::to_owned) {
        Some(name) => {
            let mut text = all.join(&b'\n');
            if !all.is_empty() {
                text.push(b'\n');
            }
            call.work(text.len())?;
            let path = call.path(&name);
            if let Err(error) = call.tree_mut().write(&path, text) {
                call.complain(format!("open failed: {name}: {error}"));
                return Ok(2);
            }
        }
        None => {
            for line in all {
                call.line(line)?;
            }
        }
    }
    Ok(0)
}

/// The part of a line that `uniq` compares.
fn compared(line: &[u8], options: &Options) -> Vec<u8> {
    let number = |key| options.value(key).and_then(|v| v.parse::<usize>().ok());
    let mut rest = line;
    for _ in 0..number("f").unwrap_or(0).min(line.len()) {
        rest = &rest[blanks(rest)..];
        let word = rest.iter().take_while(|b| !b.is_ascii_whitespace()).count();
        rest = &rest[word..];
    }
    rest = &rest[number("s").unwrap_or(0).min(rest.len())..];
    rest = &rest[..number("w").unwrap_or(rest.len()).min(rest.len())];
    if options.has("i") {
        rest.to_ascii_lowercase()
    } else {
        rest.to_vec()
    }
}

pub(in super::super) fn uniq(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let operand = options.operands.first().map_or("-", |o| o);
    let bytes = match call.read(operand)? {
        Ok(bytes) => bytes,
        Err(error) => {
            call.complain(format!("{operand}: {error}"));
            return Ok(1);
        }
    };
    let mut groups: Vec<(&[u8], Vec<u8>, Vec<&[u8]>)> = vec![];
    for line in lines(&bytes) {
        let body = chomp(line);
        let key = compared(body, options);
        match groups.last_mut() {
            Some((_, last, more)) if *last == key => more.push(body),
            _ => groups.push((body, key, vec![body])),
        }
    }
    call.work(bytes.len())?;
    let mut out: Vec<u8> = vec![];
    for (line, _, all) in groups {
        let count = all.len();
        if options.has("D") {
            if count > 1 {
                all.iter()
                    .for_each(|l| out.extend([l, b"\n".as_slice()].concat()));
            }
            continue;
        }
        if (options.has("d") && count < 2) || (options.has("u") && count > 1) {
            continue;
        }
        if options.has("c") {
            out.extend_from_slice(format!("{count:7} ").as_bytes());
        }
        out.extend_from_slice(line);
        out.push(b'\n');
    }
    match options.operands.get(1) {
        None => call.print(out)?,
        Some(name) => {
            let path = call.path(name);
            if let Err(error) = call.tree_mut().write(&path, out) {
                call.complain(format!("{name}: {error}"));
                return Ok(1);
            }
        }
    }
    Ok(0)
}

pub(in super::super) fn comm(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let [first, second] = options.operands.as_slice() else {
        call.complain("two operands are expected: the files to compare");
        return Ok(1);
    };
    let mut texts = vec![];
    for operand in [first, second] {
        match call.read(operand)? {
            Ok(bytes) => texts.push(bytes),
            Err(error) => {
                call.complain(format!("{operand}: {error}"));
                return Ok(1);
            }
        }
    }
    let mut a = lines(&texts[0]).map(chomp).peekable();
    let mut b = lines(&texts[1]).map(chomp).peekable();
    let hidden = |key| options.has(key);
    loop {
        let order = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) => x.cmp(y),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return Ok(0),
        };
        let (line, key, indent) = match order {
            Ordering::Less => (a.next(), "1", 0),
            Ordering::Greater => (b.next(), "2", usize::from(!hidden("1"))),
            Ordering::Equal => {
                a.next();
                (
                    b.next(),
                    "3",
                    usize::from(!hidden("1")) + usize::from(!hidden("2")),
                )
            }
        };
        if !hidden(key) {
            call.print("\t".repeat(indent))?;
            call.line(line.unwrap_or_default())?;
        }
    }
}

/// `paste`: lines side by side.
pub(in super::super) fn paste(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let delimiters: Vec<char> = {
        let (bytes, _) =
            super::super::escapes::unescape(options.value("d").unwrap_or("\t").as_bytes());
        String::from_utf8_lossy(&bytes).chars().collect()
    };
    let sign = |i: usize| {
        delimiters
            .get(i % delimiters.len().max(1))
            .map(char::to_string)
            .unwrap_or_default()
    };
    if options.has("s") {
        return each(call, &options.operands, |call, _, bytes| {
            for (i, line) in lines(&bytes).enumerate() {
                if i > 0 {
                    call.print(sign(i - 1))?;
                }
                call.print(chomp(line))?;
            }
            call.print("\n")
        });
    }
    let mut columns = vec![];
    let mut rest: Option<Vec<Vec<u8>>> = None;
    let operands = Call::or_stdin(&options.operands);
    let dashes = operands.iter().filter(|o| *o == "-").count();
    let mut turn = 0;
    for operand in &operands {
        if operand == "-" && dashes > 1 {
            if rest.is_none() {
                let text = call.stdin()?;
                rest = Some(lines(&text).map(|l| chomp(l).to_vec()).collect());
            }
            let all = rest.clone().unwrap_or_default();
            columns.push(
                all.into_iter()
                    .skip(turn)
                    .step_by(dashes)
                    .collect::<Vec<_>>(),
            );
            turn += 1;
            continue;
        }
        match call.read(operand)? {
            Ok(bytes) => columns.push(lines(&bytes).map(|l| chomp(l).to_vec()).collect()),
            Err(error) => {
                call.complain(format!("{operand}: {error}"));
                return Ok(1);
            }
        }
    }
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    for row in 0..height {
        for (i, column) in columns.iter().enumerate() {
            if i > 0 {
                call.print(sign(i - 1))?;
            }
            call.print(column.get(row).map(Vec::as_slice).unwrap_or_default())?;
        }
        call.print("\n")?;
    }
    Ok(0)
}
