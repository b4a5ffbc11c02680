//! Archives that are and are not what they should be, and a package's way from an archive to instances.

use super::*;
use crate::swe::Guest;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};
use std::{fs, io::Write as _};

/// What an archive holds.
enum Entry<'a> {
    File(&'a str, &'a str),
    Link(&'a str, &'a str),
}

/// An archive in a folder, and a package that is meant by it.
fn archive(folder: &Path, entries: &[Entry<'_>]) -> (PathBuf, Package) {
    let mut archive = tar::Builder::new(GzEncoder::new(vec![], Compression::fast()));
    for entry in entries {
        let mut header = tar::Header::new_gnu();
        header.set_mode(0o644);
        let (path, bytes) = match entry {
            Entry::File(path, text) => (path, text.as_bytes()),
            Entry::Link(path, to) => {
                header.set_entry_type(tar::EntryType::Symlink);
                header.set_link_name_literal(to).unwrap();
                (path, &b""[..])
            }
        };
        header.set_size(bytes.len() as u64);
        // By hand: a path that leads out is refused by who writes archives, too.
        let name = &mut header.as_old_mut().name;
        name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        archive.append(&header, bytes).unwrap();
    }
    let bytes = archive.into_inner().unwrap().finish().unwrap();
    let path = folder.join("pair-1.0.tar.gz");
    fs::File::create(&path).unwrap().write_all(&bytes).unwrap();
    let sha256 = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let package = Package {
        name: "pair".into(),
        version: "1.0".into(),
        sha256,
        licence: "MIT".into(),
        source: "pair.py".into(),
        tests: vec!["tests".into()],
        excluded: vec![],
    };
    (path, package)
}

#[test]
fn the_list_names_permissive_packages_once_each_by_whole_hashes() {
    let all = packages();
    assert!(all.len() >= 10, "{}", all.len());
    for pair in all.windows(2) {
        assert!(pair[0].name < pair[1].name, "{}", pair[1].name);
    }
    for package in all {
        let digits = package
            .sha256
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        assert!(digits && package.sha256.len() == 64, "{}", package.name);
        assert!(
            ["MIT", "BSD-3-Clause", "BSD-2-Clause", "Apache-2.0"]
                .contains(&package.licence.as_str()),
            "{}",
            package.name
        );
        assert!(
            package
                .excluded
                .iter()
                .all(|one| !one.reason.is_empty() && one.test.contains(".py")),
            "{}",
            package.name
        );
    }
}

#[test]
fn an_archive_becomes_a_source_without_its_top_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (path, package) = archive(
        folder.path(),
        &[
            Entry::File("pair-1.0/pair.py", "A = 1\n"),
            Entry::File("./pair-1.0/tests/test_pair.py", ""),
        ],
    );
    let cache = folder.path().join("cache");
    let place = package.unpack(&path, &cache).unwrap();
    assert_eq!(
        fs::read_to_string(place.join("pair.py")).unwrap(),
        "A = 1\n"
    );
    assert!(place.join("tests/test_pair.py").is_file() && package.is_in(&cache));
    assert_eq!(
        place.file_name().unwrap().to_str().unwrap(),
        package.folder()
    );
    assert_eq!(fs::read_dir(&cache).unwrap().count(), 1);
}

#[test]
fn an_archive_of_another_hash_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut package) = archive(folder.path(), &[Entry::File("pair-1.0/pair.py", "A = 1\n")]);
    package.sha256 = "0".repeat(64);
    let cache = folder.path().join("cache");
    let error = package.unpack(&path, &cache).unwrap_err();
    assert!(matches!(error, PackageError::Hash { .. }), "{error}");
    assert!(!cache.exists());
}

#[test]
fn nothing_of_an_archive_is_written_outside_of_its_folder() {
    for bad in [
        Entry::File("pair-1.0/../../out.py", "A = 1\n"),
        Entry::File("../out.py", "A = 1\n"),
        Entry::File("/out.py", "A = 1\n"),
        Entry::Link("pair-1.0/away", "/"),
        Entry::Link("pair-1.0/away", "../.."),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (path, package) = archive(
            folder.path(),
            &[
                Entry::File("pair-1.0/pair.py", "A = 1\n"),
                bad,
                Entry::File("pair-1.0/away/out.py", ""),
            ],
        );
        let cache = folder.path().join("deep/cache");
        let error = package.unpack(&path, &cache).unwrap_err();
        assert!(matches!(error, PackageError::Archive { .. }), "{error}");
        assert_eq!(fs::read_dir(&cache).unwrap().count(), 0, "{error}");
        assert!(!package.is_in(&cache) && !folder.path().join("out.py").exists());
    }
}

#[test]
fn a_package_that_was_not_fetched_says_what_fetches_it() {
    let folder = tempfile::tempdir().unwrap();
    let said = packages()[0].files(folder.path()).unwrap_err().to_string();
    assert!(said.contains("truestep swe fetch --cache"), "{said}");
}

const PAIR: &str = "def larger(a, b):\n    if a > b:\n        return a\n    return b\n\n\ndef total(numbers):\n    result = 0\n    for number in numbers:\n        result += number\n    return result\n";
const TESTS: &str = "import pytest\n\nfrom pair import larger, total\n\n\n@pytest.mark.parametrize('a, b, most', [(1, 2, 2), (2, 1, 2), (0.5, 1, 1)])\ndef test_larger(a, b, most):\n    assert larger(a, b) == most\n\n\ndef test_total():\n    assert total([1, 2, 3]) == 6\n\n\ndef test_none():\n    assert total([]) == 0\n\n\ndef test_one():\n    assert total([1]) == 1\n\n\ndef test_away():\n    import socket\n\n    socket.create_connection(('localhost', 1))\n";

/// A small package, fetched into a folder.
fn fetched(excluded: Vec<Excluded>) -> (tempfile::TempDir, &'static Package) {
    let folder = tempfile::tempdir().unwrap();
    let entries = [
        Entry::File("pair-1.0/pair.py", PAIR),
        Entry::File("pair-1.0/tests/test_pair.py", TESTS),
    ];
    let (path, mut package) = archive(folder.path(), &entries);
    package.excluded = excluded;
    package.unpack(&path, &folder.path().join("cache")).unwrap();
    (folder, Box::leak(Box::new(package)))
}

#[test]
#[ignore = "opens the guest"]
fn tests_are_asked_for_but_for_those_that_are_excluded() {
    let guest = Guest::open().unwrap();
    let (folder, package) = fetched(vec![Excluded {
        test: "tests/test_pair.py::test_away".into(),
        reason: "opens sockets".into(),
    }]);
    let suite = Suite::run(&guest, package, &folder.path().join("cache")).unwrap();
    assert_eq!((suite.tests.len(), suite.passing()), (6, 6));
    let there = [
        ("tests/test_pair.py::test_larger[0.5-1-1]", true),
        ("tests/test_pair.py::test_larger[1-2-2]", true),
        ("tests/test_pair.py::test_larger[2-1-2]", false),
        ("tests/test_pair.py::test_total", true),
        ("tests/test_pair.py::test_away", true),
        ("tests/test_other.py::test_any", true),
    ];
    let beside = suite.beside(&there.map(|(name, passed)| (name.to_owned(), passed)).into());
    assert_eq!((beside.tests, beside.passing), (4, 3));
    let only = [
        "tests.test_pair.test_larger[2-1-2]",
        "tests.test_pair.test_none",
        "tests.test_pair.test_one",
    ];
    assert_eq!(beside.only_here, only);
    assert!(beside.only_there.is_empty());
}

#[test]
#[ignore = "opens the guest"]
fn what_passes_elsewhere_and_not_here_is_told_with_its_reason() {
    let guest = Guest::open().unwrap();
    let (folder, package) = fetched(vec![]);
    let suite = Suite::run(&guest, package, &folder.path().join("cache")).unwrap();
    let there = [("tests/test_pair.py::test_away".to_owned(), true)];
    let told = suite.beside(&there.into()).only_there.concat();
    assert!(
        told.starts_with("tests.test_pair.test_away ERROR "),
        "{told}"
    );
}

#[test]
#[ignore = "opens the guest"]
fn instances_of_a_package_are_played_as_they_are_written() {
    let guest = Guest::open().unwrap();
    let (folder, package) = fetched(vec![]);
    let cache = folder.path().join("cache");
    let suite = Suite::run(&guest, package, &cache).unwrap();
    let making = Making {
        wanted: 5,
        seed: truestep_core::chance::Seed(1),
    };
    let made = suite.instances(&guest, making).unwrap();
    assert!(made.entries.len() >= 3, "{made:?}");
    assert_eq!(
        made.tried,
        made.entries.len() + made.survived + made.too_many
    );
    let lines: Vec<String> = made.entries.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        suite
            .instances(&guest, making)
            .unwrap()
            .entries
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    );
    let instances = folder.path().join("instances.jsonl");
    fs::write(&instances, lines.join("\n")).unwrap();
    let paths = crate::swe::loaded::Paths {
        instances,
        sources: cache,
    };
    let loaded = crate::swe::loaded::Instances::load(&paths).unwrap();
    assert!(loaded.skipped().is_empty());
    let report = loaded.report().unwrap();
    assert!(
        report.iter().all(|line| line.contains(": played: ")),
        "{report:?}"
    );
    let issue = made.entries[0]["problem_statement"].as_str().unwrap();
    assert!(issue.contains("    def test_"), "{issue}");
}
