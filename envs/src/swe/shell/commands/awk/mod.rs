//! `awk`: programs over the fields of lines, with mawk's output. `lex` and `parse` read a program, `run` carries it out,
//! `functions` are those of the language. Arrays are walked in the order of their subscripts, integers first.

mod functions;
mod lex;
mod parse;
mod run;
mod values;

use super::super::{call::Call, machine::Halt, options::Options, parse::is_name};
use run::{Awk, Trap};

type Run = Result<u8, Halt>;

pub(in super::super) fn awk(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut operands = options.operands.clone();
    let mut source = String::new();
    for file in options.values("f") {
        match call.read(file)? {
            Ok(bytes) => source.push_str(&String::from_utf8_lossy(&bytes)),
            Err(error) => {
                call.complain(format!("cannot open {file} ({error})"));
                return Ok(2);
            }
        }
    }
    if !options.has("f") {
        if operands.is_empty() {
            call.complain("no program given: awk [-F SEPARATOR] [-v NAME=VALUE] PROGRAM [FILE]...");
            return Ok(2);
        }
        source = operands.remove(0);
    }
    call.work(source.len() * 16)?;
    let program = match parse::read(&source) {
        Ok(program) => program,
        Err(problem) => {
            call.complain(problem);
            return Ok(2);
        }
    };
    let mut awk = Awk::new(call, &program);
    if let Some(separator) = options.value("F") {
        awk.set_named("FS", if separator == "t" { "\t" } else { separator });
    }
    for assign in options.values("v") {
        match assign.split_once('=').filter(|(name, _)| is_name(name)) {
            Some((name, value)) => awk.set_named(name, value),
            None => {
                awk.call
                    .complain(format!("improper assignment: -v {assign}"));
                return Ok(2);
            }
        }
    }
    let status = match awk.whole(&operands) {
        Ok(status) => status,
        Err(Trap::Halt(halt)) => return Err(halt),
        Err(Trap::Error(problem)) => {
            awk.call.complain(problem);
            2
        }
    };
    awk.close_all()?;
    Ok(status)
}
