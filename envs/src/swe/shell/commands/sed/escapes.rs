//! What GNU sed reads behind a backslash before anything else does: signs named by a letter or a number.

/// The byte that the signs behind a backslash name, and how many of them do; `None` if they name none.
///
/// # Errors
/// `\c\` before anything but another backslash.
pub(super) fn named(rest: &[char]) -> Result<Option<(u8, usize)>, String> {
    let Some(letter) = rest.first() else {
        return Ok(None);
    };
    let number = |base: u32, most: usize| {
        let digits = rest[1..].iter().take(most);
        let digits = digits.map_while(|c| c.to_digit(base));
        let (value, count) = digits.fold((0, 0), |(value, count), digit| {
            (value * base + digit, count + 1)
        });
        (count > 0).then_some((value as u8, count + 1))
    };
    Ok(match letter {
        'a' => Some((7, 1)),
        'f' => Some((12, 1)),
        'n' => Some((b'\n', 1)),
        'r' => Some((b'\r', 1)),
        't' => Some((b'\t', 1)),
        'v' => Some((11, 1)),
        'd' => number(10, 3),
        'o' => number(8, 3),
        'x' => number(16, 2),
        'c' => match rest[1..] {
            [] => Some((b'\\', 1)),
            ['\\', '\\', ..] => Some((b'\\' ^ 0x40, 3)),
            ['\\', ..] => return Err("recursive escaping after \\c not allowed".into()),
            [c, ..] if c.is_ascii() => Some((c.to_ascii_uppercase() as u8 ^ 0x40, 2)),
            _ => None,
        },
        _ => None,
    })
}

/// A pattern, or a side of `y`, with the signs that are named in it put in their place.
///
/// # Errors
/// A byte that is no sign of its own.
pub(super) fn put_in(text: &str) -> Result<String, String> {
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        at += 1;
        if sign != '\\' {
            out.push(sign);
            continue;
        }
        match named(&signs[at..])? {
            Some((byte, used)) if byte.is_ascii() => {
                out.push(char::from(byte));
                at += used;
            }
            Some((byte, _)) => {
                return Err(format!(
                    "the byte \\x{byte:02x} is not supported here in a pattern"
                ));
            }
            None => {
                out.push('\\');
                out.extend(signs.get(at));
                at += 1;
            }
        }
    }
    Ok(out)
}
