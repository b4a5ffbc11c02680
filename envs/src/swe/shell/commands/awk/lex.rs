//! The words of a program of `awk`.

/// A word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    Regex(String),
    Name(String),
    /// A name with its bracket right behind it: a function of the program.
    Called(String),
    Word(&'static str),
    Sign(&'static str),
    Newline,
    End,
}

const WORDS: [&str; 38] = [
    "BEGIN", "END", "function", "func", "if", "else", "while", "for", "do", "break", "continue",
    "next", "nextfile", "exit", "return", "delete", "in", "print", "printf", "getline", "length",
    "substr", "index", "split", "sub", "gsub", "match", "sprintf", "tolower", "toupper", "int",
    "sqrt", "exp", "log", "sin", "cos", "atan2", "close",
];

const SIGNS: [&str; 40] = [
    "**=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "**", "==", "<=", ">=",
    "!=", "!~", ">>", "{", "}", "(", ")", "[", "]", ";", ",", "+", "-", "*", "/", "%", "^", "!",
    "<", ">", "|", "?", ":", "~", "$",
];

/// Read a program into words.
pub(super) fn read(source: &str) -> Result<Vec<Token>, String> {
    let signs: Vec<char> = source.chars().collect();
    let mut tokens = vec![];
    let mut at = 0;
    while let Some(&c) = signs.get(at) {
        match c {
            ' ' | '\t' | '\r' => at += 1,
            '\\' if signs.get(at + 1) == Some(&'\n') => at += 2,
            '\n' => {
                tokens.push(Token::Newline);
                at += 1;
            }
            '#' => {
                while signs.get(at).is_some_and(|c| *c != '\n') {
                    at += 1;
                }
            }
            '"' => {
                let (text, end) = string(&signs, at + 1)?;
                tokens.push(Token::Text(text));
                at = end;
            }
            '/' if operand_expected(tokens.last()) => {
                let (text, end) = regex(&signs, at + 1)?;
                tokens.push(Token::Regex(text));
                at = end;
            }
            c if c.is_ascii_digit()
                || (c == '.' && signs.get(at + 1).is_some_and(char::is_ascii_digit)) =>
            {
                let (number, end) = number(&signs, at);
                tokens.push(Token::Number(number));
                at = end;
            }
            c if c.is_ascii_alphabetic() || c == '_' => {
                let from = at;
                while signs
                    .get(at)
                    .is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_')
                {
                    at += 1;
                }
                let name: String = signs[from..at].iter().collect();
                tokens.push(match WORDS.iter().find(|w| **w == name) {
                    Some(word) => Token::Word(word),
                    None if signs.get(at) == Some(&'(') => Token::Called(name),
                    None => Token::Name(name),
                });
            }
            _ => {
                let rest: String = signs[at..signs.len().min(at + 3)].iter().collect();
                let sign = if c == '=' {
                    if rest.starts_with("==") { "==" } else { "=" }
                } else {
                    SIGNS
                        .into_iter()
                        .find(|s| rest.starts_with(s))
                        .ok_or_else(|| format!("syntax error at or near {c}"))?
                };
                at += sign.len();
                tokens.push(Token::Sign(match sign {
                    "**" => "^",
                    "**=" => "^=",
                    sign => sign,
                }));
            }
        }
    }
    tokens.push(Token::Newline);
    tokens.push(Token::End);
    Ok(tokens)
}

/// Whether a slash here begins a pattern.
fn operand_expected(last: Option<&Token>) -> bool {
    !matches!(
        last,
        Some(
            Token::Number(_)
                | Token::Text(_)
                | Token::Name(_)
                | Token::Regex(_)
                | Token::Sign(")" | "]" | "$" | "++" | "--")
                | Token::Word("length")
        )
    )
}

fn string(signs: &[char], mut at: usize) -> Result<(String, usize), String> {
    let mut text = String::new();
    loop {
        let c = *signs.get(at).ok_or("runaway string constant")?;
        at += 1;
        match c {
            '"' => return Ok((text, at)),
            '\n' => return Err("runaway string constant".into()),
            '\\' => {
                let d = *signs.get(at).ok_or("runaway string constant")?;
                at += 1;
                match d {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    'a' => text.push('\u{7}'),
                    'b' => text.push('\u{8}'),
                    'f' => text.push('\u{c}'),
                    'v' => text.push('\u{b}'),
                    '\\' | '"' | '/' => text.push(d),
                    '\n' => {}
                    '0'..='7' => {
                        let mut value = d as u32 - '0' as u32;
                        for _ in 0..2 {
                            match signs.get(at).and_then(|c| c.to_digit(8)) {
                                Some(digit) => {
                                    value = value * 8 + digit;
                                    at += 1;
                                }
                                None => break,
                            }
                        }
                        text.extend(char::from_u32(value));
                    }
                    d => {
                        text.push('\\');
                        text.push(d);
                    }
                }
            }
            c => text.push(c),
        }
    }
}

fn regex(signs: &[char], mut at: usize) -> Result<(String, usize), String> {
    let mut text = String::new();
    let mut class = false;
    loop {
        let c = *signs.get(at).ok_or("runaway regular expression")?;
        at += 1;
        match c {
            '/' if !class => return Ok((text, at)),
            '\n' => return Err("runaway regular expression".into()),
            '\\' => {
                let d = *signs.get(at).ok_or("runaway regular expression")?;
                at += 1;
                if d != '/' {
                    text.push('\\');
                }
                text.push(d);
            }
            '[' => {
                class = true;
                text.push(c);
                // A bracket first in a class is itself.
                if signs.get(at) == Some(&'^') {
                    text.push('^');
                    at += 1;
                }
                if signs.get(at) == Some(&']') {
                    text.push(']');
                    at += 1;
                }
            }
            ']' => {
                class = false;
                text.push(c);
            }
            c => text.push(c),
        }
    }
}

/// A number and where it ends.
fn number(signs: &[char], from: usize) -> (f64, usize) {
    let text: String = signs[from..signs.len().min(from + 60)].iter().collect();
    let used = super::values::numeric_prefix(&text);
    (text[..used].parse().unwrap_or(0.0), from + used.max(1))
}
