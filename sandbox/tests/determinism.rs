//! The same seed gives the same replies, fuel and digests: in another instance, on another thread, in another process.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod common;

use common::{Dice, INVENTORY, base, grants, mixed_call};
use std::process::Command;
use truestep_sandbox::{Call, Limits, Pack, Sandbox, Tables};

/// Set for a process that is only to say its witness.
const ASKED: &str = "TRUESTEP_SANDBOX_WITNESS";

/// A number that depends on every reply, every unit of fuel and every digest of so many mixed calls.
fn witness(pack: &Pack, calls: u64) -> u128 {
    let base = base();
    let grants = grants(&base);
    let mut tables = Tables::new(base);
    let mut dice = Dice(99);
    let mut chain = 0_u128;
    for turn in 0..calls {
        let (tool, arguments) = mixed_call(&mut dice);
        let call = Call {
            now_ms: turn as i64 * 1_000,
            seed: turn,
            ..Call::new(tool, &arguments, &grants)
        };
        let reply = pack.call(&mut tables, &call).unwrap();
        let text = format!("{chain} {reply:?} {}", tables.digest());
        chain = xxhash_rust::xxh3::xxh3_128(text.as_bytes());
    }
    assert_eq!(tables.digest(), tables.recomputed_digest());
    chain
}

fn load() -> Pack {
    let sandbox = Sandbox::new(Limits::default()).unwrap();
    Pack::load(&sandbox, "inventory", INVENTORY).unwrap()
}

#[test]
fn every_instance_and_every_thread_gives_the_same() {
    let (first, second) = (load(), load());
    let expected = witness(&first, 2_000);
    std::thread::scope(|scope| {
        let runs: Vec<_> = [&first, &second, &first, &second]
            .map(|pack| scope.spawn(|| witness(pack, 2_000)))
            .into();
        for run in runs {
            assert_eq!(run.join().unwrap(), expected);
        }
    });
}

#[test]
fn another_process_gives_the_same() {
    let mine = format!("witness {:032x}", witness(&load(), 2_000));
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
fn another_seed_and_another_time_give_something_else() {
    let pack = load();
    let base = base();
    let grants = grants(&base);
    let order = serde_json::json!({"sku": "sku-01", "quantity": 1});
    let placed = |now_ms, seed| {
        let call = Call {
            now_ms,
            seed,
            ..Call::new("place_order", &order, &grants)
        };
        let reply = pack.call(&mut Tables::new(base.clone()), &call).unwrap();
        let order = reply.structured.unwrap();
        (order["placed_at_ms"].clone(), order["code"].clone())
    };
    assert_eq!(placed(1, 1), placed(1, 1));
    assert_eq!(placed(1, 1).0, 1);
    assert_eq!(placed(2, 1).1, placed(1, 1).1);
    assert_ne!(placed(1, 2).1, placed(1, 1).1);
}

/// `cargo test --release -p truestep-sandbox --test determinism -- --ignored`
#[test]
#[ignore = "takes a minute"]
fn a_million_mixed_calls_replay_exactly() {
    let pack = load();
    assert_eq!(witness(&pack, 1_000_000), witness(&load(), 1_000_000));
}
