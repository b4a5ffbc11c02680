//! The functions on texts that do more than look at each byte once, in place of the engine's, which count no steps.
//!
//! They give what the engine's give, of texts, numbers and blobs, and charge what they compare and write.

use super::{
    super::guard::{Watch, Watched},
    FLAGS, like,
};
use rusqlite::{
    Connection, Error, Result,
    functions::Context,
    types::{ToSql, ToSqlOutput, ValueRef},
};
use std::{
    borrow::Cow,
    sync::{Mutex, PoisonError},
};

/// Most bytes of a pattern of LIKE.
const MOST_PATTERN_BYTES: usize = 60;
/// Bytes a call counts as beside those it looks at.
const CALL_BYTES: u64 = 16;

/// A text as the engine keeps it, whatever its bytes.
struct Text(Vec<u8>);

impl ToSql for Text {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(&self.0)))
    }
}

/// Put them in place.
pub(super) fn define(connection: &Connection, watch: &Watched) -> Result<()> {
    for (name, left, right) in [
        ("trim", true, true),
        ("ltrim", true, false),
        ("rtrim", false, true),
    ] {
        for arguments in [1, 2] {
            let called = Called::new(watch);
            connection.create_scalar_function(name, arguments, FLAGS, move |context| {
                called.trim(context, left, right)
            })?;
        }
    }
    for arguments in [2, 3] {
        let called = Called::new(watch);
        connection.create_scalar_function("like", arguments, FLAGS, move |context| {
            called.like(context)
        })?;
    }
    let called = Called::new(watch);
    connection.create_scalar_function("instr", 2, FLAGS, move |context| called.instr(context))?;
    let called = Called::new(watch);
    connection.create_scalar_function("replace", 3, FLAGS, move |context| called.replace(context))
}

/// What a function works with.
struct Called {
    watch: Watched,
    /// Where the engine is asked how it writes a number.
    spelling: Mutex<Option<Connection>>,
}

impl Called {
    fn new(watch: &Watched) -> Self {
        Self {
            watch: watch.clone(),
            spelling: Mutex::default(),
        }
    }

    /// Charge a call with what it looked at.
    fn charge(&self, work: u64) -> Result<()> {
        Watch::bytes(&self.watch, work + CALL_BYTES)
    }

    /// An argument as the engine reads it as text; nothing of NULL.
    fn text<'a>(&self, context: &'a Context<'_>, at: usize) -> Result<Option<Cow<'a, [u8]>>> {
        Ok(match context.get_raw(at) {
            ValueRef::Null => None,
            ValueRef::Integer(number) => Some(number.to_string().into_bytes().into()),
            ValueRef::Real(number) => Some(self.spelled(number)?.into_bytes().into()),
            ValueRef::Text(text) | ValueRef::Blob(text) => Some(text.into()),
        })
    }

    /// A number as the engine writes it.
    fn spelled(&self, number: f64) -> Result<String> {
        self.charge(10 * CALL_BYTES)?;
        let mut spelling = self.spelling.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = match spelling.take() {
            Some(engine) => engine,
            None => Connection::open_in_memory()?,
        };
        let text = engine.query_row("SELECT CAST(?1 AS TEXT)", [number], |row| row.get(0));
        *spelling = Some(engine);
        text
    }

    fn like(&self, context: &Context<'_>) -> Result<Option<bool>> {
        let refuse = |why: String| Err(Error::UserFunctionError(why.into()));
        let pattern = self.text(context, 0)?;
        if pattern
            .as_ref()
            .is_some_and(|p| p.len() > MOST_PATTERN_BYTES)
        {
            return refuse(format!(
                "the pattern of LIKE has more than {MOST_PATTERN_BYTES} bytes"
            ));
        }
        let mut escape = None;
        if context.len() == 3 {
            let Some(said) = self.text(context, 2)? else {
                return Ok(None);
            };
            escape = like::only(&said);
            if escape.is_none() {
                return refuse("ESCAPE expression must be a single character".into());
            }
        }
        let (Some(pattern), Some(text)) = (pattern, self.text(context, 1)?) else {
            return Ok(None);
        };
        let mut work = 0;
        let is_like = like::is_like(&pattern, &text, escape, &mut work);
        self.charge(work)?;
        Ok(Some(is_like))
    }

    fn instr(&self, context: &Context<'_>) -> Result<Option<i64>> {
        let is_blob = |at: usize| matches!(context.get_raw(at), ValueRef::Blob(_));
        let is_text = !(is_blob(0) && is_blob(1));
        let (Some(text), Some(wanted)) = (self.text(context, 0)?, self.text(context, 1)?) else {
            return Ok(None);
        };
        let mut work = 0;
        let place = place(&text, &wanted, is_text, &mut work);
        self.charge(work)?;
        Ok(Some(place))
    }

    fn replace(&self, context: &Context<'_>) -> Result<Option<Text>> {
        let (Some(text), Some(old)) = (self.text(context, 0)?, self.text(context, 1)?) else {
            return Ok(None);
        };
        if old.first().is_none_or(|b| *b == 0) {
            return Ok(Some(Text(text.into_owned())));
        }
        let Some(new) = self.text(context, 2)? else {
            return Ok(None);
        };
        let mut work = 0;
        let replaced = replaced(&text, &old, &new, &mut work);
        self.charge(work + replaced.len() as u64)?;
        Ok(Some(Text(replaced)))
    }

    fn trim(&self, context: &Context<'_>, left: bool, right: bool) -> Result<Option<Text>> {
        let Some(text) = self.text(context, 0)? else {
            return Ok(None);
        };
        let letters = match context.len() {
            1 => Some(Cow::from(&b" "[..])),
            _ => self.text(context, 1)?,
        };
        let Some(letters) = letters else {
            return Ok(None);
        };
        let mut work = 0;
        let left_over = trimmed(&text, &letters, [left, right], &mut work);
        self.charge(work)?;
        Ok(Some(Text(left_over.to_vec())))
    }
}

/// Whether a text begins so; `work` counts what is compared.
fn begins(text: &[u8], with: &[u8], work: &mut u64) -> bool {
    let same = text.iter().zip(with).take_while(|(a, b)| a == b).count();
    *work += same as u64 + 1;
    same == with.len()
}

/// Where a text first stands in another, counted in characters or bytes from 1; 0 if nowhere.
fn place(text: &[u8], wanted: &[u8], is_text: bool, work: &mut u64) -> i64 {
    let (mut rest, mut place) = (text, 1);
    if wanted.is_empty() {
        return place;
    }
    while wanted.len() <= rest.len() {
        if begins(rest, wanted, work) {
            return place;
        }
        place += 1;
        rest = &rest[1..];
        while is_text && rest.first().is_some_and(|b| b & 0xc0 == 0x80) {
            rest = &rest[1..];
        }
    }
    0
}

/// A text with each `old`, from the left, as `new`. What is too long for the engine is cut a little beyond that.
fn replaced(text: &[u8], old: &[u8], new: &[u8], work: &mut u64) -> Vec<u8> {
    /// More than any text may have.
    const MOST: usize = 10_000;
    let (mut rest, mut out) = (text, vec![]);
    while rest.len() >= old.len() && out.len() < MOST {
        match begins(rest, old, work) {
            true => {
                out.extend_from_slice(new);
                rest = &rest[old.len()..];
            }
            false => {
                out.push(rest[0]);
                rest = &rest[1..];
            }
        }
    }
    out.extend_from_slice(rest);
    out
}

/// A text without the letters at its ends.
fn trimmed<'a>(text: &'a [u8], letters: &[u8], ends: [bool; 2], work: &mut u64) -> &'a [u8] {
    let letters = each_letter(letters);
    let mut rest = text;
    let mut strip = |rest: &mut &'a [u8], at_start: bool| {
        let found = letters.iter().find(|letter| {
            *work += letter.len() as u64;
            match at_start {
                true => rest.starts_with(letter),
                false => rest.ends_with(letter),
            }
        });
        let len = found.filter(|_| !rest.is_empty()).map(|l| l.len());
        if let Some(len) = len {
            *rest = match at_start {
                true => &rest[len..],
                false => &rest[..rest.len() - len],
            };
        }
        len.is_some()
    };
    for (end, at_start) in ends.into_iter().zip([true, false]) {
        while end && strip(&mut rest, at_start) {}
    }
    rest
}

/// The characters of a text up to a 0, as the engine parts them.
fn each_letter(text: &[u8]) -> Vec<&[u8]> {
    let end = text.iter().position(|b| *b == 0).unwrap_or(text.len());
    let (mut rest, mut letters) = (&text[..end], vec![]);
    while let Some(&first) = rest.first() {
        let more = rest[1..].iter().take_while(|b| **b & 0xc0 == 0x80).count();
        let len = if first >= 0xc0 { 1 + more } else { 1 };
        let (letter, after) = rest.split_at(len);
        letters.push(letter);
        rest = after;
    }
    letters
}
