//! The project with the bug and without it.

use super::{entry::Entry, source::Files};
use crate::swe::files::patch::{self, FilePatch, Fit};

/// What a file is called that is not there.
const NOTHING: &str = "/dev/null";

/// A project twice.
#[derive(Debug)]
pub(super) struct Versions {
    /// With the bug, as it is worked on.
    pub(super) start: Files,
    /// Repaired.
    pub(super) right: Files,
}

impl Versions {
    /// Both versions, from a source that is one of them.
    ///
    /// # Errors
    /// Why a patch does not apply.
    pub(super) fn of(entry: &Entry, source: &Files) -> Result<Self, String> {
        let patch = read("patch", &entry.patch)?;
        if let Some(tests) = &entry.test_patch {
            let tests = read("test_patch", tests)?;
            let start = applied(source, &tests).map_err(|why| format!("its test_patch {why}"))?;
            let right = applied(&start, &patch).map_err(|why| format!("its patch {why}"))?;
            return Ok(Self { start, right });
        }
        let bug = applied(source, &patch);
        let why = match bug {
            Ok(start) => {
                let right = source.clone();
                return Ok(Self { start, right });
            }
            Err(why) => why,
        };
        // The source may be that of the branch with the bug.
        let back: Vec<FilePatch> = patch.iter().map(FilePatch::reversed).collect();
        match applied(source, &back) {
            Ok(right) => Ok(Self {
                start: source.clone(),
                right,
            }),
            Err(_) => Err(format!("its patch {why}")),
        }
    }
}

/// The changes of a unified difference.
fn read(name: &str, text: &str) -> Result<Vec<FilePatch>, String> {
    if text.lines().any(|line| line == "GIT binary patch") {
        return Err(format!("its {name} changes files that are no texts"));
    }
    let files = patch::parse(text.as_bytes())
        .map_err(|line| format!("its {name} is broken on line {line}"))?;
    match files.is_empty() {
        true => Err(format!("its {name} is no unified difference")),
        false => Ok(files),
    }
}

/// The files with changes made; all of them or none.
fn applied(files: &Files, changes: &[FilePatch]) -> Result<Files, String> {
    let mut files = files.clone();
    for change in changes {
        let (old, new) = (name(&change.old), name(&change.new));
        let leads_out = |path: &str| {
            path != NOTHING && (path.starts_with('/') || path.split('/').any(|part| part == ".."))
        };
        if leads_out(old) || leads_out(new) {
            return Err("changes files outside the project".to_owned());
        }
        let before = match old {
            NOTHING if files.contains_key(new) => {
                return Err(format!("makes {new}, which is there already"));
            }
            NOTHING => None,
            _ => Some(
                files
                    .remove(old)
                    .ok_or_else(|| format!("changes {old}, which is not there"))?,
            ),
        };
        let (after, fits) = change.apply(before.as_deref().unwrap_or_default(), 0);
        let failed = fits.iter().position(|fit| *fit == Fit::Fails);
        if let Some(hunk) = failed {
            let path = if new == NOTHING { old } else { new };
            return Err(format!("does not apply: hunk {} of {path}", hunk + 1));
        }
        if new != NOTHING && !change.deleted {
            files.insert(new.to_owned(), after.into());
        }
    }
    Ok(files)
}

/// A name in a difference without git's first folder.
fn name(name: &str) -> &str {
    let cut = name.strip_prefix("a/").or_else(|| name.strip_prefix("b/"));
    cut.unwrap_or(name)
}
