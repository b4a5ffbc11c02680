//! Lines of bounded length.

use std::io::{BufRead, Read as _, Result};
use truestep_session::MAX_REQUEST_BYTES as MAX_LINE_BYTES;

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line, without its line break.
    Text(Vec<u8>),
    /// Nothing but white space.
    Blank,
    /// A line above the limit; it was skipped.
    TooLong,
    /// The end of input.
    End,
}

/// The next line.
pub(crate) fn next(input: &mut dyn BufRead) -> Result<Line> {
    let mut bytes = vec![];
    input
        .take(MAX_LINE_BYTES + 1)
        .read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(Line::End);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    } else if bytes.len() as u64 > MAX_LINE_BYTES {
        drop(bytes);
        skip_line(input)?;
        return Ok(Line::TooLong);
    }
    Ok(if bytes.iter().all(u8::is_ascii_whitespace) {
        Line::Blank
    } else {
        Line::Text(bytes)
    })
}

fn skip_line(input: &mut dyn BufRead) -> Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|&b| b == b'\n');
        let (used, done) = (end.map_or(buffer.len(), |i| i + 1), end.is_some());
        let at_end = buffer.is_empty();
        input.consume(used);
        if done || at_end {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_above_the_limit_is_skipped_and_the_next_is_read() {
        let long = "x".repeat(MAX_LINE_BYTES as usize + 1);
        let text = format!("a\n\n{long}\nb");
        let mut input = std::io::Cursor::new(text);
        let lines: Vec<Line> = (0..5).map(|_| next(&mut input).unwrap()).collect();
        let text = |t: &str| Line::Text(t.into());
        let expected = [text("a"), Line::Blank, Line::TooLong, text("b"), Line::End];
        assert_eq!(lines, expected);
    }
}
