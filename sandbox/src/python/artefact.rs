//! From the pinned artefact to a component that runs: unpacked, checked and compiled once a machine, then kept in a file.
//!
//! The file is named after the artefact, the version and configuration of wasmtime and the features of the processor, is
//! written under another name first, and lies beside a file with its digest. What does not agree with its digest, or what
//! wasmtime does not take, is compiled again.

use crate::error::{BadGuest, one_line};
use ruzstd::decoding::StreamingDecoder;
use sha2::{Digest, Sha256};
use std::{
    env, fmt, fs,
    hash::{Hash, Hasher},
    io::Read,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};
use wasmtime::{Engine, component::Component};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// CPython, as `guest/build.sh` made it.
const PACKED: &[u8] = include_bytes!("../../guest/python.wasm.zst");
/// Of the artefact and of what it unpacks to.
const SUMS: &str = include_str!("../../guest/SHA256SUMS");
/// Names another folder for compiled guests.
pub const CACHE: &str = "TRUESTEP_CACHE";
/// What the artefact may unpack to.
const MOST_BYTES: u64 = 64 << 20;

/// What takes a while when a guest is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// The guest is compiled: some seconds, once a machine.
    Compiling {
        /// Where the result is kept, if anywhere.
        cache: Option<PathBuf>,
    },
    /// The result could not be kept: the next process compiles again.
    NotKept {
        /// Why.
        reason: String,
    },
    /// The guest is ready.
    Ready,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const COMPILING: &str =
            "the Python guest is compiled for this machine, half a minute or so";
        match self {
            Progress::Compiling { cache: Some(file) } => {
                write!(
                    f,
                    "{COMPILING}; kept in `{}` for the next time",
                    file.display()
                )
            }
            Progress::Compiling { cache: None } => write!(
                f,
                "{COMPILING}, and at every start, since there is no folder to keep it in; {CACHE} names one"
            ),
            Progress::NotKept { reason } => write!(
                f,
                "the compiled Python guest cannot be kept, so every start compiles it again: {reason}; {CACHE} names another folder"
            ),
            Progress::Ready => f.write_str("the Python guest is ready"),
        }
    }
}

/// The folder of compiled guests: `TRUESTEP_CACHE`, or `truestep` in the user's cache folder; none if there is no such.
#[must_use]
pub fn cache_folder() -> Option<PathBuf> {
    let folder = |name| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(own) = folder(CACHE) {
        return Some(own.into());
    }
    let home = || folder("HOME").map(PathBuf::from);
    let users = if cfg!(windows) {
        folder("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Caches"))
    } else {
        let given = folder("XDG_CACHE_HOME").map(PathBuf::from);
        given.or_else(|| home().map(|home| home.join(".cache")))
    };
    users.map(|users| users.join("truestep"))
}

/// The guest as a component of this engine.
pub(super) fn load(
    engine: &Engine,
    folder: Option<&Path>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Component, BadGuest> {
    let file = folder.map(|folder| folder.join(file_name(engine)));
    if let Some(component) = file.as_deref().and_then(|file| kept(engine, file)) {
        return Ok(component);
    }
    progress(Progress::Compiling {
        cache: file.clone(),
    });
    let wasm = unpack(PACKED, pinned(), MOST_BYTES)?;
    let failed = |error: wasmtime::Error| BadGuest::Compile {
        reason: one_line(&error),
    };
    let compiled = engine.precompile_component(&wasm).map_err(failed)?;
    drop(wasm);
    if let Some(file) = &file {
        match keep(file, &compiled) {
            Ok(()) => {
                if let Some(component) = kept(engine, file) {
                    return Ok(component);
                }
            }
            Err(error) => progress(Progress::NotKept {
                reason: format!("`{}`: {error}", file.display()),
            }),
        }
    }
    // SAFETY: these bytes are what this engine's compiler gave a moment ago; they were nowhere else.
    #[allow(unsafe_code, reason = "the bytes are ours")]
    unsafe { Component::deserialize(engine, &compiled) }.map_err(failed)
}

/// The SHA-256 of the component, as pinned.
fn pinned() -> &'static str {
    SUMS.split_whitespace().next().unwrap_or("")
}

/// A digest of everything that the compiled form depends on.
fn file_name(engine: &Engine) -> String {
    let mut hasher = Xxh3Default::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    let artefact = pinned().get(..16).unwrap_or("");
    format!("python-{artefact}-{:016x}.cwasm", hasher.finish())
}

fn digest_file(file: &Path) -> PathBuf {
    file.with_extension("xxh3")
}

/// The component in a file, if the file is whole and of this engine.
fn kept(engine: &Engine, file: &Path) -> Option<Component> {
    let expected = fs::read_to_string(digest_file(file)).ok()?;
    let found = format!("{:032x}", xxh3_128(&fs::read(file).ok()?));
    if expected.trim() != found {
        return None;
    }
    // SAFETY: the file's content agrees with the digest that `keep` wrote for it, so that it is what a compiler of this
    // version gave; wasmtime itself refuses what another version or configuration gave. The folder is the user's own, and
    // files in it are replaced as a whole, never written in place.
    #[allow(unsafe_code, reason = "the file was checked")]
    unsafe { Component::deserialize_file(engine, file) }.ok()
}

/// Writes a file and its digest, each as a whole.
fn keep(file: &Path, compiled: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // Away with an old digest first: a file never lies beside the digest of another.
    let digest = digest_file(file);
    if digest.exists() {
        fs::remove_file(&digest)?;
    }
    write_whole(file, compiled)?;
    let text = format!("{:032x}\n", xxh3_128(compiled));
    write_whole(&digest, text.as_bytes())
}

fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let part = file.with_extension(format!("part-{}-{count}", process::id()));
    let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, file));
    if written.is_err() {
        // What was written of it is of no use to anybody; that it cannot be removed is the same trouble again.
        drop(fs::remove_file(&part));
    }
    written
}

/// Unpacks an artefact of at most so many bytes and holds it against its SHA-256.
fn unpack(packed: &[u8], expected: &str, most: u64) -> Result<Vec<u8>, BadGuest> {
    let failed = |reason: String| BadGuest::Packed { reason };
    let mut decoder = StreamingDecoder::new(packed).map_err(|error| failed(error.to_string()))?;
    let mut bytes = vec![];
    let read = decoder.by_ref().take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| failed(error.to_string()))?;
    if bytes.len() as u64 > most {
        return Err(BadGuest::TooLarge { most });
    }
    let found: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if found != expected {
        return Err(BadGuest::Digest {
            found,
            expected: expected.to_owned(),
        });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    fn sum(bytes: &[u8]) -> String {
        let hash = Sha256::digest(bytes);
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_artefact_in_the_repository_is_the_pinned_one() {
        let packed = SUMS.split_whitespace().nth(2).unwrap();
        assert_eq!(sum(PACKED), packed);
        assert_eq!(pinned().len(), 64);
    }

    #[test]
    fn a_bomb_stops_at_its_bound() {
        // A mebibyte of zeros packs to next to nothing.
        let zeros = vec![0; 1 << 20];
        let bomb = compress_to_vec(&zeros[..], CompressionLevel::Fastest);
        assert!(bomb.len() < 10_000);
        let refused = unpack(&bomb, &sum(&zeros), 1 << 16).unwrap_err();
        assert_eq!(refused, BadGuest::TooLarge { most: 1 << 16 });
        assert_eq!(unpack(&bomb, &sum(&zeros), 1 << 20).unwrap(), zeros);
    }

    #[test]
    fn another_artefact_a_torn_one_and_none_at_all_are_refused() {
        let packed = compress_to_vec(&b"component"[..], CompressionLevel::Fastest);
        let other = unpack(&packed, pinned(), 1 << 16).unwrap_err();
        assert!(matches!(other, BadGuest::Digest { .. }), "{other}");
        for bad in [&packed[..packed.len() - 3], &b"not packed"[..], &b""[..]] {
            let refused = unpack(bad, &sum(b"component"), 1 << 16).unwrap_err();
            assert!(
                matches!(refused, BadGuest::Packed { .. } | BadGuest::Digest { .. }),
                "{refused}"
            );
        }
    }
}
