//! The page on messages shows what the program prints.

use crate::env::Env;
use crate::transcript;

#[test]
fn the_page_on_messages_shows_what_the_program_shows() {
    transcript::run("docs/messages.md", &Env::new());
}
