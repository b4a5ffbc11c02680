use super::{Change, Changes, FileError, Limits, Tree, absolute, diff, patch};
use proptest::prelude::*;

fn tree() -> Tree {
    Tree::new(
        [("/repo/a.py", "x = 1\n"), ("/repo/b/c.py", "y = 2\n")],
        Limits::default(),
    )
    .unwrap()
}

#[test]
fn paths_never_leave_the_root() {
    for (from, path, whole) in [
        ("/repo", "a", "/repo/a"),
        ("/repo", "../a", "/a"),
        ("/repo", "../../../a/./b//c/..", "/a/b"),
        ("/", "..", "/"),
        ("/repo", "/x/", "/x"),
        ("/repo", "", "/repo"),
    ] {
        assert_eq!(absolute(from, path), whole);
    }
}

#[test]
fn a_fork_and_its_origin_do_not_see_each_other() {
    let mut one = tree();
    let mut two = one.clone();
    one.write("/repo/a.py", "x = 3\n").unwrap();
    two.remove_all("/repo/b").unwrap();
    assert_eq!(two.read_text("/repo/a.py"), Ok("x = 1\n"));
    assert_eq!(one.read_text("/repo/b/c.py"), Ok("y = 2\n"));
    assert_ne!(one.digest(), two.digest());
}

#[test]
fn written_back_is_never_written() {
    let mut tree = tree();
    let before = tree.digest();
    tree.write("/repo/a.py", "z").unwrap();
    tree.write("/repo/new", "").unwrap();
    tree.set_executable("/repo/a.py", true).unwrap();
    assert_ne!(tree.digest(), before);
    tree.write("/repo/a.py", "x = 1\n").unwrap();
    tree.set_executable("/repo/a.py", false).unwrap();
    tree.remove("/repo/new").unwrap();
    assert_eq!(tree.digest(), before);
    assert_eq!(tree.changes(), Changes::default());
}

#[test]
fn a_fork_weighs_next_to_nothing() {
    assert!(size_of::<Tree>() <= 256, "{}", size_of::<Tree>());
}

#[test]
#[ignore = "measures; run by hand: a fork is to take less than a microsecond"]
#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "measuring is looking at a clock"
)]
fn a_fork_takes_less_than_a_microsecond() {
    let files = (0..2_000).map(|i| (format!("/repo/d{}/f{i}.py", i % 50), "x = 1\n".repeat(100)));
    let mut tree = Tree::new(files, Limits::default()).unwrap();
    (0..100).for_each(|i| tree.write(&format!("/repo/d1/g{i}.py"), "y\n").unwrap());
    let start = std::time::Instant::now();
    let mut sum = 0;
    for _ in 0..100_000 {
        sum += std::hint::black_box(tree.clone()).totals().1;
    }
    let nanoseconds = start.elapsed().as_nanos() / 100_000;
    println!(
        "{nanoseconds} ns a fork of {} paths ({sum})",
        tree.totals().1
    );
    assert!(nanoseconds < 1_000);
}

#[test]
fn listings_are_sorted_and_hold_direct_children() {
    let tree = Tree::new(
        [
            ("/r/b/x", ""),
            ("/r/b.c", ""),
            ("/r/a/y/z", ""),
            ("/r-s/q", ""),
            ("/r/b-d", ""),
        ],
        Limits::default(),
    )
    .unwrap();
    let names: Vec<&str> = tree.list("/r").map(|e| e.name).collect();
    assert_eq!(names, ["a", "b", "b-d", "b.c"]);
    let names: Vec<&str> = tree.list("/").map(|e| e.name).collect();
    assert_eq!(names, ["r", "r-s"]);
}

#[test]
fn errors_are_those_of_unix() {
    let mut tree = tree();
    assert_eq!(tree.read("/repo/nosuch").unwrap_err(), FileError::Missing);
    assert_eq!(tree.read("/repo").unwrap_err(), FileError::IsFolder);
    assert_eq!(tree.read("/repo/a.py/x").unwrap_err(), FileError::NotFolder);
    assert_eq!(tree.write("/nosuch/x", ""), Err(FileError::Missing));
    assert_eq!(tree.write("/repo/a.py/x", ""), Err(FileError::NotFolder));
    assert_eq!(tree.write("/repo/b", ""), Err(FileError::IsFolder));
    assert_eq!(tree.create_folder("/repo"), Err(FileError::Exists));
    assert_eq!(tree.remove("/repo"), Err(FileError::NotEmpty));
    assert_eq!(tree.remove_all("/"), Err(FileError::Root));
}

#[test]
fn limits_refuse_and_change_nothing() {
    let limits = Limits {
        file_bytes: 8,
        tree_bytes: 12,
        entries: 3,
        path_bytes: 20,
    };
    let mut tree = Tree::empty(limits);
    tree.write("/a", "12345678").unwrap();
    let before = (tree.digest(), tree.totals());
    assert!(matches!(
        tree.write("/b", "123456789"),
        Err(FileError::TooLarge {
            what: "the file's bytes",
            size: 9,
            limit: 8
        })
    ));
    assert!(matches!(
        tree.write("/b", "12345"),
        Err(FileError::TooLarge {
            what: "all files' bytes",
            size: 13,
            limit: 12
        })
    ));
    assert!(matches!(
        tree.write("/bbbbbbbbbbbbbbbbbbbbbbbb", ""),
        Err(FileError::TooLarge { .. })
    ));
    assert_eq!((tree.digest(), tree.totals()), before);
    tree.write("/b", "").unwrap();
    tree.create_folder("/c").unwrap();
    assert!(matches!(
        tree.write("/d", ""),
        Err(FileError::TooLarge {
            what: "files and folders",
            ..
        })
    ));
}

#[test]
fn stored_changes_of_unknown_folders_are_refused() {
    let file = Change::File {
        bytes: vec![],
        executable: false,
    };
    let homeless = Changes([("/nosuch/x".to_owned(), file.clone())].into());
    assert_eq!(
        tree().with_changes(&homeless).unwrap_err(),
        FileError::Missing
    );
    let crooked = Changes([("/repo/../x".to_owned(), file)].into());
    assert_eq!(tree().with_changes(&crooked).unwrap_err(), FileError::Name);
}

/// Something done to a tree.
#[derive(Clone, Debug)]
enum Deed {
    Write(String, Vec<u8>),
    Folder(String),
    Remove(String),
    RemoveAll(String),
    Run(String, bool),
}

fn some_path() -> impl Strategy<Value = String> {
    proptest::collection::vec("[abc]", 1..4).prop_map(|names| format!("/{}", names.join("/")))
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (some_path(), proptest::collection::vec(any::<u8>(), 0..4))
            .prop_map(|(p, c)| Deed::Write(p, c)),
        some_path().prop_map(Deed::Folder),
        some_path().prop_map(Deed::Remove),
        some_path().prop_map(Deed::RemoveAll),
        (some_path(), any::<bool>()).prop_map(|(p, x)| Deed::Run(p, x)),
    ]
}

fn carry_out(tree: &mut Tree, deed: &Deed) {
    let _ = match deed {
        Deed::Write(path, content) => tree.write(path, content),
        Deed::Folder(path) => tree.create_folders(path),
        Deed::Remove(path) => tree.remove(path),
        Deed::RemoveAll(path) => tree.remove_all(path),
        Deed::Run(path, executable) => tree.set_executable(path, *executable),
    };
}

/// Text of few different lines, so that lines repeat and slide; now and then without a last end.
fn some_text() -> impl Strategy<Value = Vec<u8>> {
    (
        proptest::collection::vec("[ab]{0,1}|def f|  x", 0..14),
        any::<bool>(),
    )
        .prop_map(|(lines, end)| {
            let mut text = lines.join("\n");
            if end && !text.is_empty() {
                text.push('\n');
            }
            text.into_bytes()
        })
}

proptest! {
    #[test]
    fn the_digest_is_the_recomputed_one_and_changes_store_a_tree(
        first in proptest::collection::vec(deed(), 0..20),
        second in proptest::collection::vec(deed(), 0..20),
    ) {
        let mut tree = Tree::default();
        first.iter().for_each(|d| carry_out(&mut tree, d));
        let base = tree.sealed();
        prop_assert_eq!(&base, &tree);
        let mut fork = base.clone();
        second.iter().for_each(|d| carry_out(&mut fork, d));
        second.iter().for_each(|d| carry_out(&mut tree, d));
        prop_assert_eq!(fork.digest(), fork.recompute_digest());
        prop_assert_eq!(fork.digest(), tree.digest());
        prop_assert_eq!(base.digest(), base.recompute_digest());
        let json = serde_json::to_string(&fork.changes()).unwrap();
        let back = base.with_changes(&serde_json::from_str(&json).unwrap()).unwrap();
        prop_assert_eq!(back.digest(), fork.digest());
        let (bytes, entries) = fork.walk("/").fold((0, 0), |(b, e), (_, n)| (b + n.len(), e + 1));
        prop_assert_eq!((bytes, entries), fork.totals());
    }

    #[test]
    fn a_patch_gives_the_other_text_back(old in some_text(), new in some_text(), context in 0_usize..5, indent in any::<bool>()) {
        let slide = if indent { diff::Slide::Indent } else { diff::Slide::Down };
        let hunks = diff::unified(&old, &new, context, slide);
        prop_assert_eq!(hunks.is_empty(), old == new);
        if !hunks.is_empty() {
            let text = [b"--- a\n+++ b\n".as_slice(), &hunks].concat();
            let files = patch::parse(&text).map_err(|line| TestCaseError::fail(format!("line {line}")))?;
            prop_assert_eq!(files.len(), 1);
            let (there, _) = files[0].apply(&old, 0);
            prop_assert_eq!(&there, &new);
            let (back, _) = files[0].reversed().apply(&new, 0);
            prop_assert_eq!(&back, &old);
        }
    }

    #[test]
    fn any_patch_is_read_without_a_panic(text in "(@@ -[0-9]{1,3},[0-9] \\+[0-9],[0-9] @@\n|--- a\n|\\+\\+\\+ b\n|[ +-][ab]\n|\\\\ No\n|\n){0,30}", old in some_text()) {
        if let Ok(files) = patch::parse(text.as_bytes()) {
            for file in files {
                let _ = file.apply(&old, 2);
            }
        }
    }
}
