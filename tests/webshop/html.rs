//! The visible texts of an HTML page by WebShop's rules, to check that the `html` observation says what `text` says.

/// Visible texts in document order: not in the head; blanks alone count as one blank unless they hold a line break.
pub(crate) fn visible_texts(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    let (mut hidden, mut typed) = (false, false);
    // Neither comments nor scripts are seen.
    let page = without(&without(page, "<!--", "-->"), "<script>", "</script>");
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

/// A page without what stands from `open` to `close`.
fn without(page: &str, open: &str, close: &str) -> String {
    let mut parts = page.split(open);
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, part| {
        out + part.split_once(close).map_or("", |(_, rest)| rest)
    })
}

fn unescape(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (name, plain)| {
        text.replace(name, plain)
    })
}
