//! Text files of users: of bounded size, without the mark some editors put in front.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

/// Longest text that is read whole, in bytes.
pub const MAX_TEXT_BYTES: u64 = 1 << 30;

/// The mark some editors put in front of UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text of `path`, without a byte order mark.
///
/// # Errors
/// The system's, and for a folder, a device - which would never end - a file above [`MAX_TEXT_BYTES`], or one that is not
/// UTF-8.
pub fn read(path: impl AsRef<Path>) -> io::Result<String> {
    let mut bytes = vec![];
    open(path)?
        .take(MAX_TEXT_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(refused(format!("it is longer than {MAX_TEXT_BYTES} bytes")));
    }
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|&&b| b == b'\n').count() + 1;
        refused(format!("line {line} is not UTF-8"))
    })
}

/// The file at `path`, open for reading: an ordinary file, a pipe or a terminal.
///
/// # Errors
/// The system's, and for a folder or a device.
pub fn open(path: impl AsRef<Path>) -> io::Result<File> {
    let path = path.as_ref();
    let file = File::open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_dir() {
        return Err(refused("it is a folder, not a file".into()));
    }
    let ends = path == Path::new("/dev/null") || io::IsTerminal::is_terminal(&file);
    if is_device(kind) && !ends {
        return Err(refused(
            "it is a device, which may never end: expected a file or a pipe".into(),
        ));
    }
    Ok(file)
}

fn refused(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

#[cfg(unix)]
fn is_device(kind: std::fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_char_device() || kind.is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: std::fs::FileType) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_in_front_is_no_part_of_the_text_and_bad_bytes_are_named_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        std::fs::write(&path, b"\xef\xbb\xbfone\ntwo").unwrap();
        assert_eq!(read(&path).unwrap(), "one\ntwo");
        std::fs::write(&path, b"one\ntw\xff").unwrap();
        assert_eq!(read(&path).unwrap_err().to_string(), "line 2 is not UTF-8");
        let said = read(folder.path()).unwrap_err().to_string();
        assert!(said.contains("a folder"), "{said}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_device_that_never_ends_is_not_read() {
        for device in ["/dev/zero", "/dev/full", "/dev/urandom"] {
            let said = read(device).unwrap_err().to_string();
            assert!(said.contains("may never end"), "{said}");
        }
    }
}
