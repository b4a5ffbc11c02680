//! PRIME over recorded batches, beside a transcription of its authors' code in another language (`prime.py`).

use std::{path::Path, process::Command};

fn run(program: &str, args: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new(program).args(args).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {args:?}: {said}");
    Some(output.stdout)
}

/// The advantages that `score` writes.
fn ours(folder: &Path, file: &str) -> Vec<Vec<f64>> {
    let out = folder.join("scores.jsonl");
    let out = out.to_str().unwrap();
    let scheme = "truth:success |> prime";
    run(
        env!("CARGO_BIN_EXE_truestep"),
        &["score", file, "--scheme", scheme, "--out", out],
    );
    let text = std::fs::read_to_string(out).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
    serde_json::from_value(line["advantages"].clone()).unwrap()
}

#[test]
fn prime_over_recorded_batches_is_what_its_authors_code_gives() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("no python3 here: nothing is compared");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.jsonl");
    let file = file.to_str().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/prime.py");
    let (mut steps, mut spread) = (0, 0);
    let worlds = ["variable-horizon", "coin-loop", "recovery"];
    for (world, seed) in (0..12).map(|seed| (worlds[seed % 3], seed)) {
        let group = ["2", "3", "4"][seed % 3];
        let (task, seed) = (format!("diagnostic/{world}"), seed.to_string());
        let run_it = [
            "run",
            &task,
            "--seed",
            &seed,
            "--episodes",
            "12",
            "--group",
            group,
            "--agent",
            "noisy:0.4",
            "--truth",
            "graph",
            "--policy",
            "uniform",
            "--out",
            file,
        ];
        let _ = std::fs::remove_file(file);
        run(env!("CARGO_BIN_EXE_truestep"), &run_it);
        let theirs = run("python3", &[script.to_str().unwrap(), file]).unwrap();
        let theirs: Vec<Vec<f64>> = serde_json::from_slice(&theirs).unwrap();
        let ours = ours(folder.path(), file);
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours.len(), theirs.len(), "{task} seed {seed}");
            for (a, b) in ours.iter().zip(theirs) {
                assert!(
                    (a - b).abs() < 1e-9 * a.abs().max(1.0),
                    "{task} seed {seed}: {a}, not {b}"
                );
                steps += 1;
                spread += usize::from(a.abs() > 0.1);
            }
        }
    }
    // Batches in which everything is alike would show nothing.
    assert!(steps > 300 && spread > 200, "{spread} of {steps}");
}
