//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    iro::run(std::env::args_os())
}
