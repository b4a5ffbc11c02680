//! `.gitignore`: which untracked files are not shown.

use super::store::Store;
use crate::swe::files::Tree;

/// One line of such a file.
struct Rule {
    /// The folder of its file, with a slash behind it unless it is the root.
    base: String,
    pattern: String,
    negated: bool,
    folder: bool,
    anchored: bool,
}

/// The rules of a repository.
pub(super) struct Ignored(Vec<Rule>);

impl Ignored {
    pub(super) fn of(store: &Store, tree: &Tree) -> Self {
        let mut rules = vec![];
        let skip = if store.root == "/" {
            1
        } else {
            store.root.len() + 1
        };
        let mut files: Vec<&str> = tree
            .walk(&store.root)
            .map(|(p, _)| p)
            .filter(|p| p.ends_with("/.gitignore") && !p[skip..].starts_with(".git/"))
            .collect();
        files.sort_by_key(|p| p.matches('/').count());
        for path in files {
            let base = path[skip..].strip_suffix(".gitignore").unwrap_or_default();
            let text = tree.read_text(path).unwrap_or_default();
            rules.extend(text.lines().filter_map(|line| Rule::read(line, base)));
        }
        Self(rules)
    }

    /// Whether a file is ignored, itself or by a folder it lies in.
    pub(super) fn holds(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(i, _)| (&path[..i], true));
        folders
            .chain([(path, false)])
            .any(|(part, folder)| self.one(part, folder))
    }

    fn one(&self, path: &str, folder: bool) -> bool {
        let last = self.0.iter().rev().find(|rule| rule.fits(path, folder));
        last.is_some_and(|rule| !rule.negated)
    }
}

impl Rule {
    fn read(line: &str, base: &str) -> Option<Self> {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (negated, line) = match line.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, line.strip_prefix('\\').unwrap_or(line)),
        };
        let folder = line.ends_with('/');
        let pattern = line.trim_end_matches('/');
        let anchored = pattern.contains('/');
        let pattern = pattern.trim_start_matches('/').to_owned();
        let base = base.to_owned();
        Some(Self {
            base,
            pattern,
            negated,
            folder,
            anchored,
        })
    }

    fn fits(&self, path: &str, folder: bool) -> bool {
        if self.folder && !folder {
            return false;
        }
        let Some(inner) = path.strip_prefix(&self.base) else {
            return false;
        };
        if !self.anchored {
            let name = inner.rsplit('/').next().unwrap_or_default();
            return super::super::super::glob::matches(&self.pattern, name);
        }
        let pattern: Vec<&str> = self.pattern.split('/').collect();
        let names: Vec<&str> = inner.split('/').collect();
        segments(&pattern, &names)
    }
}

/// Names against patterns one by one; `**` stands for any number of them, at the end for at least one.
fn segments(pattern: &[&str], names: &[&str]) -> bool {
    let count = pattern.len();
    // Which patterns may come next.
    let mut at = vec![false; count + 1];
    at[0] = true;
    skip(&mut at, pattern);
    for name in names {
        let mut next = vec![false; count + 1];
        for i in (0..count).filter(|i| at[*i]) {
            if pattern[i] == "**" {
                next[i] = true;
                next[count] |= i + 1 == count;
            } else {
                next[i + 1] |= super::super::super::glob::matches(pattern[i], name);
            }
        }
        skip(&mut next, pattern);
        at = next;
    }
    at[count]
}

/// `**` in front of something may stand for nothing.
fn skip(at: &mut [bool], pattern: &[&str]) {
    for i in 0..pattern.len() {
        if at[i] && pattern[i] == "**" && i + 1 < pattern.len() {
            at[i + 1] = true;
        }
    }
}
