//! Whole screens as a person sees them, compared with `tests/screens/`: one story for each built-in protocol, at two
//! widths.

use crate::env::Env;
use crate::transcript;

fn screens_under(policy: &str) {
    let env = Env::in_folder("what is shown is the same wherever the records are");
    transcript::run(&format!("tests/screens/{policy}.md"), &env);
}

#[test]
fn screens_under_knowsley() {
    screens_under("knowsley");
}

#[test]
fn screens_under_mosaic() {
    screens_under("mosaic");
}

#[test]
fn screens_under_the_national_standards() {
    screens_under("national");
}

#[test]
fn screens_under_qa_notification() {
    screens_under("qa-notification");
}

#[test]
fn screens_under_south_west() {
    screens_under("south-west");
}
