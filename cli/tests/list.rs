//! What `list` says.

mod toy;

use toy::truestep;
use truestep_cli::Exit;
use truestep_rewards::registry::schemes;

#[test]
fn every_scheme_is_listed_with_where_it_comes_from_and_what_it_needs() {
    let said = truestep(&["list", "schemes", "--json"]).json();
    let listed = said["schemes"].as_array().unwrap();
    assert_eq!(listed.len(), schemes().count());
    let text = truestep(&["list", "schemes"]).out;
    // Everything of every scheme: all have nothing in their names.
    let whole = truestep(&["list", "schemes", ""]).out;
    let whole: Vec<&str> = whole.split("\n\n").collect();
    assert_eq!(whole.len(), listed.len());
    let rows = text.lines().skip(1).zip(whole);
    for (entry, (listed, (row, line))) in schemes().zip(listed.iter().zip(rows)) {
        let info = &entry.info;
        let cut: String = info.summary.chars().take(40).collect();
        for told in [
            info.name,
            &*info.stage.to_string(),
            &*info.form.to_string(),
            &cut,
        ] {
            assert!(row.contains(told.trim_end()), "{told}: {row}");
        }
        assert_eq!(listed["name"], info.name);
        let status = info.status.to_string();
        for told in [
            info.name,
            &*info.family.to_string(),
            &*info.form.to_string(),
            &*status,
        ] {
            assert!(line.contains(told), "{told}: {line}");
        }
        for told in [info.source, info.summary] {
            assert!(!told.is_empty() && line.contains(told), "{told}: {line}");
        }
        let channels = listed["channels"].as_array().unwrap();
        assert_eq!(channels.len(), info.channels.len());
        for channel in channels {
            assert!(
                line.contains(channel.as_str().unwrap()),
                "{channel}: {line}"
            );
        }
    }
    let status = |s: &str| listed.iter().filter(|l| l["status"] == s).count();
    for known in ["paper", "released_code", "reconstruction", "ours"] {
        assert!(status(known) > 0, "{known}");
    }
}

#[test]
fn a_name_shows_all_that_has_it_and_a_wrong_one_the_nearest() {
    let said = truestep(&["list", "schemes", "grpo:"]);
    assert_eq!(said.exit, Exit::Done);
    for told in [
        "grpo:verl: ",
        "grpo:trl: ",
        "  source: ",
        "  eps=",
        "  formula from: released code",
        "  formula: A = (R − mean)/(std + eps)",
    ] {
        assert!(said.out.contains(told), "{told}: {}", said.out);
    }
    let said = truestep(&["list", "schemes", "pica:", "--json"]).json();
    let names: Vec<&str> = said["schemes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["name"].as_str().unwrap())
        .collect();
    assert!(
        names.len() >= 3 && names.iter().all(|n| n.contains("pica:")),
        "{names:?}"
    );
    let said = truestep(&["list", "schemes", "gpro:verl"]);
    assert_eq!(said.exit, Exit::CouldNotRun);
    assert!(
        said.err.contains("did you mean `grpo:verl`?"),
        "{}",
        said.err
    );
}

#[test]
fn a_missing_channel_names_scheme_channel_place_and_command() {
    for name in [
        "pica:ratio",
        "pica:clipped",
        "truth:pivot",
        "truth:advantage |> grpo:verl",
    ] {
        let said = truestep(&["run", "toy/door", "--episodes", "2", "--score", name]);
        assert_eq!(said.exit, Exit::CouldNotRun);
        for told in [
            name,
            "toy/door",
            "annotate F --truth graph",
            "run --truth graph",
        ] {
            assert!(said.err.contains(told), "{name}: {}", said.err);
        }
        let more = [
            "run",
            "toy/door",
            "--episodes",
            "2",
            "--truth",
            "graph",
            "--score",
            name,
        ];
        assert_eq!(truestep(&more).exit, Exit::Done, "{name}");
    }
}
