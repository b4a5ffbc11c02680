//! Paths: absolute, with `/` between names, without `.`, `..` or empty names.

/// The absolute, normalised form of `path` as seen from the folder `from` (itself absolute). `..` above the root is the
/// root, as on any Unix: nothing can be named that is outside.
#[must_use]
pub fn absolute(from: &str, path: &str) -> String {
    let mut names: Vec<&str> = vec![];
    let start = if path.starts_with('/') { "" } else { from };
    for name in start.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    let mut out = String::with_capacity(path.len() + from.len() + 1);
    for name in names {
        out.push('/');
        out.push_str(name);
    }
    if out.is_empty() {
        out.push('/');
    }
    out
}

/// The folder a path lies in; the root lies in itself.
#[must_use]
pub fn parent(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(at) => &path[..at],
    }
}

/// The last name of a path; empty for the root.
#[must_use]
pub fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A name inside a folder.
#[must_use]
pub fn join(folder: &str, name: &str) -> String {
    if folder.ends_with('/') {
        format!("{folder}{name}")
    } else {
        format!("{folder}/{name}")
    }
}
