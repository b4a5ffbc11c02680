//! A domain's tools called directly: each does what its description says, and refuses the rest.

use super::*;
use truestep_sandbox::{Access, Call, Grants, Reply, Tables};

/// A domain's pack with its rows, to call tools directly.
struct Bench {
    domain: &'static Domain,
    world: &'static World,
    tables: Tables,
    grants: Grants,
}

impl Bench {
    fn new(number: u32) -> Self {
        let domain = domain(number).unwrap();
        let world = domain.world(0).unwrap();
        let tables = Tables::new(Arc::clone(&world.base));
        let ids = world
            .base
            .specs()
            .filter_map(|spec| world.base.table(&spec.name));
        let granted: Vec<_> = ids.map(|id| (id, Access::Write)).collect();
        let grants = Grants::new(&world.base, &granted);
        Self {
            domain,
            world,
            tables,
            grants,
        }
    }

    fn call(&self, tool: &str, arguments: &Value) -> (Reply, Tables) {
        let mut tables = self.tables.clone();
        let setting = self.domain.setting(Surface::Plain, self.world);
        let call = Call::new(tool, arguments, &self.grants);
        let reply = setting.pack.call(&mut tables, &call).unwrap();
        (reply, tables)
    }
}

/// The pack and the generator read one description: a change is carried out exactly where the generator says so, and what a
/// need is broken by stands in the answer.
#[test]
fn a_tool_refuses_exactly_what_its_description_says_and_says_why() {
    let (mut done, mut refused) = (0, BTreeMap::<String, u32>::new());
    for number in numbers().filter(|number| number % 5 == 0) {
        let bench = Bench::new(number);
        let print = bench.domain.print;
        for tool in &print.tools {
            let Act::Do(change) = &tool.act else { continue };
            if change.shape == Shape::Make || !change.takes.is_empty() {
                continue;
            }
            for (place, row) in bench.world.rows[tool.kind].iter().enumerate() {
                let arguments = json!({format!("{}_id", print.kinds[tool.kind].one): row.id});
                let (reply, after) = bench.call(&tool.name, &arguments);
                let allows = bench.world.allows(tool.kind, place, change);
                assert_eq!(!reply.is_error, allows, "{number} {arguments}: {reply:?}");
                let text = &reply.content[0];
                if reply.is_error {
                    assert_eq!(after.digest(), bench.tables.digest());
                    assert!(
                        text.starts_with("precondition(") && text.contains("expected"),
                        "{text}"
                    );
                    let kind = text.split(':').next().unwrap().to_owned();
                    *refused.entry(kind).or_default() += 1;
                } else {
                    assert!(!reply.changes.is_empty(), "{text}");
                    assert!(text.contains(&row.id), "{text}");
                    done += 1;
                }
            }
            let (reply, _) = bench.call(
                &tool.name,
                &json!({format!("{}_id", print.kinds[tool.kind].one): "X-1"}),
            );
            assert!(reply.is_error && reply.content[0].starts_with("not_found: there is no"));
            let (reply, _) = bench.call(&tool.name, &json!({}));
            assert!(reply.is_error && reply.content[0].starts_with("not_found"));
        }
    }
    eprintln!("{done} carried out; refused: {refused:?}");
    assert!(done > 100 && refused.len() > 2);
}

#[test]
fn reads_show_rows_and_a_list_has_all_of_them() {
    for number in numbers().filter(|number| number % 20 == 0) {
        let bench = Bench::new(number);
        let print = bench.domain.print;
        for tool in &print.tools {
            let entity = &print.kinds[tool.kind];
            let rows = &bench.world.rows[tool.kind];
            match &tool.act {
                Act::Get => {
                    let (reply, _) = bench.call(
                        &tool.name,
                        &json!({format!("{}_id", entity.one): rows[0].id}),
                    );
                    let text = &reply.content[0];
                    assert!(
                        !reply.is_error && text.lines().count() == 1 + entity.columns.len(),
                        "{text}"
                    );
                }
                Act::Find => {
                    let label = entity.called.as_ref().unwrap().label;
                    let name = rows[0].label.as_ref().unwrap();
                    let (reply, _) = bench.call(&tool.name, &json!({label: name.to_uppercase()}));
                    assert!(reply.content[0].contains(&format!("{}: {name}", rows[0].id)));
                    let (reply, _) = bench.call(&tool.name, &json!({label: "nobody"}));
                    assert!(reply.is_error && reply.content[0].starts_with("not_found"));
                }
                Act::List(by) => {
                    let argument = policy::argument(entity, *by);
                    let value = match (&rows[0].cells[*by], &entity.columns[*by].what) {
                        (Cell::Row(row), What::Row(kind)) => {
                            bench.world.rows[*kind][*row].id.clone()
                        }
                        (Cell::Word(word), _) => (*word).to_owned(),
                        other => panic!("{other:?}"),
                    };
                    let (reply, _) = bench.call(&tool.name, &json!({argument: value}));
                    let there = rows
                        .iter()
                        .filter(|row| row.cells[*by] == rows[0].cells[*by])
                        .count();
                    assert_eq!(
                        reply.content[0].lines().count(),
                        1 + there,
                        "{:?}",
                        reply.content
                    );
                }
                Act::Set(_) | Act::Do(_) => {}
            }
        }
    }
}
