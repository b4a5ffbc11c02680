//! Listings, renaming, what outlives a name, space, paths.

use super::*;

fn tree() -> Tree {
    let files = Files::new([
        ("/repo/a.py", "1"),
        ("/repo/a/b.py", "2"),
        ("/repo/a/c/d.py", "3"),
        ("/repo/a-b", "4"),
    ]);
    Tree::new(files.unwrap(), &[], 10_000)
}

fn names(tree: &Tree, folder: &str) -> Vec<String> {
    tree.list(folder)
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn listings_are_in_order_and_show_base_and_layer_as_one() {
    let mut tree = tree();
    assert_eq!(names(&tree, ""), ["dev", "repo", "tmp"]);
    assert_eq!(names(&tree, "repo"), ["a", "a-b", "a.py"]);
    tree.create("repo/a0").unwrap();
    tree.unlink("repo/a.py").unwrap();
    assert_eq!(names(&tree, "repo"), ["a", "a-b", "a0"]);
    tree.create("repo/a.py").unwrap();
    assert_eq!(names(&tree, "repo"), ["a", "a-b", "a.py", "a0"]);
}

#[test]
fn a_renamed_folder_takes_all_with_it_and_leaves_nothing() {
    let mut tree = tree();
    tree.rename("repo/a", "tmp/z").unwrap();
    assert_eq!(names(&tree, "repo"), ["a-b", "a.py"]);
    assert_eq!(names(&tree, "tmp/z"), ["b.py", "c"]);
    let id = tree.open("tmp/z/c/d.py").unwrap();
    assert_eq!(tree.bytes(id), b"3");
    assert_eq!(tree.kind("repo/a/c/d.py"), None);
    assert_eq!(tree.rename("tmp/z", "tmp/z/c/in"), Err(Trouble::Invalid));
    let moved: Vec<_> = tree.changes().into_iter().map(|c| c.path).collect();
    let expected = [
        "/repo/a/b.py",
        "/repo/a/c/d.py",
        "/tmp/z/b.py",
        "/tmp/z/c/d.py",
    ];
    assert_eq!(moved, expected);
}

#[test]
fn an_open_file_outlives_its_name() {
    let mut tree = tree();
    let id = tree.open("repo/a.py").unwrap();
    tree.unlink("repo/a.py").unwrap();
    tree.write(id, 3, b"x").unwrap();
    assert_eq!(tree.bytes(id), b"1\0\0x");
    assert_eq!(tree.open("repo/a.py"), Err(Trouble::NoEntry));
    assert_eq!(tree.open("repo/a-b/x"), Err(Trouble::NotFolder));
}

#[test]
fn written_back_is_not_changed_and_space_ends() {
    let mut tree = tree();
    let id = tree.open("repo/a.py").unwrap();
    tree.write(id, 0, b"2").unwrap();
    assert_eq!(tree.changes().len(), 1);
    tree.write(id, 0, b"1").unwrap();
    assert!(tree.changes().is_empty());
    assert_eq!(tree.resize(id, 20_000), Err(Trouble::NoSpace));
    assert_eq!(tree.write(id, u64::MAX, b"x"), Err(Trouble::NoSpace));
    for _ in 0..100 {
        tree.resize(id, 9_000).unwrap();
        tree.resize(id, 0).unwrap();
    }
    assert_eq!(tree.bytes(id), b"");
}

#[test]
fn paths_resolve_within_the_root() {
    let path = |path| resolve("repo/a", path).unwrap();
    assert_eq!(path("../a.py"), "repo/a.py");
    assert_eq!(path("../../../../etc"), "etc");
    assert_eq!(path("./c//d.py"), "repo/a/c/d.py");
    assert_eq!(resolve("", &"x".repeat(2_000)), Err(Trouble::NameTooLong));
}
