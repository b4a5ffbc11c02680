//! `echo`, `printf`, `seq`, `basename`, `dirname`: what prints its own words.

use super::super::{
    arith,
    call::{Call, quoted},
    escapes::{unescape, unescape_echo},
    machine::Halt,
    options::Options,
};

type Run = Result<u8, Halt>;

pub(in super::super) fn echo(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut words = options.operands.as_slice();
    let (mut newline, mut escapes) = (true, false);
    while let Some(word) = words.first() {
        let letters = word.strip_prefix('-').unwrap_or_default();
        if letters.is_empty() || !letters.bytes().all(|b| b"neE".contains(&b)) {
            break;
        }
        for letter in letters.bytes() {
            match letter {
                b'n' => newline = false,
                b'e' => escapes = true,
                _ => escapes = false,
            }
        }
        words = &words[1..];
    }
    let mut text = words.join(" ").into_bytes();
    if escapes {
        let (bytes, ended) = unescape_echo(&text);
        text = bytes;
        newline &= !ended;
    }
    if newline {
        text.push(b'\n');
    }
    call.print(text)?;
    Ok(0)
}

/// One piece of a format: text, or a conversion.
enum Piece {
    Text(Vec<u8>),
    Conversion {
        flags: String,
        width: Option<String>,
        precision: Option<String>,
        kind: char,
    },
}

/// The most columns a width or precision may ask for.
const MAX_WIDTH: usize = 60_000;

pub(in super::super) fn printf(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut words = options.operands.as_slice();
    let mut name = None;
    if let [flag, variable, rest @ ..] = words
        && flag == "-v"
    {
        name = Some(variable.clone());
        words = rest;
    }
    if words.first().is_some_and(|w| w == "--") {
        words = &words[1..];
    }
    let Some((format, arguments)) = words.split_first() else {
        call.err
            .extend_from_slice(b"printf: usage: printf [-v var] format [arguments]\n");
        return Ok(2);
    };
    let (pieces, ended) = match pieces(format) {
        Ok(pieces) => pieces,
        Err(what) => {
            call.complain(what);
            return Ok(1);
        }
    };
    let (text, status) = formatted(call, &pieces, arguments, ended)?;
    match name {
        Some(name) => call
            .m
            .set_variable(&name, String::from_utf8_lossy(&text).into_owned())?,
        None => call.print(text)?,
    }
    Ok(status)
}

/// The format over the arguments, again and again until they are used up.
fn formatted(
    call: &mut Call<'_, '_>,
    pieces: &[Piece],
    arguments: &[String],
    ended: bool,
) -> Result<(Vec<u8>, u8), Halt> {
    let mut out = vec![];
    let (mut at, mut status) = (0, 0);
    loop {
        let before = at;
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.extend_from_slice(text),
                Piece::Conversion {
                    flags,
                    width,
                    precision,
                    kind,
                } => {
                    let mut next = || {
                        at += 1;
                        arguments.get(at - 1).map(String::as_str)
                    };
                    let mut size = |given: &Option<String>| match given.as_deref() {
                        Some("*") => next().and_then(arith::number).unwrap_or(0),
                        Some(digits) => digits.parse().unwrap_or(0),
                        None => -1,
                    };
                    let width = size(width);
                    let precision = size(precision);
                    let flags = if width < -1 {
                        format!("{flags}-")
                    } else {
                        flags.clone()
                    };
                    let width = if width == -1 {
                        0
                    } else {
                        width.unsigned_abs() as usize
                    };
                    let precision = usize::try_from(precision).ok();
                    let shape = Shape {
                        flags: &flags,
                        width: width.min(MAX_WIDTH),
                        precision: precision.map(|p| p.min(MAX_WIDTH)),
                    };
                    let argument = next();
                    let (text, problem, stop) = shape.convert(*kind, argument);
                    if let Some(problem) = problem {
                        call.err
                            .extend_from_slice(format!("bash: printf: {problem}\n").as_bytes());
                        status = 1;
                    }
                    call.work(text.len())?;
                    out.extend_from_slice(&text);
                    if stop {
                        return Ok((out, status));
                    }
                }
            }
        }
        call.work(1)?;
        if ended || at >= arguments.len() || at == before {
            return Ok((out, status));
        }
    }
}

/// How a value is laid out.
pub(in super::super) struct Shape<'f> {
    pub(in super::super) flags: &'f str,
    pub(in super::super) width: usize,
    pub(in super::super) precision: Option<usize>,
}

impl Shape<'_> {
    fn convert(&self, kind: char, argument: Option<&str>) -> (Vec<u8>, Option<String>, bool) {
        let text = argument.unwrap_or_default();
        match kind {
            's' => (self.string(text.as_bytes()), None, false),
            'b' => {
                let (bytes, ended) = unescape(text.as_bytes());
                (self.string(&bytes), None, ended)
            }
            'q' => (self.string(shell_quoted(text).as_bytes()), None, false),
            'c' => {
                let first: String = text.chars().take(1).collect();
                (self.pad(first.into_bytes(), false), None, false)
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let value = text.trim().parse::<f64>().ok();
                let problem = (value.is_none() && !text.is_empty())
                    .then(|| format!("{text}: invalid number"));
                (self.float(value.unwrap_or(0.0), kind), problem, false)
            }
            _ => {
                let (value, problem) = integer(text);
                (self.integer(value, kind), problem, false)
            }
        }
    }

    fn string(&self, bytes: &[u8]) -> Vec<u8> {
        let kept = match self.precision {
            Some(most) => {
                let text = String::from_utf8_lossy(bytes);
                text.chars().take(most).collect::<String>().into_bytes()
            }
            None => bytes.to_vec(),
        };
        self.pad(kept, false)
    }

    /// An integer in decimal, octal or hexadecimal digits.
    pub(in super::super) fn integer(&self, value: i64, kind: char) -> Vec<u8> {
        let mut digits = match kind {
            'd' | 'i' => value.unsigned_abs().to_string(),
            'o' => format!("{value:o}"),
            'x' => format!("{value:x}"),
            'X' => format!("{value:X}"),
            _ => (value as u64).to_string(),
        };
        if let Some(least) = self.precision {
            digits = format!("{digits:0>least$}");
        }
        let signed = matches!(kind, 'd' | 'i');
        let sign = match (signed, value < 0) {
            (true, true) => "-",
            (true, false) if self.flags.contains('+') => "+",
            (true, false) if self.flags.contains(' ') => " ",
            _ if self.flags.contains('#') && value != 0 && kind == 'x' => "0x",
            _ if self.flags.contains('#') && value != 0 && kind == 'X' => "0X",
            _ if self.flags.contains('#') && kind == 'o' => "0",
            _ => "",
        };
        self.number(sign, digits, self.precision.is_none())
    }

    /// A floating-point number in the ways of C.
    pub(in super::super) fn float(&self, value: f64, kind: char) -> Vec<u8> {
        let precision = self.precision.unwrap_or(6).min(200);
        let digits = if value.is_finite() {
            match kind {
                'f' | 'F' => format!("{:.precision$}", value.abs()),
                'e' | 'E' => exponent(value.abs(), precision),
                _ => general(value.abs(), precision.max(1), self.flags.contains('#')),
            }
        } else if value.is_nan() {
            "nan".into()
        } else {
            "inf".into()
        };
        let digits = if kind.is_ascii_uppercase() {
            digits.to_uppercase()
        } else {
            digits
        };
        let negative = value.is_sign_negative() && !value.is_nan();
        let sign = match negative {
            true => "-",
            false if self.flags.contains('+') => "+",
            false if self.flags.contains(' ') => " ",
            false => "",
        };
        self.number(sign, digits, value.is_finite())
    }

    fn number(&self, sign: &str, digits: String, zeros: bool) -> Vec<u8> {
        let room = self.width.saturating_sub(sign.len());
        if zeros && self.flags.contains('0') && !self.flags.contains('-') {
            return format!("{sign}{digits:0>room$}").into_bytes();
        }
        self.pad(format!("{sign}{digits}").into_bytes(), true)
    }

    /// Blanks up to the width.
    pub(in super::super) fn pad(&self, mut text: Vec<u8>, _number: bool) -> Vec<u8> {
        let missing = self.width.saturating_sub(text.len());
        if self.flags.contains('-') {
            text.resize(text.len() + missing, b' ');
            return text;
        }
        let mut out = vec![b' '; missing];
        out.append(&mut text);
        out
    }
}

/// `d.ddde+XX`.
fn exponent(value: f64, precision: usize) -> String {
    let text = format!("{value:.precision$e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, power) = match power.strip_prefix('-') {
        Some(power) => ('-', power),
        None => ('+', power),
    };
    format!("{digits}e{sign}{power:0>2}")
}

/// `%g`: the shorter of both ways, without zeros at the end.
fn general(value: f64, precision: usize, keep: bool) -> String {
    let scientific = exponent(value, precision - 1);
    let power: i32 = scientific
        .split('e')
        .nth(1)
        .and_then(|p| p.parse().ok())
        .unwrap_or(0);
    let trim = |text: &str| {
        if keep || !text.contains('.') {
            return text.to_owned();
        }
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    if power < -4 || power >= precision as i32 {
        let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "+00"));
        return format!("{}e{power}", trim(digits));
    }
    let decimals = usize::try_from(precision as i32 - 1 - power).unwrap_or(0);
    trim(&format!("{value:.decimals$}"))
}

/// A number as `printf` takes it: also `0x1f`, `017` and `'A`.
fn integer(text: &str) -> (i64, Option<String>) {
    if let Some(letter) = text.strip_prefix(['\'', '"']) {
        return (
            letter.chars().next().map_or(0, |c| i64::from(u32::from(c))),
            None,
        );
    }
    let trimmed = text.trim_start();
    let (negative, digits) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let end = digits
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(digits.len());
    let mut good = &digits[..end];
    while !good.is_empty() && arith::number(good).is_none() {
        good = &good[..good.len() - 1];
    }
    let value = arith::number(good).unwrap_or(0);
    let problem = (good.len() < digits.len()
        || (text.is_empty() == digits.is_empty() && digits.is_empty() && !text.is_empty()))
    .then(|| format!("{text}: invalid number"));
    (
        if negative {
            value.wrapping_neg()
        } else {
            value
        },
        problem,
    )
}

/// A word as it could be typed again.
fn shell_quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if text.is_empty() {
        return "''".into();
    }
    let mut out = String::new();
    for c in text.chars() {
        if !plain(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A format in pieces, and whether `\c` ended it.
fn pieces(format: &str) -> Result<(Vec<Piece>, bool), String> {
    let mut pieces = vec![];
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        let (text, ended) = unescape(&rest.as_bytes()[..at]);
        pieces.push(Piece::Text(text));
        if ended {
            return Ok((pieces, true));
        }
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            pieces.push(Piece::Text(b"%".to_vec()));
            rest = after;
            continue;
        }
        let (piece, after) = conversion(rest)?;
        pieces.push(piece);
        rest = after;
    }
    let (text, ended) = unescape(rest.as_bytes());
    pieces.push(Piece::Text(text));
    Ok((pieces, ended))
}

/// The conversion after a `%`, and the text behind it.
fn conversion(text: &str) -> Result<(Piece, &str), String> {
    let end = text
        .find(|c: char| !"-+ #0'".contains(c))
        .unwrap_or(text.len());
    let (flags, mut rest) = text.split_at(end);
    let size = |rest: &mut &str| -> String {
        let end = match rest.strip_prefix('*') {
            Some(_) => 1,
            None => rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len()),
        };
        let (size, after) = rest.split_at(end);
        *rest = after;
        size.to_owned()
    };
    let width = Some(size(&mut rest)).filter(|w| !w.is_empty());
    let mut precision = None;
    if let Some(after) = rest.strip_prefix('.') {
        rest = after;
        precision = Some(size(&mut rest));
    }
    rest = rest.trim_start_matches(['l', 'h', 'j', 'z', 't']);
    let kind = rest
        .chars()
        .next()
        .ok_or_else(|| format!("`%{text}': missing format character"))?;
    if !"sbqcdiouxXeEfFgG".contains(kind) {
        return Err(format!("`{kind}': invalid format character"));
    }
    let flags = flags.to_owned();
    let piece = Piece::Conversion {
        flags,
        width,
        precision,
        kind,
    };
    Ok((piece, &rest[kind.len_utf8()..]))
}

pub(in super::super) fn seq(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut numbers = vec![];
    for word in &options.operands {
        match word.parse::<i64>() {
            Ok(number) => numbers.push(number),
            Err(_) => {
                call.complain(format!(
                    "invalid integer argument: {} (only integers are supported here)",
                    quoted(word)
                ));
                return Ok(1);
            }
        }
    }
    let (first, step, last) = match numbers[..] {
        [last] => (1, 1, last),
        [first, last] => (first, 1, last),
        [first, step, last] => (first, step, last),
        _ => {
            call.complain(if numbers.is_empty() {
                "missing operand"
            } else {
                "extra operand"
            });
            return Ok(1);
        }
    };
    if step == 0 {
        call.complain("invalid Zero increment value: '0'");
        return Ok(1);
    }
    let width = if options.has("w") {
        first.to_string().len().max(last.to_string().len())
    } else {
        0
    };
    let separator = options.value("s").unwrap_or("\n").to_owned();
    let (mut at, mut any) = (first, false);
    while if step > 0 { at <= last } else { at >= last } {
        if any {
            call.print(&separator)?;
        }
        any = true;
        call.print(format!("{at:0width$}"))?;
        let Some(next) = at.checked_add(step) else {
            break;
        };
        at = next;
    }
    if any {
        call.print("\n")?;
    }
    Ok(0)
}

pub(in super::super) fn basename(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let operands = &options.operands;
    if operands.is_empty() {
        call.complain("missing operand");
        return Ok(1);
    }
    let many = options.has("a") || options.has("s");
    if !many && operands.len() > 2 {
        call.complain(format!("extra operand {}", quoted(&operands[2])));
        return Ok(1);
    }
    let suffix = if many {
        options.value("s")
    } else {
        operands.get(1).map(String::as_str)
    };
    for path in if many {
        operands.as_slice()
    } else {
        &operands[..1]
    } {
        let trimmed = path.trim_end_matches('/');
        let name = trimmed.rsplit('/').next().unwrap_or_default();
        let name = if trimmed.is_empty() && !path.is_empty() {
            "/"
        } else {
            name
        };
        let cut = suffix
            .and_then(|s| name.strip_suffix(s))
            .filter(|n| !n.is_empty());
        call.line(cut.unwrap_or(name))?;
    }
    Ok(0)
}

pub(in super::super) fn dirname(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if options.operands.is_empty() {
        call.complain("missing operand");
        return Ok(1);
    }
    for path in &options.operands {
        let trimmed = path.trim_end_matches('/');
        let folder = match trimmed.rfind('/') {
            _ if trimmed.is_empty() && !path.is_empty() => "/",
            None => ".",
            Some(at) => match trimmed[..at].trim_end_matches('/') {
                "" => "/",
                folder => folder,
            },
        };
        call.line(folder)?;
    }
    Ok(0)
}
