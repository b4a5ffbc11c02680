//! Cuts a large JSON array or object into its records without reading the whole.
//!
//! Only brackets and quotes are followed, so that one record that is not valid JSON or not valid UTF-8 costs only itself.
//! Python writes missing numbers as `NaN`, which JSON does not know: outside of text it is passed on as `null`.

use std::io::{self, BufRead};

/// Longer records are skipped, which bounds memory.
const MAX_RECORD: usize = 4 << 20;
/// Said of records that are too long.
pub(super) const TOO_LONG: &str = "expected at most 4 MiB";
/// Said when a file ends inside a record.
const ENDS_INSIDE: &str = "the file ends before the last record does; expected a complete file";
/// Said when records are not separated.
const NO_COMMA: &str =
    "expected a comma or the end of the file's outer bracket after the record before this one";
/// Said when an object lacks a key.
const NO_KEY: &str = "expected a quoted key and a colon";

/// What a file holds at the outermost level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Array,
    Object,
}

impl Shape {
    pub(super) fn description(self) -> &'static str {
        match self {
            Shape::Array => "a JSON array of products, beginning with `[`",
            Shape::Object => "a JSON object with product ids as keys, beginning with `{`",
        }
    }

    fn brackets(self) -> (u8, u8) {
        match self {
            Shape::Array => (b'[', b']'),
            Shape::Object => (b'{', b'}'),
        }
    }
}

/// What comes next in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next<'a> {
    /// One record; the key is quoted JSON text, empty in arrays.
    Record { key: &'a [u8], value: &'a [u8] },
    /// A record over the size limit was passed over.
    TooLong,
    /// Nothing more can be read, and why.
    Broken(&'static str),
    /// The file is complete.
    End,
}

/// The records of one file.
pub(super) struct Records<R> {
    input: R,
    shape: Shape,
    key: Vec<u8>,
    value: Vec<u8>,
    first: bool,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(input: R, shape: Shape) -> Records<R> {
        Records {
            input,
            shape,
            key: Vec::new(),
            value: Vec::new(),
            first: true,
        }
    }

    /// Enters the outer bracket; false if the file begins with anything else.
    pub(super) fn begin(&mut self) -> io::Result<bool> {
        const MARK: &[u8] = "\u{feff}".as_bytes();
        if self.input.fill_buf()?.starts_with(MARK) {
            self.input.consume(MARK.len());
        }
        Ok(self.skip_space()? == Some(self.shape.brackets().0) && self.take()?.is_some())
    }

    /// The next record.
    pub(super) fn next(&mut self) -> io::Result<Next<'_>> {
        let close = self.shape.brackets().1;
        match self.skip_space()? {
            None => return Ok(Next::Broken(ENDS_INSIDE)),
            Some(byte) if byte == close => return Ok(Next::End),
            Some(b',') if !self.first => {
                self.take()?;
                self.skip_space()?;
            }
            Some(_) if self.first => {}
            Some(_) => return Ok(Next::Broken(NO_COMMA)),
        }
        self.first = false;
        self.key.clear();
        self.value.clear();
        if self.shape == Shape::Object && !self.read_key()? {
            return Ok(Next::Broken(NO_KEY));
        }
        let complete = read_value(&mut self.input, &mut self.value)?;
        if !complete {
            return Ok(Next::Broken(ENDS_INSIDE));
        }
        if self.value.len() >= MAX_RECORD {
            self.value = Vec::new();
            return Ok(Next::TooLong);
        }
        Ok(Next::Record {
            key: &self.key,
            value: &self.value,
        })
    }

    fn read_key(&mut self) -> io::Result<bool> {
        if self.skip_space()? != Some(b'"') || !read_value(&mut self.input, &mut self.key)? {
            return Ok(false);
        }
        if self.skip_space()? != Some(b':') {
            return Ok(false);
        }
        self.take()?;
        self.skip_space()?;
        Ok(true)
    }

    fn take(&mut self) -> io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        self.input.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    /// Passes white space and tells the byte after it without taking it.
    fn skip_space(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.input.fill_buf()?;
            let Some(place) = buffer.iter().position(|byte| !byte.is_ascii_whitespace()) else {
                let length = buffer.len();
                if length == 0 {
                    return Ok(None);
                }
                self.input.consume(length);
                continue;
            };
            let byte = buffer[place];
            self.input.consume(place);
            return Ok(Some(byte));
        }
    }
}

/// Where the scan of one value stands.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_text: bool,
    escaped: bool,
    started: bool,
    /// Letters of `NaN` or `Infinity` still to be passed over.
    passing: usize,
}

/// What to do with a byte.
enum Verdict {
    Keep,
    Pass,
    /// Keep it, and the value is complete.
    Last,
    /// The value ended before it.
    Over,
    /// Write `null` instead of the word that begins here.
    Nothing,
}

impl Scan {
    fn see(&mut self, byte: u8) -> Verdict {
        if self.passing > 0 {
            self.passing -= 1;
            return Verdict::Pass;
        }
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = byte == b'\\' && !self.escaped;
            return if self.in_text || self.depth > 0 {
                Verdict::Keep
            } else {
                Verdict::Last
            };
        }
        let is_scalar = self.started && self.depth == 0;
        self.started = true;
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' | b',' | b':' if self.depth == 0 => return Verdict::Over,
            b'}' | b']' => {
                self.depth -= 1;
                return if self.depth == 0 {
                    Verdict::Last
                } else {
                    Verdict::Keep
                };
            }
            b'N' => return self.nothing("NaN"),
            b'I' => return self.nothing("Infinity"),
            _ if byte.is_ascii_whitespace() && is_scalar => return Verdict::Over,
            _ => {}
        }
        Verdict::Keep
    }

    fn nothing(&mut self, word: &str) -> Verdict {
        self.passing = word.len() - 1;
        Verdict::Nothing
    }
}

/// Appends one value to `out`, at most [`MAX_RECORD`] bytes of it; false if the input ends first.
fn read_value(input: &mut impl BufRead, out: &mut Vec<u8>) -> io::Result<bool> {
    let mut scan = Scan::default();
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let mut used = 0;
        let mut kept = 0;
        let mut done = false;
        for &byte in buffer {
            let verdict = scan.see(byte);
            done = matches!(verdict, Verdict::Last | Verdict::Over);
            match verdict {
                Verdict::Keep | Verdict::Last => used += 1,
                Verdict::Over => break,
                Verdict::Pass | Verdict::Nothing => {
                    keep(out, &buffer[kept..used]);
                    if matches!(verdict, Verdict::Nothing) {
                        if out.last() == Some(&b'-') {
                            out.pop();
                        }
                        keep(out, b"null");
                    }
                    used += 1;
                    kept = used;
                }
            }
            if done {
                break;
            }
        }
        keep(out, &buffer[kept..used]);
        input.consume(used);
        if done {
            return Ok(true);
        }
    }
}

fn keep(out: &mut Vec<u8>, bytes: &[u8]) {
    let room = MAX_RECORD - out.len();
    out.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::BufReader;

    fn records(
        text: &[u8],
        shape: Shape,
        buffer: usize,
    ) -> (Vec<(String, String)>, Option<&'static str>) {
        let mut records = Records::new(BufReader::with_capacity(buffer, text), shape);
        assert!(records.begin().unwrap());
        let mut list = Vec::new();
        loop {
            match records.next().unwrap() {
                Next::Record { key, value } => {
                    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    list.push((text(key), text(value)));
                }
                Next::End => return (list, None),
                Next::Broken(problem) => return (list, Some(problem)),
                Next::TooLong => unreachable!("no record here is that long"),
            }
        }
    }

    #[test]
    fn arrays_are_cut_at_their_commas() {
        let text = br#" [ {"a": "]},[\"\\"}, [1, [2]] ,NaN, -Infinity,"x", 7 ] trailing"#;
        for buffer in [1, 2, 3, 64] {
            let (list, problem) = records(text, Shape::Array, buffer);
            let values: Vec<&str> = list.iter().map(|(_, value)| value.as_str()).collect();
            assert_eq!(
                values,
                [
                    r#"{"a": "]},[\"\\"}"#,
                    "[1, [2]]",
                    "null",
                    "null",
                    r#""x""#,
                    "7"
                ]
            );
            assert_eq!(problem, None);
        }
    }

    #[test]
    fn objects_give_keys_and_values() {
        let (list, problem) = records(br#"{"k1" : {"n": NaN}, "k\"2":[ ]}"#, Shape::Object, 5);
        let expected = [(r#""k1""#, r#"{"n": null}"#), (r#""k\"2""#, "[ ]")];
        assert_eq!(
            list,
            expected.map(|(key, value)| (key.to_owned(), value.to_owned()))
        );
        assert_eq!(problem, None);
    }

    #[test]
    fn a_cut_file_gives_what_came_before() {
        let (list, problem) = records(br#"[{"a":1},{"a":2},{"a"#, Shape::Array, 16);
        assert_eq!((list.len(), problem), (2, Some(ENDS_INSIDE)));
        let (list, problem) = records(b"[{} {}]", Shape::Array, 16);
        assert_eq!((list.len(), problem), (1, Some(NO_COMMA)));
        let (list, problem) = records(b"{1:2}", Shape::Object, 16);
        assert_eq!((list.len(), problem), (0, Some(NO_KEY)));
    }

    #[test]
    fn records_over_the_limit_are_passed_over() {
        let text = format!("[1, \"{}\", 2]", "x".repeat(MAX_RECORD));
        let mut records = Records::new(text.as_bytes(), Shape::Array);
        assert!(records.begin().unwrap());
        assert!(matches!(
            records.next().unwrap(),
            Next::Record { value: b"1", .. }
        ));
        assert_eq!(records.next().unwrap(), Next::TooLong);
        assert!(matches!(
            records.next().unwrap(),
            Next::Record { value: b"2", .. }
        ));
        assert_eq!(records.next().unwrap(), Next::End);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes in prop::collection::vec(prop::sample::select(b"[]{},:\"\\ aN1I-\xff".to_vec()), 0..60)) {
            let whole = [b"[", bytes.as_slice()].concat();
            let one = records(&whole, Shape::Array, 1);
            prop_assert_eq!(&one, &records(&whole, Shape::Array, 4096));
        }

        #[test]
        fn any_array_of_values_comes_back(values in prop::collection::vec(any::<String>(), 0..8)) {
            let text = serde_json::to_vec(&values).unwrap();
            let (list, problem) = records(&text, Shape::Array, 7);
            let back: Vec<String> = list.iter().map(|(_, value)| serde_json::from_str(value).unwrap()).collect();
            prop_assert_eq!((back, problem), (values, None));
        }
    }
}
