//! Who may import whom.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The edges there may be between the crates of the workspace. The façade and the command line may use all.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("truestep-core", &[]),
    ("truestep-sandbox", &["truestep-core"]),
    ("truestep-envs", &["truestep-core", "truestep-sandbox"]),
    ("truestep-rewards", &["truestep-core"]),
    ("truestep-agents", &["truestep-core", "truestep-rewards"]),
    ("truestep-session", &["truestep-core", "truestep-rewards"]),
];
const MAY_IMPORT_ALL: &[&str] = &["truestep", "truestep-cli"];
/// What a world of a third party may depend on, beside whatever its tests and its front end take.
const A_WORLD_MAY_IMPORT: &[&str] = &["truestep-core", "serde"];
/// Crates that only the named ones may depend on.
const RESERVED: &[(&str, &[&str])] = &[
    // The host runs on it; environments author their apps with it, and bake them.
    ("bevy_ecs", &["truestep-core", "truestep-envs"]),
    ("anyhow", &["truestep-cli"]),
    ("rusqlite", &["truestep-envs"]),
    ("sqlparser", &["truestep-envs"]),
    ("wasmtime", &["truestep-sandbox"]),
    ("wasmparser", &["truestep-sandbox"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// For each crate of the workspace: what it depends on. Tests of the façade and of example worlds may use what they like.
fn dependencies(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata["packages"].as_array().unwrap();
    let of = |package: &Value| {
        let name = package["name"].as_str().unwrap().to_owned();
        let free = name == "truestep" || is_example_world(package);
        let all = package["dependencies"].as_array().unwrap().iter();
        let counted = all.filter(|d| !free || d["kind"].is_null());
        let names = counted.map(|d| d["name"].as_str().unwrap().to_owned());
        (name.clone(), names.collect())
    };
    packages.iter().map(of).collect()
}

/// Whether a crate stands under `examples/`: what a third party writes.
fn is_example_world(package: &Value) -> bool {
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    manifest.starts_with(root().join("examples"))
}

/// The crates under `examples/`.
fn example_worlds(metadata: &Value) -> BTreeSet<String> {
    let packages = metadata["packages"].as_array().unwrap().iter();
    let names = packages
        .filter(|p| is_example_world(p))
        .map(|p| p["name"].as_str().unwrap().to_owned());
    names.collect()
}

#[test]
fn a_third_party_needs_nothing_but_core() {
    let metadata = metadata();
    let worlds = example_worlds(&metadata);
    let folders = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|e| e.unwrap().path());
    let crates = folders
        .filter(|path| path.join("Cargo.toml").is_file())
        .count();
    assert!(crates >= 2);
    assert_eq!(worlds.len(), crates, "each is a crate of this workspace");
    let dependencies = dependencies(&metadata);
    for name in &worlds {
        let imports = &dependencies[name];
        assert!(imports.contains("truestep-core"), "`{name}` is no world");
        for import in imports {
            assert!(
                A_WORLD_MAY_IMPORT.contains(&import.as_str()),
                "`{name}` imports `{import}`"
            );
        }
    }
}

#[test]
fn crates_depend_on_each_other_only_along_the_route_of_the_data() {
    let metadata = metadata();
    let (dependencies, worlds) = (dependencies(&metadata), example_worlds(&metadata));
    assert!(dependencies.len() >= 6);
    let may: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    for (name, imports) in &dependencies {
        if MAY_IMPORT_ALL.contains(&name.as_str()) || worlds.contains(name) {
            continue;
        }
        let allowed = may.get(name.as_str());
        let allowed = allowed.unwrap_or_else(|| panic!("crate `{name}` has no place in the route"));
        for import in imports.iter().filter(|i| i.starts_with("truestep")) {
            assert!(
                allowed.contains(&import.as_str()),
                "`{name}` imports `{import}`"
            );
        }
    }
}

#[test]
fn reserved_crates_stay_where_they_belong() {
    for (name, imports) in dependencies(&metadata()) {
        for (reserved, owners) in RESERVED {
            let imported = imports.contains(*reserved);
            assert!(
                !imported || owners.contains(&name.as_str()),
                "`{name}` imports `{reserved}`"
            );
        }
    }
}

/// Names of the packages that the program is built from, with these arguments.
fn built_from(arguments: &[&str]) -> BTreeSet<String> {
    let tree = [
        "tree",
        "--offline",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--package",
        "truestep",
    ];
    let output = Command::new(env!("CARGO"))
        .args(tree)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let text = String::from_utf8(output.stdout).unwrap();
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn the_shop_alone_is_built_without_wasmtime() {
    assert!(built_from(&[]).contains("wasmtime"));
    for features in ["shop,diagnostic", "cli,shop,diagnostic", "cli,search"] {
        let packages = built_from(&["--no-default-features", "--features", features]);
        assert!(packages.contains("truestep-envs"), "{features}");
        assert!(!packages.contains("wasmtime"), "{features}");
    }
}

#[test]
fn plain_cargo_test_tests_every_crate() {
    let metadata = metadata();
    let sorted = |key: &str| {
        let ids = metadata[key].as_array().unwrap().iter();
        ids.map(|id| id.as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        sorted("workspace_default_members"),
        sorted("workspace_members")
    );
}

/// Files under `folder` whose name ends with one of `ends`, except what is built or belongs to git.
fn files(folder: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with(".git") {
            files(&path, ends, found);
        } else if ends.iter().any(|end| name.ends_with(end)) {
            found.push(path);
        }
    }
}

#[test]
fn one_environment_never_imports_another() {
    let envs = root().join("envs/src");
    let folders = fs::read_dir(&envs)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir());
    let names: Vec<String> = folders
        .map(|p| p.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert!(names.len() >= 2);
    for name in &names {
        let mut sources = vec![];
        files(&envs.join(name), &[".rs"], &mut sources);
        for source in sources {
            let text = fs::read_to_string(&source).unwrap();
            for other in names.iter().filter(|other| *other != name) {
                let imports = text.contains(&format!("crate::{other}"));
                assert!(!imports, "{} imports `{other}`", source.display());
            }
        }
    }
}

#[test]
fn no_file_names_a_place_on_the_machine_it_was_written_on() {
    let mut texts = vec![];
    files(
        &root(),
        &[".rs", ".md", ".toml", ".py", ".txt", ".yml"],
        &mut texts,
    );
    assert!(texts.len() > 50);
    // Spelled in two parts, so that this file does not name them.
    let places = ["root", "home", "work", "Users"].map(|place| format!("/{place}/"));
    for path in texts {
        let text = fs::read_to_string(&path).unwrap_or_default();
        for place in &places {
            let line = text
                .lines()
                .find(|line| line.contains(&format!("\"{place}")) || line.starts_with(place));
            assert!(line.is_none(), "{}: {line:?}", path.display());
        }
    }
}
