//! Functions of the language.

use super::{
    super::printing::Shape,
    parse::{Expr, Place, RLENGTH},
    run::{Awk, Cell, Done, FS, Trap},
    values::{Key, Value},
};
use std::rc::Rc;

/// The place of RSTART among the known variables.
const RSTART: usize = 11;
/// Columns a format may ask for.
const MAX_WIDTH: usize = 60_000;

impl Awk<'_, '_, '_> {
    fn argument(&mut self, args: &[Expr], index: usize) -> Done<Rc<str>> {
        let value = match args.get(index) {
            Some(arg) => self.value(arg)?,
            None => Value::None,
        };
        let text = self.string_of(&value);
        self.call.work(text.len())?;
        Ok(text)
    }

    fn amount(&mut self, args: &[Expr], index: usize) -> Done<f64> {
        Ok(match args.get(index) {
            Some(arg) => self.value(arg)?.number(),
            None => 0.0,
        })
    }

    pub(super) fn builtin(&mut self, name: &str, args: &[Expr]) -> Done<Value> {
        Ok(match name {
            "length" => return self.length(args),
            "substr" => return self.substr(args),
            "index" => {
                let (text, part) = (self.argument(args, 0)?, self.argument(args, 1)?);
                let at = text
                    .find(&*part)
                    .map_or(0, |at| text[..at].chars().count() + 1);
                Value::Number(at as f64)
            }
            "split" => return self.split(args),
            "sub" | "gsub" => return self.substitute(name == "gsub", args),
            "match" => return self.matched(args),
            "sprintf" => {
                let text = self.format(args)?;
                Value::text(String::from_utf8_lossy(&text))
            }
            "tolower" => Value::text(self.argument(args, 0)?.to_ascii_lowercase()),
            "toupper" => Value::text(self.argument(args, 0)?.to_ascii_uppercase()),
            "int" => Value::Number(self.amount(args, 0)?.trunc()),
            "sqrt" => Value::Number(libm::sqrt(self.amount(args, 0)?)),
            "exp" => Value::Number(libm::exp(self.amount(args, 0)?)),
            "log" => Value::Number(libm::log(self.amount(args, 0)?)),
            "sin" => Value::Number(libm::sin(self.amount(args, 0)?)),
            "cos" => Value::Number(libm::cos(self.amount(args, 0)?)),
            "atan2" => Value::Number(libm::atan2(self.amount(args, 0)?, self.amount(args, 1)?)),
            "close" => {
                let name = self.argument(args, 0)?;
                Value::Number(if self.close(&name)? { 0.0 } else { -1.0 })
            }
            other => return Err(Trap::Error(format!("{other} is not supported here"))),
        })
    }

    fn length(&mut self, args: &[Expr]) -> Done<Value> {
        let Some(arg) = args.first() else {
            let line = self.whole_line();
            return Ok(Value::Number(line.chars().count() as f64));
        };
        if let Expr::Variable(place) = arg {
            let array = match place {
                Place::Global(i) => self.globals.get(*i),
                Place::Local(i) => self.frames.last().and_then(|f| f.get(*i)),
            };
            if let Some(Cell::Array(array)) = array {
                return Ok(Value::Number(array.borrow().len() as f64));
            }
        }
        let text = self.argument(args, 0)?;
        Ok(Value::Number(text.chars().count() as f64))
    }

    fn substr(&mut self, args: &[Expr]) -> Done<Value> {
        let text = self.argument(args, 0)?;
        let start = round(self.amount(args, 1)?);
        let end = match args.get(2) {
            Some(_) => start + round(self.amount(args, 2)?),
            None => f64::INFINITY,
        };
        let inside = |i: usize| {
            let at = i as f64 + 1.0;
            at >= start && at < end
        };
        let part: String = text
            .chars()
            .enumerate()
            .filter(|(i, _)| inside(*i))
            .map(|(_, c)| c)
            .collect();
        Ok(Value::text(part))
    }

    fn split(&mut self, args: &[Expr]) -> Done<Value> {
        let text = self.argument(args, 0)?;
        let Some(Expr::Variable(place)) = args.get(1) else {
            return Err(Trap::Error(
                "the second argument of split is an array".into(),
            ));
        };
        let parts = match args.get(2) {
            Some(Expr::Regex(regex)) => {
                let mut parts = vec![];
                let mut from = 0;
                for hit in regex.find_iter(text.as_bytes()).filter(|m| !m.is_empty()) {
                    parts.push(
                        String::from_utf8_lossy(&text.as_bytes()[from..hit.start()]).into_owned(),
                    );
                    from = hit.end();
                }
                parts.push(String::from_utf8_lossy(&text.as_bytes()[from..]).into_owned());
                if text.is_empty() { vec![] } else { parts }
            }
            Some(_) => {
                let separator = self.argument(args, 2)?;
                self.parted(&text, &separator)?
            }
            None => {
                let separator = self.global(FS);
                let separator = self.string_of(&separator);
                self.parted(&text, &separator)?
            }
        };
        self.call.work(parts.len() * 32)?;
        let array = self.array(*place)?;
        let mut array = array.borrow_mut();
        array.clear();
        for (i, part) in parts.iter().enumerate() {
            array.insert(Key(Rc::from((i + 1).to_string())), Value::field(part));
        }
        Ok(Value::Number(parts.len() as f64))
    }

    fn matched(&mut self, args: &[Expr]) -> Done<Value> {
        let text = self.argument(args, 0)?;
        let regex = self.regex(&args[1])?;
        let hit = regex.find(text.as_bytes());
        let chars = |to: usize| {
            String::from_utf8_lossy(&text.as_bytes()[..to])
                .chars()
                .count() as f64
        };
        let (start, length) = match hit {
            Some(hit) => (
                chars(hit.start()) + 1.0,
                chars(hit.end()) - chars(hit.start()),
            ),
            None => (0.0, -1.0),
        };
        self.globals[RSTART] = Cell::Value(Value::Number(start));
        self.globals[RLENGTH] = Cell::Value(Value::Number(length));
        Ok(Value::Number(start))
    }

    fn substitute(&mut self, all: bool, args: &[Expr]) -> Done<Value> {
        let regex = self.regex(&args[0])?;
        let with = self.argument(args, 1)?;
        let whole = Expr::Field(Box::new(Expr::Number(0.0)));
        let target = args.get(2).unwrap_or(&whole).clone();
        let value = self.value(&target)?;
        let text = self.string_of(&value);
        self.call.work(text.len())?;
        let bytes = text.as_bytes();
        let mut out = vec![];
        let (mut from, mut count) = (0, 0_u32);
        for hit in regex.find_iter(bytes) {
            if hit.is_empty() && count > 0 && hit.start() == from {
                continue;
            }
            out.extend_from_slice(&bytes[from..hit.start()]);
            replacement(&with, hit.as_bytes(), &mut out);
            self.call.work(with.len() + hit.len())?;
            from = hit.end();
            count += 1;
            if !all {
                break;
            }
        }
        if count > 0 {
            out.extend_from_slice(&bytes[from..]);
            self.call.work(out.len())?;
            self.assign(&target, Value::text(String::from_utf8_lossy(&out)))?;
        }
        Ok(Value::Number(f64::from(count)))
    }

    /// A format and its values, as `printf` and `sprintf` take them.
    pub(super) fn format(&mut self, args: &[Expr]) -> Done<Vec<u8>> {
        let format = self.argument(args, 0)?;
        let mut values = args[1..].iter();
        let mut out = vec![];
        let mut rest = &*format;
        while let Some(at) = rest.find('%') {
            out.extend_from_slice(&rest.as_bytes()[..at]);
            rest = &rest[at + 1..];
            let end = rest
                .find(|c: char| c.is_ascii_alphabetic() || c == '%')
                .unwrap_or(rest.len());
            let Some(kind) = rest[end..].chars().next() else {
                out.push(b'%');
                break;
            };
            let spec = rest[..end].to_owned();
            rest = &rest[end + 1..];
            if kind == '%' {
                out.push(b'%');
                continue;
            }
            let mut next = |awk: &mut Self| -> Done<Value> {
                match values.next() {
                    Some(arg) => awk.value(arg),
                    None => Err(Trap::Error(format!(
                        "not enough arguments passed to sprintf(\"{format}\")"
                    ))),
                }
            };
            let mut spec_text = spec;
            while let Some(star) = spec_text.find('*') {
                let number = next(self)?.number() as i64;
                spec_text.replace_range(star..=star, &number.to_string());
            }
            let value = next(self)?;
            let text = self.conversion(&spec_text, kind, &value);
            self.call.work(text.len())?;
            out.extend(text);
        }
        out.extend_from_slice(rest.as_bytes());
        Ok(out)
    }

    fn conversion(&self, spec: &str, kind: char, value: &Value) -> Vec<u8> {
        let end = spec
            .find(|c: char| !"-+ #0".contains(c))
            .unwrap_or(spec.len());
        let (flags, size) = spec.split_at(end);
        let (width, precision) = match size.split_once('.') {
            Some((width, precision)) => (
                width,
                Some(precision.parse().unwrap_or(0_usize).min(MAX_WIDTH)),
            ),
            None => (size, None),
        };
        let width = width.parse().unwrap_or(0_usize).min(MAX_WIDTH);
        let shape = Shape {
            flags,
            width,
            precision,
        };
        match kind {
            'd' | 'i' | 'o' | 'x' | 'X' | 'u' => shape.integer(value.number() as i64, kind),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => shape.float(value.number(), kind),
            'c' => {
                let text = match value {
                    Value::Number(n) => char::from_u32(*n as u32)
                        .map(String::from)
                        .unwrap_or_default(),
                    other => self.string_of(other).chars().take(1).collect(),
                };
                shape.pad(text.into_bytes(), false)
            }
            _ => {
                let text = self.string_of(value);
                let text: String = text.chars().take(precision.unwrap_or(usize::MAX)).collect();
                shape.pad(text.into_bytes(), false)
            }
        }
    }
}

/// The text of a match put where `&` stands.
fn replacement(with: &str, hit: &[u8], out: &mut Vec<u8>) {
    let mut signs = with.chars().peekable();
    let mut buffer = [0; 4];
    while let Some(c) = signs.next() {
        match (c, signs.peek()) {
            ('\\', Some('&')) => {
                out.push(b'&');
                signs.next();
            }
            ('\\', Some('\\')) => {
                out.push(b'\\');
                signs.next();
            }
            ('&', _) => out.extend_from_slice(hit),
            _ => out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
        }
    }
}

/// To the nearest integer, halves to the even one.
fn round(value: f64) -> f64 {
    libm::rint(value)
}
