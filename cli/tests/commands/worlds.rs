//! Options of worlds: declared by the environments, shown by the commands, refused where they choose nothing.

use crate::toy;
use std::{ffi::OsString, sync::atomic::AtomicBool};
use truestep_cli::{Exit, Terminal, Worlds, WorldsError};
use truestep_core::{
    options::{Given, OptionKind, WorldOption},
    registry::Registry,
};

/// The toy's world, of which the name can be chosen, and another environment's that has none.
struct Chosen;

const OPTIONS: [WorldOption; 2] = [
    WorldOption {
        env: "toy",
        name: "doors",
        value_name: "N",
        summary: "Doors of the house",
        kind: OptionKind::Number { min: 1, max: 9 },
        default: None,
        conflicts: &["walls"],
    },
    WorldOption {
        env: "elsewhere",
        name: "walls",
        value_name: "N",
        summary: "Walls of the house",
        kind: OptionKind::Number { min: 1, max: 9 },
        default: None,
        conflicts: &[],
    },
];

impl Worlds for Chosen {
    fn options(&self) -> Vec<WorldOption> {
        OPTIONS.into()
    }

    fn registry(&self, given: &Given) -> Result<Registry, WorldsError> {
        match given.number("doors").transpose()? {
            Some(7) => Err("a house has no seven doors".into()),
            _ => Ok(toy::registry("corridor")),
        }
    }
}

/// Exit code and all that was said over the toy's world.
fn said(args: &[&str]) -> (Exit, String) {
    said_over(&Chosen, args)
}

/// Exit code and all that was said.
fn said_over(worlds: &dyn Worlds, args: &[&str]) -> (Exit, String) {
    let cancel = AtomicBool::new(false);
    let (mut out, mut err, mut input) = (vec![], vec![], &b""[..]);
    let args = std::iter::once("truestep").chain(args.iter().copied());
    let exit = {
        let mut terminal = Terminal::new(&mut input, &mut out, &mut err, &cancel);
        truestep_cli::run(args.map(OsString::from), worlds, &mut terminal)
    };
    let said = String::from_utf8([out, err].concat()).expect("commands speak UTF-8");
    (exit, said)
}

#[test]
fn the_options_are_those_that_the_environments_declare() {
    let (exit, help) = said(&["run", "--help"]);
    assert_eq!(exit, Exit::Done);
    assert!(
        help.contains("--doors <N>") && help.contains("Doors of the house"),
        "{help}"
    );
    assert!(!help.contains("--products"), "{help}");
    let (exit, refused) = said(&["run", "toy", "--products", "5"]);
    assert_eq!(exit, Exit::CouldNotRun);
    assert!(
        refused.contains("unexpected argument '--products'"),
        "{refused}"
    );
    let (exit, script) = said(&["completions", "bash"]);
    assert!(exit == Exit::Done && script.contains("--doors"));
}

#[test]
fn an_option_reaches_the_world_and_its_value_is_checked() {
    assert_eq!(said(&["show", "toy/door", "--doors", "3"]).0, Exit::Done);
    let (exit, refused) = said(&["show", "toy/door", "--doors", "7"]);
    assert_eq!(exit, Exit::CouldNotRun);
    assert!(refused.contains("a house has no seven doors"), "{refused}");
    for wrong in ["0", "10", "many"] {
        let (exit, refused) = said(&["show", "toy/door", "--doors", wrong]);
        assert_eq!(exit, Exit::CouldNotRun);
        assert!(refused.contains("--doors"), "{refused}");
    }
    let both = ["list", "--doors", "1", "--walls", "1"];
    assert!(said(&both).1.contains("cannot be used with"));
}

#[test]
fn an_option_of_another_environment_is_refused() {
    for command in ["show", "play", "graph"] {
        let (exit, refused) = said(&[command, "toy/door", "--walls", "3"]);
        assert_eq!(exit, Exit::CouldNotRun);
        let told = "`--walls` chooses the world of `elsewhere`, and `toy/door` is not set in it";
        assert!(refused.contains(told), "{command}: {refused}");
    }
    let run = ["run", "all", "--episodes", "1", "--walls", "3"];
    assert_eq!(said(&run).0, Exit::Done, "all environments are played");
}

/// The environments of truestep.
#[cfg(feature = "shop")]
struct Environments;

#[cfg(feature = "shop")]
impl Worlds for Environments {
    fn options(&self) -> Vec<WorldOption> {
        truestep_envs::options()
    }

    fn registry(&self, given: &Given) -> Result<Registry, WorldsError> {
        Ok(truestep_envs::registry(
            &truestep_envs::WorldOptions::read(given)?,
        )?)
    }
}

#[cfg(feature = "shop")]
#[test]
fn a_catalogue_is_written_in_webshops_files_and_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("shop");
    let out = out.to_str().expect("a name in UTF-8");
    let write = [
        "catalog",
        "--as",
        "webshop",
        "--out",
        out,
        "--products",
        "40",
    ];
    let (exit, told) = said_over(&Environments, &write);
    assert!(exit == Exit::Done && told.contains("40 products"), "{told}");
    let (exit, told) = said_over(&Environments, &write);
    assert_eq!(exit, Exit::CouldNotRun);
    assert!(told.contains("is not overwritten"), "{told}");
    let show = ["show", "shop/webshop", "--catalog", out, "--set", "goal=0"];
    let (exit, told) = said_over(&Environments, &show);
    assert!(
        exit == Exit::Done && told.contains("webshop catalogue of 40 products"),
        "{told}"
    );
    let goals = folder.path().join("goals.json");
    std::fs::write(&goals, "[]").expect("written");
    let goals = goals.to_str().expect("a name in UTF-8");
    let (exit, told) = said_over(&Environments, &["show", "shop/webshop", "--goals", goals]);
    assert!(
        exit == Exit::CouldNotRun && told.contains("holds no goal"),
        "{told}"
    );
    let (exit, told) = said(&["catalog", "--out", "nowhere"]);
    assert!(
        exit == Exit::CouldNotRun && told.contains("there is no shop"),
        "{told}"
    );
}

/// Not "unknown": nobody would look for an option then.
#[test]
fn a_template_that_an_option_brings_is_told_with_the_option() {
    for (selector, option) in [
        #[cfg(feature = "tools")]
        ("tools/tau2-mock", "--tau2 DIR"),
        #[cfg(feature = "tools")]
        ("tools/tau2-*", "--tau2 DIR"),
        #[cfg(feature = "swe")]
        ("swe/loaded", "--instances FILE --sources DIR"),
    ] {
        let (exit, told) = said_over(&Environments, &["run", selector, "--agent", "oracle"]);
        assert_eq!(exit, Exit::CouldNotRun, "{told}");
        let expected = format!("`{selector}` is not in this world: give `{option}`");
        assert!(told.contains(&expected), "{told}");
    }
}

#[test]
#[cfg(feature = "swe")]
fn what_the_system_says_of_a_file_is_said_once() {
    let (file, folder) = (["--instances", "nowhere"], ["--sources", "nowhere"]);
    let command = ["run", "swe/loaded", "--agent", "oracle"];
    let given = [&command[..], &file, &folder].concat();
    let (exit, told) = said_over(&Environments, &given);
    assert_eq!(exit, Exit::CouldNotRun, "{told}");
    assert_eq!(told.matches("os error").count(), 1, "{told}");
}

#[test]
#[cfg(feature = "swe")]
fn a_package_that_is_not_known_is_told_with_those_that_are() {
    let (exit, text) = said(&["swe", "fetch", "--cache", "nowhere", "--only", "toolzz"]);
    assert_eq!(exit, Exit::CouldNotRun);
    let told = "unknown package `toolzz`; did you mean `toolz`? (known: boltons, ";
    assert!(text.contains(told), "{text}");
}
