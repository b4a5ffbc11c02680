//! What somebody may have meant.

/// As much of a name as an error repeats.
pub(super) fn shorten(name: &str) -> String {
    name.chars().take(80).collect()
}

/// The name nearest to `asked`, if one is near enough to be meant; capital letters make no difference.
#[must_use]
pub fn nearest(asked: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    // Far-off text has no meaning to guess at, and comparing it would be slow.
    if asked.len() > 200 {
        return None;
    }
    let asked = asked.to_lowercase();
    let scored = names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&asked, &name.to_lowercase()), name));
    let best = scored.fold(
        None,
        |best: Option<(f64, String)>, (score, name)| match best {
            Some((top, _)) if top >= score => best,
            _ => Some((score, name)),
        },
    );
    best.filter(|(score, _)| *score > 0.75)
        .map(|(_, name)| name)
}
