//! The same program with the same seed gives the same output and fuel: in another instance, thread, engine and process; and
//! a compiled guest in a file is used only if it is whole.
#![cfg(feature = "python")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "common/python.rs"]
mod python;

use python::{limits, python};
use std::{fs, process::Command};
use truestep_sandbox::python::{Pool, Program, Progress, Python};

/// Set for a process that is only to say its witness.
const ASKED: &str = "TRUESTEP_PYTHON_WITNESS";

const PROBE: &str = "
import time, random, os, uuid, sys, datetime, json, secrets, tempfile, platform, math, hashlib
print(sys.version, hash('abc'), hash(('a', 1)), hash(3.5), sys.flags.hash_randomization)
print({'x', 'y', 'zeta', 'alpha', 'beta'}, set(range(50)))
print(id(object()), id([]), repr(object()), hash(object()))
print(time.time(), time.time_ns(), time.perf_counter(), time.monotonic(), time.process_time())
print(datetime.datetime.now(), datetime.date.today())
print(random.random(), random.SystemRandom().random(), os.urandom(8).hex(), uuid.uuid4(), uuid.uuid1(), secrets.token_hex(4))
print(dict(os.environ), os.getpid(), os.getcwd(), platform.platform())
print(0.1 + 0.2, float('nan'), 1e308 * 10, 2 ** 0.5, math.sin(1e10), math.exp(1.5), math.gamma(4.5), math.erf(.3))
print(tempfile.mkdtemp(), os.stat('/tmp'), hashlib.sha256(b'x').hexdigest())
d = {}
for i in range(20000): d[str(i)] = i * i % 7
print(sum(d.values()))
";

/// A number that depends on everything that some runs gave.
fn witness(python: &Python) -> u128 {
    let mut chain = 0_u128;
    for seed in 0..3 {
        let program = Program {
            seed,
            ..Program::new(PROBE)
        };
        let ran = python.run(&program).unwrap();
        let text = format!("{chain} {ran:?}");
        chain = xxhash_rust::xxh3::xxh3_128(text.as_bytes());
    }
    chain
}

#[test]
fn every_instance_every_thread_and_every_pool_gives_the_same() {
    let expected = witness(python());
    let tests = Python::open(Pool::Tests, limits(), &mut |_| ()).unwrap();
    std::thread::scope(|scope| {
        let runs: Vec<_> = [python(), &tests, python(), &tests]
            .map(|python| scope.spawn(|| witness(python)))
            .into();
        for run in runs {
            assert_eq!(run.join().unwrap(), expected);
        }
    });
}

#[test]
fn another_process_gives_the_same() {
    let mine = format!("witness {:032x}", witness(python()));
    if std::env::var_os(ASKED).is_some() {
        eprintln!("{mine}");
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["another_process_gives_the_same", "--exact", "--nocapture"])
        .env(ASKED, "1")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&mine), "{said} should say {mine}");
}

#[test]
fn another_seed_gives_other_chance_and_another_time_another_time() {
    let code = "import random, os, time; print(random.random(), os.urandom(4), int(time.time()))";
    let said = |seed, now_ms| {
        let program = Program {
            seed,
            now_ms,
            ..Program::new(code)
        };
        python().run(&program).unwrap().stdout
    };
    assert_eq!(said(1, 5_000), said(1, 5_000));
    assert_ne!(said(1, 5_000), said(2, 5_000));
    assert!(said(1, 5_000).ends_with(" 5\n"), "{}", said(1, 5_000));
    let (chance, _) = said(1, 5_000)
        .rsplit_once(' ')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert!(said(1, 9_000).starts_with(&chance));
}

#[test]
fn a_compiled_guest_is_kept_and_used_only_if_it_is_whole() {
    // A folder of its own, with one guest in it: whoever uses the usual one is not in the way.
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        let mut told = vec![];
        let python = Python::open_in(Some(folder.path()), Pool::Tools, limits(), &mut |p| {
            told.push(p)
        });
        let ran = python.unwrap().run(&Program::new("print(1)")).unwrap();
        assert_eq!(ran.stdout, "1\n");
        told.retain(|progress| matches!(progress, Progress::Compiling { .. }));
        told.len()
    };
    assert_eq!(open(), 1, "nothing was kept yet");
    assert_eq!(open(), 0, "what was kept is used");
    let file = |extension: &str| {
        let files = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let mut found = files.filter(|path| path.extension().is_some_and(|e| e == extension));
        found.next().unwrap()
    };
    let mut bytes = fs::read(file("cwasm")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file("cwasm"), &bytes).unwrap();
    assert_eq!(open(), 1, "a file with one bit changed is compiled again");
    assert_eq!(open(), 0);
    // A foreign file with a digest of its own: wasmtime does not take it.
    let foreign = b"not compiled code";
    fs::write(file("cwasm"), foreign).unwrap();
    let digest = format!("{:032x}\n", xxhash_rust::xxh3::xxh3_128(foreign));
    fs::write(file("xxh3"), digest).unwrap();
    assert_eq!(open(), 1, "a foreign file is compiled again");
    assert_eq!(open(), 0);
}
