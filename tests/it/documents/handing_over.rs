//! The page on handing over shows what the program prints.

use crate::env::Env;
use crate::transcript;

#[test]
fn the_page_on_handing_over_shows_what_the_program_shows() {
    transcript::run("docs/handing-over.md", &Env::new());
}
