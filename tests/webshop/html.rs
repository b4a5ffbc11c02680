//! The visible texts of an HTML page by WebShop's rules, to check that the `html` observation says what `text` says.

/// Visible texts in document order: not in the head; blanks alone count as one blank unless they hold a line break.
pub(crate) fn visible_texts(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    let (mut hidden, mut typed) = (false, false);
    for piece in page.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        match tag.split(' ').next().unwrap() {
            "head" => hidden = true,
            "/head" => hidden = false,
            "pre" => typed = true,
            "/pre" => typed = false,
            _ => {}
        }
        let text = unescape(text);
        let blank = text.chars().all(|c| " \n\t\r\u{c}".contains(c));
        let dropped = text.is_empty() || text == "\n" || (blank && !typed && text.contains('\n'));
        if !hidden && !dropped {
            out.push(if blank && !typed {
                " ".to_owned()
            } else {
                text
            });
        }
    }
    out
}

fn unescape(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (name, plain)| {
        text.replace(name, plain)
    })
}
