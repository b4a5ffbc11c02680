//! `test` and `[`.

use super::super::{
    call::Call,
    conditions::{BINARY, UNARY},
    machine::Halt,
    options::Options,
};

type Run = Result<u8, Halt>;
type Answer = Result<bool, String>;

pub(in super::super) fn test(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut words: Vec<&str> = options.operands.iter().map(String::as_str).collect();
    if call.name == "[" && words.pop() != Some("]") {
        call.err.extend_from_slice(b"bash: [: missing `]'\n");
        return Ok(2);
    }
    match expression(call, &words, 0) {
        Ok(value) => Ok(u8::from(!value)),
        Err(what) => {
            let text = format!("bash: {}: {what}\n", call.name);
            call.err.extend_from_slice(text.as_bytes());
            Ok(2)
        }
    }
}

/// The answer by the number of words, as POSIX has it; more than four are read with `-a` and `-o`.
fn expression(call: &Call<'_, '_>, words: &[&str], depth: usize) -> Answer {
    if depth > 40 {
        return Err("too deeply nested".into());
    }
    match words {
        [] => Ok(false),
        [one] => Ok(!one.is_empty()),
        ["!", word] => Ok(word.is_empty()),
        [sign, word] if UNARY.contains(sign) => Ok(call.m.unary_test(sign, word)),
        [sign, _] => Err(format!("{sign}: unary operator expected")),
        [a, sign, b] if BINARY.contains(sign) => call.m.binary_test(a, sign, b),
        [a, "-a", b] => Ok(!a.is_empty() && !b.is_empty()),
        [a, "-o", b] => Ok(!a.is_empty() || !b.is_empty()),
        ["!", rest @ ..] if rest.len() <= 3 => Ok(!expression(call, rest, depth + 1)?),
        ["(", inner @ .., ")"] if inner.len() <= 2 => expression(call, inner, depth + 1),
        [_, sign, _] => Err(format!("{sign}: binary operator expected")),
        _ => {
            let mut at = 0;
            let value = either(call, words, &mut at, depth)?;
            if at < words.len() {
                Err("too many arguments".into())
            } else {
                Ok(value)
            }
        }
    }
}

fn either(call: &Call<'_, '_>, words: &[&str], at: &mut usize, depth: usize) -> Answer {
    let mut value = both(call, words, at, depth)?;
    while words.get(*at) == Some(&"-o") {
        *at += 1;
        value |= both(call, words, at, depth)?;
    }
    Ok(value)
}

fn both(call: &Call<'_, '_>, words: &[&str], at: &mut usize, depth: usize) -> Answer {
    let mut value = one(call, words, at, depth)?;
    while words.get(*at) == Some(&"-a") {
        *at += 1;
        value &= one(call, words, at, depth)?;
    }
    Ok(value)
}

fn one(call: &Call<'_, '_>, words: &[&str], at: &mut usize, depth: usize) -> Answer {
    if depth > 40 {
        return Err("too deeply nested".into());
    }
    let rest = &words[*at..];
    match rest {
        [] => Err("argument expected".into()),
        ["!", ..] => {
            *at += 1;
            Ok(!one(call, words, at, depth + 1)?)
        }
        ["(", ..] => {
            *at += 1;
            let value = either(call, words, at, depth + 1)?;
            if words.get(*at) != Some(&")") {
                return Err("`)' expected".into());
            }
            *at += 1;
            Ok(value)
        }
        [a, sign, b, ..] if BINARY.contains(sign) => {
            *at += 3;
            call.m.binary_test(a, sign, b)
        }
        [sign, word, ..] if UNARY.contains(sign) => {
            *at += 2;
            Ok(call.m.unary_test(sign, word))
        }
        [word, ..] => {
            *at += 1;
            Ok(!word.is_empty())
        }
    }
}
