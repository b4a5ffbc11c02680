//! Texts as Python counts and expands them.

/// How many lines `str.splitlines` finds.
pub(super) fn count(text: &str) -> usize {
    let mut lines = 0;
    let mut open = false;
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        let ends = matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'
                ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        );
        if c == '\r' && signs.peek() == Some(&'\n') {
            signs.next();
        }
        lines += usize::from(ends);
        open = !ends;
    }
    lines + usize::from(open)
}

/// `str.expandtabs`: tabs up to columns of eight.
pub(super) fn expand_tabs(text: &str) -> String {
    if !text.contains('\t') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let gap = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', gap));
                column += gap;
            }
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}
