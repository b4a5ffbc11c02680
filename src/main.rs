//! The `truestep` binary.

fn main() -> std::process::ExitCode {
    truestep_cli::main()
}
