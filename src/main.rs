//! Arguments in, exit code out.

use std::process::ExitCode;

#[expect(clippy::disallowed_methods, reason = "this is where arguments come in")]
fn main() -> ExitCode {
    iro::run(std::env::args_os())
}
