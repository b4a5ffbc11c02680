//! Backslash escapes as `echo -e`, `printf` and `$'...'` read them.

/// The bytes that `text` stands for, and whether a `\c` asked for the end of all output.
pub(super) fn unescape(text: &[u8]) -> (Vec<u8>, bool) {
    unescaped(text, true)
}

/// The same as `echo -e` has it, where a number in octal begins with a zero.
pub(super) fn unescape_echo(text: &[u8]) -> (Vec<u8>, bool) {
    unescaped(text, false)
}

fn unescaped(text: &[u8], octal: bool) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(&next) = text.get(at) else {
            out.push(b'\\');
            break;
        };
        at += 1;
        match next {
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'e' | b'E' => out.push(27),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'\\' | b'\'' | b'"' => out.push(next),
            b'c' => return (out, true),
            b'0'..=b'7' if octal || next == b'0' => {
                // `\0nnn` has up to three digits after the zero, `\nnn` three in all.
                let from = if next == b'0' { at } else { at - 1 };
                let (value, used) = digits(&text[from..], 8, 3);
                at = from + used;
                out.push(value as u8);
            }
            b'x' => match digits(&text[at..], 16, 2) {
                (_, 0) => out.extend_from_slice(b"\\x"),
                (value, used) => {
                    at += used;
                    out.push(value as u8);
                }
            },
            b'u' | b'U' => {
                let most = if next == b'u' { 4 } else { 8 };
                let (value, used) = digits(&text[at..], 16, most);
                at += used;
                let letter = char::from_u32(value).filter(|_| used > 0);
                let mut buffer = [0; 4];
                match letter {
                    Some(c) => out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
                    None => out.extend_from_slice(&[b'\\', next]),
                }
            }
            _ => out.extend_from_slice(&[b'\\', next]),
        }
    }
    (out, false)
}

/// The number at the front of `text` in a base, of at most so many digits, and how many there were.
fn digits(text: &[u8], base: u32, most: usize) -> (u32, usize) {
    let (mut value, mut used) = (0_u32, 0);
    for byte in text.iter().take(most) {
        let Some(digit) = char::from(*byte).to_digit(base) else {
            break;
        };
        value = value.wrapping_mul(base).wrapping_add(digit);
        used += 1;
    }
    (value, used)
}
