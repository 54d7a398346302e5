//! What is kept when one goes back and then stops.

use super::*;

#[test]
fn what_was_gone_back_over_is_kept_when_one_stops() {
    let said = |kept: &SavedAnswers| kept.answers.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
    // One, both and all of the answers were taken back; the id at last, too.
    for (back, again) in [(1, "3 answers"), (2, "3 answers"), (3, "3 answers")] {
        let folder = tempfile::tempdir().unwrap();
        let answers = [&["anytown", "My title", "My council"][..], &["<"; 3][..back], &["^C"]].concat();
        let (_, _, ended) = asked(&[], &answers, folder.path());
        let stopped = ended.unwrap_err();
        assert!(stopped.message.contains("`iro policy new anytown` goes on"), "{back}: {}", stopped.message);
        let more = vec![""; back.min(2)];
        let (person, kept, _) = asked(&["anytown"], &[&["yes"], &more[..], &["^C"]].concat(), folder.path());
        assert!(person.asked[0].contains(again), "{:?}", person.asked);
        let said = said(&kept);
        assert_eq!(said[said.len() - 2..], ["My title", "My council"], "{back}");
    }
    // What is kept is found under the id that was given last.
    let folder = tempfile::tempdir().unwrap();
    let (_, _, ended) = asked(&[], &["anytown", "My title", "<", "<", "othertown", "^C"], folder.path());
    assert!(ended.unwrap_err().message.contains("`iro policy new othertown` goes on"));
    let (_, kept, _) = asked(&["othertown"], &["yes", "", "^C"], folder.path());
    assert_eq!(said(&kept), ["othertown", "My title"]);
}
