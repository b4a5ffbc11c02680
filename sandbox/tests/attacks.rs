//! What hostile packs try, and what comes of it. Each case gives a typed error; the host goes on; the tables are as they
//! were; the next instance works. `SECURITY.md` lists the cases with their results: `BLESS=1` writes its table.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod attack_cases;
mod common;
#[path = "common/security.rs"]
mod security;

use attack_cases::{Case, cases};
use common::{INVENTORY, Wat, base, call_t, grants, sandbox};
use truestep_sandbox::{Call, Limit, Limits, Pack, Phase, Reply, Sandbox, SandboxError, Tables};

/// What a case comes to: an error at loading or at the call, or an answer.
fn attack(sandbox: &Sandbox, case: &Case, tables: &mut Tables) -> Result<Reply, SandboxError> {
    call_t(&Pack::load(sandbox, "attack", &case.wasm)?, tables)
}

/// Its name in the list of cases, and what was said.
fn result(outcome: &Result<Reply, SandboxError>) -> (&'static str, String) {
    match outcome {
        Ok(reply) => ("answered", format!("{:?}", reply.content)),
        Err(error) => (error.kind(), error.to_string()),
    }
}

#[test]
fn every_attack_gives_its_error_and_leaves_host_tables_and_next_instance_whole() {
    let sandbox = sandbox();
    let honest = Pack::load(&sandbox, "honest", &Wat::default().wasm()).unwrap();
    let inventory = Pack::load(&sandbox, "inventory", INVENTORY).unwrap();
    let base = base();
    let grants = grants(&base);
    let mut tables = Tables::new(base);
    let order = serde_json::json!({"sku": "sku-01", "quantity": 1});
    let order = Call::new("place_order", &order, &grants);
    inventory.call(&mut tables, &order).unwrap();
    let before = (tables.digest(), tables.changes());
    let mut wrong = vec![];
    for case in cases() {
        let outcome = attack(&sandbox, &case, &mut tables);
        let (error, said) = result(&outcome);
        if error != case.error {
            wrong.push(format!(
                "{}: {error} instead of {}: {said}",
                case.name, case.error
            ));
        }
        assert!(!said.contains('\n') && said.len() < 600, "{said}");
        let after = (tables.digest(), tables.changes());
        assert_eq!(after, before, "{}", case.name);
        assert_eq!(tables.recomputed_digest(), before.0, "{}", case.name);
        // Again, in case the first time left something behind.
        assert_eq!(
            attack(&sandbox, &case, &mut tables),
            outcome,
            "{}",
            case.name
        );
        assert_eq!(call_t(&honest, &mut tables).unwrap().content, ["ok"]);
        let mut twin = tables.clone();
        let reply = inventory.call(&mut twin, &order).unwrap();
        assert_eq!(reply.content, ["placed order 2"], "{}", case.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn cases_have_different_names_and_there_are_enough() {
    security::are_different(&results(), 60);
}

#[test]
fn attacks_from_many_threads_at_once_do_no_more() {
    let sandbox = sandbox();
    let base = base();
    let few = [
        "endless loop",
        "write, then spend all fuel",
        "recursion without end",
        "memory without end",
    ];
    let chosen: Vec<Case> = cases()
        .into_iter()
        .filter(|c| few.contains(&c.name))
        .collect();
    assert_eq!(chosen.len(), few.len());
    std::thread::scope(|scope| {
        for case in chosen.iter().chain(&chosen) {
            scope.spawn(|| {
                let mut tables = Tables::new(base.clone());
                for _ in 0..5 {
                    let outcome = attack(&sandbox, case, &mut tables);
                    assert_eq!(result(&outcome).0, case.error);
                    assert_eq!(tables.digest(), base_digest(&base));
                }
            });
        }
    });
}

fn base_digest(base: &std::sync::Arc<truestep_sandbox::Base>) -> u128 {
    Tables::new(base.clone()).digest()
}

#[test]
fn an_error_says_who_did_what_where_and_what_to_do() {
    let wat = Wat::call("(loop $again (br $again))");
    let pack = Pack::load(&sandbox(), "endless", &wat.wasm()).unwrap();
    let error = call_t(&pack, &mut Tables::new(base())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "pack `endless` was stopped while it ran `pack_call`: its fuel of 20000000 is spent; it loops, or needs a larger \
         limit `fuel`"
    );
    let SandboxError::Stopped { phase, fuel, .. } = error else {
        panic!("{error}");
    };
    assert_eq!((phase, fuel), (Phase::Call, 20_000_000));
}

#[test]
fn arguments_of_an_agent_are_only_data() {
    let pack = Pack::load(&sandbox(), "inventory", INVENTORY).unwrap();
    let base = base();
    let grants = grants(&base);
    let mut tables = Tables::new(base);
    let deep = (0..100).fold(serde_json::json!(1), |inner, _| serde_json::json!([inner]));
    let hostile = [
        serde_json::json!({"sku": "\u{0}\u{1f}\"\\/\u{2028}\u{1f600}"}),
        serde_json::json!({"sku": "x".repeat(3_000)}),
        serde_json::json!({"sku": ""}),
        serde_json::json!({"sku": deep}),
        serde_json::json!({"sku": -1e308}),
        serde_json::json!({"sku": u64::MAX}),
        serde_json::json!([1, 2]),
        serde_json::json!(null),
    ];
    let before = tables.digest();
    for arguments in &hostile {
        let call = Call::new("get_item", arguments, &grants);
        let reply = pack.call(&mut tables, &call).unwrap();
        assert!(reply.is_error, "{arguments}: {reply:?}");
        assert_eq!(tables.digest(), before);
    }
    for after in ["x".repeat(3_000), "\u{0}".into()] {
        let arguments = serde_json::json!({"after": after});
        let call = Call::new("list_items", &arguments, &grants);
        assert!(!pack.call(&mut tables, &call).unwrap().is_error);
    }
    let large = serde_json::json!({"sku": "x".repeat(5_000)});
    let refused = pack.call(&mut tables, &Call::new("get_item", &large, &grants));
    assert_eq!(refused.unwrap_err().kind(), "request_too_large");
}

#[test]
fn a_pool_of_one_serves_one_after_the_other() {
    let one = Limits::default().with(Limit::Instances, 1).unwrap();
    let sandbox = Sandbox::new(one).unwrap();
    let looping = Wat::call("(unreachable)").wasm();
    let (bad, good) = (
        Pack::load(&sandbox, "bad", &looping).unwrap(),
        Pack::load(&sandbox, "good", &Wat::default().wasm()).unwrap(),
    );
    let mut tables = Tables::new(base());
    for _ in 0..20 {
        assert_eq!(call_t(&bad, &mut tables).unwrap_err().kind(), "unreachable");
        assert_eq!(call_t(&good, &mut tables).unwrap().content, ["ok"]);
    }
}

const BEGIN: &str =
    "<!-- cases: written by `BLESS=1 cargo test -p truestep-sandbox --test attacks` -->\n";
const END: &str = "<!-- end of cases -->\n";

#[test]
fn security_md_lists_every_case_with_its_result() {
    security::lists(BEGIN, END, &results());
}

/// Every case with what it comes to.
fn results() -> Vec<(&'static str, &'static str)> {
    let cases = cases().into_iter();
    cases.map(|case| (case.name, case.error)).collect()
}
