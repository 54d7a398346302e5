//! The gallery in `tests/errors`: broken policies, each with what a person reads about it.

use std::fs;

use crate::documents::{expect_file, root};
use crate::env::Env;

#[test]
fn every_mistake_is_told_in_words_that_help() {
    let folder = root().join("tests/errors");
    let entries = fs::read_dir(&folder).expect("the gallery").map(|entry| entry.expect("an entry").path());
    let mut rooms: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    rooms.sort();
    assert!(rooms.len() >= 20, "{} mistakes", rooms.len());
    for room in rooms {
        let env = Env::new();
        fs::copy(room.join("policy.yaml"), env.scratch("policy.yaml")).expect("a file to copy");
        let run = env.iro(&["policy", "check", "policy.yaml"]);
        let said = format!("{}{}", run.stdout, run.stderr);
        let name = room.display();
        assert!(run.code == 6 || said.contains("warning["), "{name} is no mistake: {said}");
        assert!(said.contains("policy.yaml"), "{name} doesn't say where: {said}");
        expect_file(&room.join("said.txt"), &format!("{said}\nexit {}\n", run.code));
    }
}
