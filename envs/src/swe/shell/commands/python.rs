//! `python` and `pytest`: what reaches the [`Runner`](super::super::Runner).

use super::super::{
    Stop,
    call::Call,
    machine::Halt,
    options::Options,
    runner::{Program, Request},
};

type Run = Result<u8, Halt>;

/// Options of the interpreter that change nothing here.
const PASSED_OVER: [&str; 8] = ["-u", "-B", "-E", "-I", "-s", "-S", "-O", "-q"];

pub(in super::super) fn python(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut words = options.operands.as_slice();
    loop {
        match words {
            [flag, rest @ ..] if PASSED_OVER.contains(&flag.as_str()) => words = rest,
            [flag, _, rest @ ..] if flag == "-W" || flag == "-X" => words = rest,
            [flag, ..] if flag.starts_with("-W") || flag.starts_with("-X") => words = &words[1..],
            _ => break,
        }
    }
    match words {
        [] => code_from_stdin(call, "", &[]),
        [dash, rest @ ..] if dash == "-" => code_from_stdin(call, "-", rest),
        [flag, code, rest @ ..] if flag == "-c" => {
            send(call, Program::Code(code.clone()), "-c", rest)
        }
        [flag, module, rest @ ..] if flag == "-m" => {
            send(call, Program::Module(module.clone()), "-m", rest)
        }
        [flag] if flag == "-V" || flag == "--version" => version(call),
        [flag, ..] if flag.starts_with('-') => {
            let known =
                "-c CODE, -m MODULE, FILE, -, -V, and without effect -u -B -E -I -s -S -O -q -W -X";
            call.complain(format!(
                "option '{flag}' is not supported here; supported: {known}"
            ));
            Ok(2)
        }
        [file, rest @ ..] => {
            let path = call.path(file);
            match call.read(file)? {
                Ok(_) => send(call, Program::File(path), file, rest),
                Err(error) => {
                    let name = call.name;
                    let text = format!("{name}: can't open file '{path}': [Errno 2] {error}\n");
                    call.err.extend_from_slice(text.as_bytes());
                    Ok(2)
                }
            }
        }
    }
}

pub(in super::super) fn pytest(call: &mut Call<'_, '_>, options: &Options) -> Run {
    send(
        call,
        Program::Module("pytest".into()),
        "-m",
        &options.operands,
    )
}

fn code_from_stdin(call: &mut Call<'_, '_>, name: &str, rest: &[String]) -> Run {
    let code = String::from_utf8_lossy(&call.stdin()?).into_owned();
    send(call, Program::Input(code), name, rest)
}

fn version(call: &mut Call<'_, '_>) -> Run {
    send(
        call,
        Program::Code("import sys; print('Python', sys.version.split()[0])".into()),
        "-c",
        &[],
    )
}

fn send(call: &mut Call<'_, '_>, program: Program, name: &str, arguments: &[String]) -> Run {
    let stdin = if matches!(program, Program::Input(_)) {
        vec![]
    } else {
        call.stdin()?
    };
    let session = call.m.shell.session();
    let exported = session.exported.iter();
    let environment = exported.filter_map(|n| Some((n.clone(), session.variables.get(n)?.clone())));
    let request = Request {
        program,
        name: name.to_owned(),
        arguments: arguments.to_vec(),
        stdin,
        cwd: session.cwd.clone(),
        environment: environment.collect(),
    };
    let reply = call.m.runner.run(&mut call.m.shell.tree, &request);
    let reply = reply.map_err(|fault| Halt::Stop(Stop::Fault(fault.0)))?;
    call.err.extend_from_slice(&reply.stderr);
    call.print(reply.stdout)?;
    Ok(reply.status)
}
