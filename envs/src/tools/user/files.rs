//! The files of a domain: found, kept within their folder, and of bounded size. Nothing is unpacked.

use super::error::ToolsError;
use std::{
    io::Read as _,
    path::{Component, Path, PathBuf},
};
use truestep_core::text_file;

/// The file that says what a domain is.
pub(super) const MANIFEST: &str = "domain.json";
/// Names under which tools are found unless the domain's file names them.
const ARTEFACTS: [&str; 3] = ["pack.wasm", "tools.wat", "tools.py"];
/// Size of the domain's file, at most, in bytes.
const MAX_MANIFEST_BYTES: u64 = 1 << 20;
/// Size of any other file, at most, in bytes.
const MAX_FILE_BYTES: u64 = 32 << 20;

/// What the tools are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// A module.
    Wasm,
    /// A module as text.
    Wat,
    /// A file of functions.
    Python,
}

/// Where a domain is.
#[derive(Debug)]
pub(super) struct Place {
    folder: PathBuf,
    /// The text of the domain's file; `None` for tools without one.
    pub(super) manifest: Option<String>,
    /// What the domain's file is called in errors.
    pub(super) called: String,
    /// The tools' file, if it is the path itself.
    artefact: Option<String>,
}

impl Place {
    /// What `path` names: a folder, a domain's file, or a file of tools.
    pub(super) fn find(path: &Path) -> Result<Self, ToolsError> {
        let missing = || ToolsError::Missing {
            path: path.to_owned(),
        };
        let name = path.file_name().and_then(|name| name.to_str());
        if path.is_dir() {
            let file = path.join(MANIFEST);
            return match file.exists() {
                true => Self::of_manifest(path, &file),
                false => Ok(Self::bare(path, None)),
            };
        }
        if !path.exists() {
            return Err(missing());
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let name = name.ok_or_else(missing)?;
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("json") => Self::of_manifest(folder, path),
            _ => {
                language(name)?;
                Ok(Self::bare(folder, Some(name.to_owned())))
            }
        }
    }

    fn of_manifest(folder: &Path, file: &Path) -> Result<Self, ToolsError> {
        let called = file.display().to_string();
        let bytes = read(file, &called, MAX_MANIFEST_BYTES)?;
        Ok(Self {
            folder: folder.to_owned(),
            manifest: Some(text(bytes, &called)?),
            called,
            artefact: None,
        })
    }

    fn bare(folder: &Path, artefact: Option<String>) -> Self {
        Self {
            called: folder.display().to_string(),
            folder: folder.to_owned(),
            manifest: None,
            artefact,
        }
    }

    /// The name of the tools' file: the one that is named, or the only one there is.
    pub(super) fn artefact(&self, named: Option<&str>) -> Result<String, ToolsError> {
        if let Some(name) = named.or(self.artefact.as_deref()) {
            return Ok(name.to_owned());
        }
        let there = ARTEFACTS
            .iter()
            .filter(|name| self.folder.join(name).exists());
        match there.collect::<Vec<_>>()[..] {
            [only] => Ok((*only).to_owned()),
            [] => Err(ToolsError::Empty {
                path: self.folder.clone(),
            }),
            [one, other, ..] => Err(ToolsError::Field {
                file: self.called.clone(),
                field: "tools".into(),
                reason: format!("there are `{one}` and `{other}`: name the one that is meant"),
            }),
        }
    }

    /// The bytes of a file in the folder.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, ToolsError> {
        let outside = || ToolsError::Outside { file: name.into() };
        let relative = Path::new(name);
        let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if name.is_empty() || name.contains('\\') || !relative.components().all(inside) {
            return Err(outside());
        }
        let path = self.folder.join(relative);
        let failed = |error: std::io::Error| ToolsError::File {
            file: name.into(),
            reason: error.to_string(),
        };
        // A link may lead anywhere.
        let (real, folder) = (
            path.canonicalize().map_err(failed)?,
            self.folder.canonicalize().map_err(failed)?,
        );
        if !real.starts_with(folder) {
            return Err(outside());
        }
        read(&real, name, MAX_FILE_BYTES)
    }

    /// The text of a file in the folder.
    pub(super) fn read_text(&self, name: &str) -> Result<String, ToolsError> {
        text(self.read(name)?, name)
    }
}

/// What a file of tools is written in, by its name.
pub(super) fn language(name: &str) -> Result<Language, ToolsError> {
    let extension = Path::new(name).extension().and_then(|e| e.to_str());
    let hint = match extension {
        Some("wasm") => return Ok(Language::Wasm),
        Some("wat") => return Ok(Language::Wat),
        Some("py") => return Ok(Language::Python),
        Some("zip" | "gz" | "tgz" | "tar" | "zst" | "xz" | "bz2" | "whl" | "7z") => {
            "; nothing is unpacked here: unpack it and name the folder"
        }
        _ => "",
    };
    Err(ToolsError::Kind {
        file: name.into(),
        hint,
    })
}

fn read(path: &Path, called: &str, most: u64) -> Result<Vec<u8>, ToolsError> {
    let failed = |error: std::io::Error| ToolsError::File {
        file: called.into(),
        reason: error.to_string(),
    };
    // A pipe would be waited for.
    if !path.metadata().map_err(failed)?.is_file() {
        return Err(ToolsError::File {
            file: called.into(),
            reason: "it is no ordinary file but a device or a pipe".into(),
        });
    }
    let mut bytes = vec![];
    let file = text_file::open(path).map_err(failed)?;
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(ToolsError::TooLarge {
            file: called.into(),
            most,
        });
    }
    Ok(bytes)
}

pub(super) fn text(mut bytes: Vec<u8>, called: &str) -> Result<String, ToolsError> {
    if bytes.starts_with(text_file::BYTE_ORDER_MARK) {
        bytes.drain(..text_file::BYTE_ORDER_MARK.len());
    }
    String::from_utf8(bytes).map_err(|_| ToolsError::File {
        file: called.into(),
        reason: "it is not UTF-8".into(),
    })
}
