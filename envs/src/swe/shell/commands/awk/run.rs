//! Programs of `awk`, carried out.

use super::{
    super::super::{
        call::Call,
        machine::Halt,
        parse::is_name,
        streams::{Bytes, input},
    },
    parse::{self, ENVIRON, Expr, Pattern, Place, Program, Stmt},
    values::{Key, Value},
};
use regex::bytes::Regex;
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// How deep functions may call each other.
const MAX_CALLS: usize = 40;
/// The most fields of a line.
pub(super) const MAX_FIELDS: usize = 32_767;

pub(super) type Array = Rc<RefCell<BTreeMap<Key, Value>>>;

/// What stands at a place.
#[derive(Clone)]
pub(super) enum Cell {
    Empty,
    Value(Value),
    Array(Array),
}

/// Why a program does not go on.
pub(super) enum Trap {
    Halt(Halt),
    Error(String),
}

impl From<Halt> for Trap {
    fn from(halt: Halt) -> Self {
        Self::Halt(halt)
    }
}

pub(super) type Done<T> = Result<T, Trap>;

/// How a statement ends.
pub(super) enum Flow {
    On,
    Break,
    Continue,
    Return(Value),
    NextLine,
    Exit(u8),
}

/// Places of known variables; see [`parse::KNOWN`].
pub(super) const NR: usize = 0;
pub(super) const NF: usize = 1;
const FNR: usize = 2;
pub(super) const FS: usize = 3;
const OFS: usize = 4;
const ORS: usize = 5;
const RS: usize = 6;
const FILENAME: usize = 7;
const SUBSEP: usize = 8;
const CONVFMT: usize = 9;
const OFMT: usize = 10;

/// A file or a command that was written to: its name, its sign, what was written, whether it was opened before.
struct Output {
    name: String,
    sign: &'static str,
    text: Vec<u8>,
}

/// A program at work.
pub(super) struct Awk<'a, 'm, 'r> {
    pub(super) call: &'a mut Call<'m, 'r>,
    program: &'a Program,
    pub(super) globals: Vec<Cell>,
    pub(super) frames: Vec<Vec<Cell>>,
    line: Rc<str>,
    fields: Vec<Value>,
    /// Whether the line must be put together from its fields, and the other way round.
    line_old: bool,
    fields_old: bool,
    open: Vec<bool>,
    outputs: Vec<Output>,
    patterns: BTreeMap<String, Regex>,
}

impl<'a, 'm, 'r> Awk<'a, 'm, 'r> {
    pub(super) fn new(call: &'a mut Call<'m, 'r>, program: &'a Program) -> Self {
        let mut awk = Self {
            call,
            program,
            globals: vec![Cell::Empty; program.globals.len()],
            frames: vec![],
            line: Rc::from(""),
            fields: vec![],
            line_old: false,
            fields_old: false,
            open: vec![false; program.rules.len()],
            outputs: vec![],
            patterns: BTreeMap::new(),
        };
        let known = [
            (FS, " "),
            (OFS, " "),
            (ORS, "\n"),
            (RS, "\n"),
            (SUBSEP, "\u{1c}"),
            (CONVFMT, "%.6g"),
            (OFMT, "%.6g"),
        ];
        for (place, text) in known {
            awk.globals[place] = Cell::Value(Value::text(text));
        }
        let session = awk.call.m.shell.session();
        let exported = session
            .exported
            .iter()
            .filter_map(|n| Some((n, session.variables.get(n)?)));
        let map = exported
            .map(|(n, v)| (Key(Rc::from(n.as_str())), Value::field(v)))
            .collect();
        awk.globals[ENVIRON] = Cell::Array(Rc::new(RefCell::new(map)));
        awk
    }

    /// Set a variable from outside: escapes in the text count.
    pub(super) fn set_named(&mut self, name: &str, text: &str) {
        if let Some(place) = self.program.globals.get(name) {
            let (bytes, _) = super::super::super::escapes::unescape(text.as_bytes());
            self.globals[*place] = Cell::Value(Value::field(&String::from_utf8_lossy(&bytes)));
        }
    }

    pub(super) fn global(&self, place: usize) -> Value {
        match &self.globals[place] {
            Cell::Value(value) => value.clone(),
            _ => Value::None,
        }
    }

    pub(super) fn string_of(&self, value: &Value) -> Rc<str> {
        let format = match &self.globals[CONVFMT] {
            Cell::Value(Value::Text(text)) => Rc::clone(text),
            _ => Rc::from("%.6g"),
        };
        value.string(&format)
    }

    fn text_of(&self, place: usize) -> Rc<str> {
        self.string_of(&self.global(place))
    }

    /// Run the whole program; its status.
    pub(super) fn whole(&mut self, operands: &[String]) -> Done<u8> {
        let program = self.program;
        for (pattern, body) in &program.rules {
            if let (Pattern::Begin, Some(body)) = (pattern, body) {
                match self.statement(body)? {
                    Flow::Exit(status) => return self.end(status),
                    _ => continue,
                }
            }
        }
        let reads = program
            .rules
            .iter()
            .any(|(p, _)| !matches!(p, Pattern::Begin));
        if !reads {
            return Ok(0);
        }
        let mut status = 0;
        let mut any = false;
        for operand in operands {
            if let Some((name, value)) = operand.split_once('=').filter(|(n, _)| is_name(n)) {
                self.set_named(name, value);
                continue;
            }
            any = true;
            match self.file(operand)? {
                Ok(None) => {}
                Ok(Some(code)) => return self.end(code),
                Err(()) => status = 2,
            }
        }
        if !any && let Ok(Some(code)) = self.file("-")? {
            return self.end(code);
        }
        self.end(status)
    }

    fn end(&mut self, status: u8) -> Done<u8> {
        let program = self.program;
        for (pattern, body) in &program.rules {
            if let (Pattern::End, Some(body)) = (pattern, body)
                && let Flow::Exit(code) = self.statement(body)?
            {
                return Ok(code);
            }
        }
        Ok(status)
    }

    /// Run over one file: a status if `exit` gave one, an error if it cannot be read.
    fn file(&mut self, operand: &str) -> Done<Result<Option<u8>, ()>> {
        let bytes = match self.call.read(operand)? {
            Ok(bytes) => bytes,
            Err(error) => {
                self.call
                    .complain(format!("cannot open {operand} ({error})"));
                return Ok(Err(()));
            }
        };
        let name = if operand == "-" { "" } else { operand };
        self.globals[FILENAME] = Cell::Value(Value::text(name));
        self.globals[FNR] = Cell::Value(Value::Number(0.0));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let separator = self.text_of(RS);
        for record in records(&text, &separator) {
            self.call.work(record.len() + 16)?;
            for place in [NR, FNR] {
                let next = self.global(place).number() + 1.0;
                self.globals[place] = Cell::Value(Value::Number(next));
            }
            self.set_line(record);
            if let Some(code) = self.rules()? {
                return Ok(Ok(Some(code)));
            }
        }
        Ok(Ok(None))
    }

    fn rules(&mut self) -> Done<Option<u8>> {
        let program = self.program;
        for (i, (pattern, body)) in program.rules.iter().enumerate() {
            let applies = match pattern {
                Pattern::Begin | Pattern::End => false,
                Pattern::Always => true,
                Pattern::One(test) => self.value(test)?.holds(),
                Pattern::Range(from, to) => {
                    let inside = self.open[i] || self.value(from)?.holds();
                    if inside {
                        self.open[i] = !self.value(to)?.holds();
                    }
                    inside
                }
            };
            if !applies {
                continue;
            }
            let flow = match body {
                Some(body) => self.statement(body)?,
                None => {
                    let line = self.whole_line();
                    self.emit(line.as_bytes())?;
                    let end = self.text_of(ORS);
                    self.emit(end.as_bytes())?;
                    Flow::On
                }
            };
            match flow {
                Flow::NextLine => break,
                Flow::Exit(code) => return Ok(Some(code)),
                _ => {}
            }
        }
        Ok(None)
    }

    fn emit(&mut self, bytes: &[u8]) -> Done<()> {
        Ok(self.call.print(bytes)?)
    }

    fn set_line(&mut self, text: &str) {
        self.line = Rc::from(text);
        self.line_old = false;
        self.fields_old = true;
    }

    /// Part the line into its fields, if that is still to be done.
    fn need_fields(&mut self) -> Done<()> {
        if !self.fields_old {
            return Ok(());
        }
        self.fields_old = false;
        let line = Rc::clone(&self.line);
        let separator = self.text_of(FS);
        let parts = self.parted(&line, &separator)?;
        self.fields = parts
            .iter()
            .take(MAX_FIELDS)
            .map(|p| Value::field(p))
            .collect();
        self.globals[NF] = Cell::Value(Value::Number(self.fields.len() as f64));
        Ok(())
    }

    /// A text parted as by FS.
    pub(super) fn parted(&mut self, text: &str, separator: &str) -> Done<Vec<String>> {
        self.call.work(text.len())?;
        if text.is_empty() {
            return Ok(vec![]);
        }
        if separator == " " {
            return Ok(text.split_ascii_whitespace().map(str::to_owned).collect());
        }
        if separator.is_empty() {
            return Ok(text.chars().map(String::from).collect());
        }
        if separator.chars().count() == 1 && separator != "\\" {
            return Ok(text.split(separator).map(str::to_owned).collect());
        }
        let regex = self.compiled(separator)?;
        let mut parts = vec![];
        let mut from = 0;
        for hit in regex.find_iter(text.as_bytes()).filter(|m| !m.is_empty()) {
            parts.push(String::from_utf8_lossy(&text.as_bytes()[from..hit.start()]).into_owned());
            from = hit.end();
        }
        parts.push(String::from_utf8_lossy(&text.as_bytes()[from..]).into_owned());
        Ok(parts)
    }

    /// A pattern that is a text; each is compiled once.
    pub(super) fn compiled(&mut self, text: &str) -> Done<Regex> {
        if let Some(regex) = self.patterns.get(text) {
            return Ok(regex.clone());
        }
        self.call.work(text.len() * 64 + 20_000)?;
        let regex = parse::pattern(text).map_err(Trap::Error)?;
        if self.patterns.len() < 64 {
            self.patterns.insert(text.to_owned(), regex.clone());
        }
        Ok(regex)
    }

    pub(super) fn whole_line(&mut self) -> Rc<str> {
        if self.line_old {
            self.line_old = false;
            let separator = self.text_of(OFS);
            let fields: Vec<Rc<str>> = self.fields.iter().map(|f| self.string_of(f)).collect();
            self.line = Rc::from(fields.join(&*separator));
        }
        Rc::clone(&self.line)
    }

    fn field(&mut self, index: f64) -> Done<Value> {
        if index < 0.0 {
            return Err(Trap::Error(format!("negative field index ${index}")));
        }
        let index = index as usize;
        if index == 0 {
            let line = self.whole_line();
            return Ok(Value::field(&line));
        }
        self.need_fields()?;
        Ok(self.fields.get(index - 1).cloned().unwrap_or(Value::None))
    }

    fn set_field(&mut self, index: f64, value: &Value) -> Done<()> {
        if index < 0.0 || index as usize > MAX_FIELDS {
            return Err(Trap::Error(format!(
                "the field index ${index} is not from 0 to {MAX_FIELDS}"
            )));
        }
        let text = self.string_of(value);
        let index = index as usize;
        if index == 0 {
            self.set_line(&text);
            return Ok(());
        }
        self.need_fields()?;
        if self.fields.len() < index {
            self.call.work(index)?;
            self.fields.resize(index, Value::text(""));
            self.globals[NF] = Cell::Value(Value::Number(index as f64));
        }
        self.fields[index - 1] = match value {
            Value::Number(n) => Value::Both(text, *n),
            _ => value.clone(),
        };
        self.line_old = true;
        Ok(())
    }

    fn set_count(&mut self, count: f64) -> Done<()> {
        self.need_fields()?;
        let count = (count.max(0.0) as usize).min(MAX_FIELDS);
        self.call.work(count)?;
        self.fields.resize(count, Value::text(""));
        self.line_old = true;
        Ok(())
    }

    fn cell(&mut self, place: Place) -> &mut Cell {
        match place {
            Place::Global(i) => &mut self.globals[i],
            Place::Local(i) => {
                let frame = self.frames.last_mut();
                match frame.and_then(|f| f.get_mut(i)) {
                    Some(cell) => cell,
                    None => unreachable!(
                        "invariant: a function's frame holds a cell for each of its parameters"
                    ),
                }
            }
        }
    }

    pub(super) fn array(&mut self, place: Place) -> Done<Array> {
        let cell = self.cell(place);
        match cell {
            Cell::Array(array) => Ok(Rc::clone(array)),
            Cell::Empty => {
                let array = Array::default();
                *cell = Cell::Array(Rc::clone(&array));
                Ok(array)
            }
            Cell::Value(_) => Err(Trap::Error("a scalar is used as an array".into())),
        }
    }

    fn variable(&mut self, place: Place) -> Done<Value> {
        if place == Place::Global(NF) {
            self.need_fields()?;
        }
        match self.cell(place) {
            Cell::Value(value) => Ok(value.clone()),
            Cell::Empty => Ok(Value::None),
            Cell::Array(_) => Err(Trap::Error("an array is used as a scalar".into())),
        }
    }

    pub(super) fn key(&mut self, index: &[Expr]) -> Done<Key> {
        let mut text = String::new();
        for (i, part) in index.iter().enumerate() {
            if i > 0 {
                text.push_str(&self.text_of(SUBSEP));
            }
            let value = self.value(part)?;
            text.push_str(&self.string_of(&value));
        }
        Ok(Key(Rc::from(text)))
    }

    pub(super) fn assign(&mut self, target: &Expr, value: Value) -> Done<()> {
        match target {
            Expr::Variable(place) => {
                if *place == Place::Global(NF) {
                    self.set_count(value.number())?;
                }
                let cell = self.cell(*place);
                if matches!(cell, Cell::Array(_)) {
                    return Err(Trap::Error("an array is used as a scalar".into()));
                }
                *cell = Cell::Value(value);
                Ok(())
            }
            Expr::Field(index) => {
                let index = self.value(index)?.number();
                self.set_field(index, &value)
            }
            Expr::Element(place, index) => {
                let key = self.key(index)?;
                self.call.work(key.0.len() + 32)?;
                let array = self.array(*place)?;
                array.borrow_mut().insert(key, value);
                Ok(())
            }
            _ => Err(Trap::Error("assignment to what is no variable".into())),
        }
    }

    pub(super) fn value(&mut self, expr: &Expr) -> Done<Value> {
        self.call.work(1)?;
        Ok(match expr {
            Expr::Number(n) => Value::Number(*n),
            Expr::Text(text) => Value::text(text),
            Expr::Regex(regex) => {
                let line = self.whole_line();
                self.call.work(line.len())?;
                Value::truth(regex.is_match(line.as_bytes()))
            }
            Expr::Variable(place) => self.variable(*place)?,
            Expr::Field(index) => {
                let index = self.value(index)?.number();
                self.field(index)?
            }
            Expr::Element(place, index) => {
                let key = self.key(index)?;
                self.call.work(key.0.len() + 32)?;
                let array = self.array(*place)?;
                let mut array = array.borrow_mut();
                array.entry(key).or_insert(Value::None).clone()
            }
            Expr::Assign(target, sign, right) => {
                let mut value = self.value(right)?;
                if *sign != "=" {
                    let old = self.value(target)?.number();
                    value = Value::Number(calculate(&sign[..1], old, value.number())?);
                }
                self.assign(target, value.clone())?;
                value
            }
            Expr::Choice(test, yes, no) => {
                let branch = if self.value(test)?.holds() { yes } else { no };
                self.value(branch)?
            }
            Expr::And(a, b) => Value::truth(self.value(a)?.holds() && self.value(b)?.holds()),
            Expr::Or(a, b) => Value::truth(self.value(a)?.holds() || self.value(b)?.holds()),
            Expr::In(index, place) => {
                let key = self.key(index)?;
                let array = self.array(*place)?;
                let found = array.borrow().contains_key(&key);
                Value::truth(found)
            }
            Expr::Match {
                text,
                pattern,
                negated,
            } => {
                let value = self.value(text)?;
                let text = self.string_of(&value);
                self.call.work(text.len())?;
                let regex = self.regex(pattern)?;
                Value::truth(regex.is_match(text.as_bytes()) != *negated)
            }
            Expr::Compare(sign, a, b) => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                Value::truth(self.compare(sign, &a, &b))
            }
            Expr::Join(a, b) => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                let text = format!("{}{}", self.string_of(&a), self.string_of(&b));
                self.call.work(text.len())?;
                Value::text(text)
            }
            Expr::Arithmetic(sign, a, b) => {
                let (a, b) = (self.value(a)?.number(), self.value(b)?.number());
                Value::Number(calculate(sign, a, b)?)
            }
            Expr::Not(inner) => Value::truth(!self.value(inner)?.holds()),
            Expr::Minus(inner) => Value::Number(-self.value(inner)?.number()),
            Expr::Plus(inner) => Value::Number(self.value(inner)?.number()),
            Expr::Step { place, by, after } => {
                let old = self.value(place)?.number();
                self.assign(place, Value::Number(old + by))?;
                Value::Number(if *after { old } else { old + by })
            }
            Expr::Group(list) => match &list[..] {
                [one] => self.value(one)?,
                _ => return Err(Trap::Error("a list in brackets is no value".into())),
            },
            Expr::Call(index, args) => self.invoke(*index, args)?,
            Expr::Builtin(name, args) => self.builtin(name, args)?,
        })
    }

    /// An expression as a pattern.
    pub(super) fn regex(&mut self, pattern: &Expr) -> Done<Regex> {
        match pattern {
            Expr::Regex(regex) => Ok((**regex).clone()),
            other => {
                let value = self.value(other)?;
                let text = self.string_of(&value);
                self.compiled(&text)
            }
        }
    }

    fn compare(&self, sign: &str, a: &Value, b: &Value) -> bool {
        let order = if a.is_numeric() && b.is_numeric() {
            a.number().partial_cmp(&b.number())
        } else {
            Some(self.string_of(a).cmp(&self.string_of(b)))
        };
        let Some(order) = order else {
            return sign == "!=";
        };
        match sign {
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            ">" => order.is_gt(),
            ">=" => order.is_ge(),
            "==" => order.is_eq(),
            _ => order.is_ne(),
        }
    }

    fn invoke(&mut self, index: usize, args: &[Expr]) -> Done<Value> {
        let program = self.program;
        let function = &program.functions[index];
        if self.frames.len() >= MAX_CALLS {
            return Err(Trap::Error(format!(
                "functions may call each other at most {MAX_CALLS} deep"
            )));
        }
        if args.len() > function.parameters {
            return Err(Trap::Error("too many arguments in a call".into()));
        }
        let mut frame = vec![];
        for arg in args {
            // A bare name may be an array, and an empty one may become one.
            let cell = match arg {
                Expr::Variable(place) => match self.cell(*place) {
                    Cell::Empty => Cell::Empty,
                    Cell::Array(array) => Cell::Array(Rc::clone(array)),
                    Cell::Value(_) => Cell::Value(self.variable(*place)?),
                },
                other => Cell::Value(self.value(other)?),
            };
            frame.push(cell);
        }
        frame.resize(function.parameters, Cell::Empty);
        self.frames.push(frame);
        let result = self.statement(&function.body);
        let frame = self.frames.pop().unwrap_or_default();
        // An argument that became an array in the function is one outside.
        for (arg, cell) in args.iter().zip(frame) {
            if let (Expr::Variable(place), Cell::Array(array)) = (arg, cell)
                && matches!(self.cell(*place), Cell::Empty)
            {
                *self.cell(*place) = Cell::Array(array);
            }
        }
        match result? {
            Flow::Return(value) => Ok(value),
            Flow::Exit(code) => Err(Trap::Error(format!(
                "exit {code} inside a function is not supported here"
            ))),
            _ => Ok(Value::None),
        }
    }

    pub(super) fn statement(&mut self, statement: &Stmt) -> Done<Flow> {
        self.call.work(4)?;
        match statement {
            Stmt::Block(list) => {
                for one in list {
                    match self.statement(one)? {
                        Flow::On => {}
                        other => return Ok(other),
                    }
                }
            }
            Stmt::If(test, then, otherwise) => {
                if self.value(test)?.holds() {
                    return self.statement(then);
                }
                if let Some(otherwise) = otherwise {
                    return self.statement(otherwise);
                }
            }
            Stmt::While(test, body) => {
                while self.value(test)?.holds() {
                    match self.statement(body)? {
                        Flow::On | Flow::Continue => {}
                        Flow::Break => break,
                        other => return Ok(other),
                    }
                }
            }
            Stmt::Do(body, test) => loop {
                match self.statement(body)? {
                    Flow::On | Flow::Continue => {}
                    Flow::Break => break,
                    other => return Ok(other),
                }
                if !self.value(test)?.holds() {
                    break;
                }
            },
            Stmt::For(first, test, next, body) => {
                if let Some(first) = first {
                    self.statement(first)?;
                }
                loop {
                    if let Some(test) = test
                        && !self.value(test)?.holds()
                    {
                        break;
                    }
                    match self.statement(body)? {
                        Flow::On | Flow::Continue => {}
                        Flow::Break => break,
                        other => return Ok(other),
                    }
                    if let Some(next) = next {
                        self.statement(next)?;
                    }
                    self.call.work(1)?;
                }
            }
            Stmt::ForIn(name, array, body) => {
                let array = self.array(*array)?;
                let keys: Vec<Key> = array.borrow().keys().cloned().collect();
                self.call.work(keys.len() * 16)?;
                for key in keys {
                    *self.cell(*name) = Cell::Value(Value::field(&key.0));
                    match self.statement(body)? {
                        Flow::On | Flow::Continue => {}
                        Flow::Break => break,
                        other => return Ok(other),
                    }
                }
            }
            Stmt::Print {
                args,
                formatted,
                to,
            } => self.print(args, *formatted, to.as_ref())?,
            Stmt::Expr(expr) => {
                self.value(expr)?;
            }
            Stmt::Next => return Ok(Flow::NextLine),
            Stmt::Exit(code) => {
                let code = match code {
                    Some(code) => self.value(code)?.number(),
                    None => 0.0,
                };
                return Ok(Flow::Exit((code as i64).rem_euclid(256) as u8));
            }
            Stmt::Return(value) => {
                let value = match value {
                    Some(value) => self.value(value)?,
                    None => Value::None,
                };
                return Ok(Flow::Return(value));
            }
            Stmt::Break => return Ok(Flow::Break),
            Stmt::Continue => return Ok(Flow::Continue),
            Stmt::Delete(place, index) => {
                let array = self.array(*place)?;
                match index {
                    Some(index) => {
                        let key = self.key(index)?;
                        array.borrow_mut().remove(&key);
                    }
                    None => array.borrow_mut().clear(),
                }
            }
        }
        Ok(Flow::On)
    }

    fn print(
        &mut self,
        args: &[Expr],
        formatted: bool,
        to: Option<&(&'static str, Expr)>,
    ) -> Done<()> {
        let mut text = vec![];
        if formatted {
            text = self.format(args)?;
        } else if args.is_empty() {
            text.extend_from_slice(self.whole_line().as_bytes());
            text.extend_from_slice(self.text_of(ORS).as_bytes());
        } else {
            let format = self.text_of(OFMT);
            for (i, arg) in args.iter().enumerate() {
                if i > 0 {
                    text.extend_from_slice(self.text_of(OFS).as_bytes());
                }
                let value = self.value(arg)?;
                text.extend_from_slice(value.string(&format).as_bytes());
            }
            text.extend_from_slice(self.text_of(ORS).as_bytes());
        }
        let Some((sign, name)) = to else {
            return self.emit(&text);
        };
        let value = self.value(name)?;
        let name = self.string_of(&value).to_string();
        self.call.work(text.len())?;
        match (*sign, name.as_str()) {
            (">" | ">>", "/dev/stdout" | "-") => self.emit(&text),
            (">" | ">>", "/dev/stderr") | ("|", "cat 1>&2" | "cat >&2") => {
                self.call.err.extend_from_slice(&text);
                Ok(())
            }
            _ => {
                match self.outputs.iter_mut().find(|o| o.name == name) {
                    Some(output) => output.text.extend_from_slice(&text),
                    None => self.outputs.push(Output { name, sign, text }),
                }
                Ok(())
            }
        }
    }

    /// Close a file or a command that was written to: now it is written, or run.
    pub(super) fn close(&mut self, name: &str) -> Result<bool, Halt> {
        let Some(at) = self.outputs.iter().position(|o| o.name == name) else {
            return Ok(false);
        };
        let output = self.outputs.remove(at);
        if output.sign == "|" {
            self.call.flush()?;
            let mut streams = self.call.streams.clone();
            streams.input = input(Bytes::new(output.text));
            self.call.m.subshell(|m| m.source(&output.name, &streams))?;
            return Ok(true);
        }
        let path = self.call.path(&output.name);
        let mut text = match self.call.tree().read(&path) {
            Ok(old) if output.sign == ">>" => old.bytes().to_vec(),
            _ => vec![],
        };
        text.extend(output.text);
        self.call.work(text.len())?;
        if let Err(error) = self.call.tree_mut().write(&path, text) {
            self.call.complain(format!(
                "cannot open \"{}\" for output ({error})",
                output.name
            ));
        }
        Ok(true)
    }

    pub(super) fn close_all(&mut self) -> Result<(), Halt> {
        while let Some(name) = self.outputs.first().map(|o| o.name.clone()) {
            self.close(&name)?;
        }
        Ok(())
    }
}

/// The records of a text: lines, parts between a sign, or paragraphs.
fn records<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    if separator.is_empty() {
        let paragraphs = text.split("\n\n").map(|p| p.trim_matches('\n'));
        return paragraphs.filter(|p| !p.is_empty()).collect();
    }
    let body = text.strip_suffix(separator).unwrap_or(text);
    if text.is_empty() {
        vec![]
    } else {
        body.split(separator).collect()
    }
}

/// Two numbers and a sign.
fn calculate(sign: &str, a: f64, b: f64) -> Done<f64> {
    Ok(match sign {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" if b.abs() > 0.0 => a / b,
        "/" => return Err(Trap::Error("division by zero".into())),
        "%" if b.abs() > 0.0 => a % b,
        "%" => return Err(Trap::Error("division by zero in %".into())),
        _ => libm::pow(a, b),
    })
}
