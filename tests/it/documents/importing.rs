//! The page on importing shows what the program prints.

use crate::env::Env;
use crate::transcript;

#[test]
fn the_page_on_importing_shows_what_the_program_shows() {
    transcript::run("docs/importing.md", &Env::new());
}
