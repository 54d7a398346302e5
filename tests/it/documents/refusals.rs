//! The gallery of refusals: every requirement that can stand in the way of a step, and the messages about it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::documents::by_heading::{by_heading, names, unwrapped};
use crate::documents::root;
use crate::documents::sentences::{each_is_shown, sentences};
use crate::env::{Env, list};
use crate::tidy::files_below;

const DOCUMENT: &str = "tests/errors/refusals.md";

/// The exit code of a command that is refused.
const REFUSED: i32 = 3;

/// An environment with the example policies, and with a policy that exists only for refusals.
pub fn with_policies(env: Env) -> Env {
    let folder = env.scratch("examples/policies");
    fs::create_dir_all(&folder).expect("a folder");
    let examples = fs::read_dir(root().join("examples/policies")).expect("the examples");
    let examples = examples.map(|entry| entry.expect("an entry").path());
    for path in examples.chain([root().join("tests/errors/crossways.yaml")]) {
        fs::copy(&path, folder.join(path.file_name().expect("a name"))).expect("a copy");
    }
    env
}

#[test]
fn every_refusal_is_shown_and_has_the_name_of_its_heading() {
    let prepared = with_policies(Env::in_folder("what is refused is the same wherever the records are"));
    let fresh = || with_policies(prepared.fork());
    let last = by_heading(DOCUMENT, &prepared, fresh, |shell, env, heading, command, shown| {
        if shown.code != REFUSED {
            return;
        }
        // A refused command changes nothing, so it can be run again.
        let again = shell.command(env, &format!("{command} --json")).output().expect("the command runs");
        let error: Value = serde_json::from_slice(&again.stderr).expect("JSON on standard error");
        let rules = list(&error["error"]["rules"]);
        let named = names(heading).iter().all(|name| rules.iter().any(|rule| rule == name));
        assert!(named, "`{command}` is under {heading}, and refused for {rules:?}");
    });
    for (heading, code) in last {
        assert_eq!(code, REFUSED, "{heading}: its last command");
    }
}

/// Requirements that no command can fail to meet, with the reason.
const NO_HEADING: [(&str, &str); 2] = [
    ("child", "the command asks for a child before any rule is looked at"),
    ("ground", "the command asks for a ground before any rule is looked at"),
];

/// Every requirement that can stand in the way of a step needs a heading that shows what a person reads.
#[test]
fn nothing_is_in_the_way_that_is_not_shown() {
    let document = fs::read_to_string(root().join(DOCUMENT)).expect("the document");
    let source = fs::read_to_string(root().join("src/domain/steps/rule.rs")).expect("a source");
    let parts =
        [("pub enum Bar {", "# What nothing goes past\n"), ("pub enum OwnRule {", "# Rules that a reason goes past\n")];
    for (list, title) in parts {
        let of_list = source.split_once(list).and_then(|(_, rest)| rest.split_once('}')).expect("the list").0;
        let words: BTreeSet<&str> = of_list.split('"').skip(1).step_by(2).collect();
        let part = document.split_once(title).expect("the part of the document").1;
        let part = part.split("\n# ").next().unwrap_or_default();
        let shown = part.lines().filter(|line| line.starts_with("## ")).flat_map(names);
        let excepted = NO_HEADING.iter().map(|(name, _)| *name).filter(|_| list.contains("OwnRule"));
        let shown: BTreeSet<&str> = shown.chain(excepted).collect();
        assert_eq!(words, shown, "{title}");
    }
}

/// Texts of the steps that appear in no refusal, by the reason.
const NOT_SHOWN: [(&str, &[&str]); 8] = [
    (
        "what is pointed out and stops nothing",
        &[
            "{id} {version} is in force from {} on; `--policy {id}@VERSION` names an earlier version",
            "`iro correct {id} --event {number} --reason TEXT` strikes it, too",
            "event {} accepts the plan of an answer that is not there any more; {}",
            "event {} says that `{}` was done for an end that is not there any more; {}",
            "it stays under {} {}, which is in force from {} on; if an earlier version holds, withdraw it as raised in error and raise it again with `--policy {}@VERSION --on {raised}`",
            "nobody is named for `{}`",
            "the date of `{}` is past already",
            "an obstacle is not a reason for closing it: the dispute stays open",
            "no date is set for `{}`",
            "no answer and no action is recorded yet",
            "no answer is recorded at {}: the plan is that of an earlier stage",
            "the plan is agreed already",
            "no answer of the {} is recorded yet, and it is still awaited",
            "the {one} at {here} has not {done} yet{due}",
            "the {} at {here} have not {done} yet{due}",
            "under this protocol the {} makes the referral ({source})",
            ", and this calls off {}",
            "the date of `{id}`, {}, has passed{off}",
            ", who acts for them {}",
            "{whom} {are} asked to answer, not {}{only}: it is kept, and the answer is still awaited. One that was given for them is recorded with {}",
            "the concern is {}",
            "the {} took the decision",
            "the {} raised it",
            "the impact is `{}`",
            "the case is `{}`",
            "it is about `{name}`",
            "it calls for immediate action",
            "it is about another department or agency",
            "the protocol says so",
            "{title} is below the level that decided: {}",
            "it starts at {title}, below {}, and no `--reason` says why: {}",
            "no answer is recorded at this stage",
            "no answer of the {} is recorded at this stage",
            "an answer is recorded at this stage",
            "a decision is recorded at this stage",
            "raised for the {raiser_title}, for whom the {title} acts",
            "{} is past already",
            "the further time ends no sooner",
            "the total now runs past the limit first given",
            "{} leaves no date to be agreed: `--respond-by` changes nothing",
            "{} is not a working day",
            "`{rule}` is not in the way, so there was nothing to override",
            "nothing was in the way, so there was nothing to override: the reason given with `--override` is not kept",
            "dispute `{id}` about the same concern was raised in error, so this doesn't count as a repeat of it",
            "dispute `{id}` about the same concern was withdrawn, so this is not counted as a repeat of it; if it was not raised in error, correct its withdrawal with `raised_in_error=no` first",
            "the day the child needs it by is past already",
            "you became aware of it before it arose; is one of the two days mistyped?",
            "the same concern was raised for this child before: dispute `{earlier}`",
            "raised late: it should have been by {}",
            "by law it is the child's reviewing officer who refers to {} (Children Act 1989, section 25B(3)), and the {} raised it",
            "`{id}` must be formal {condition} ({source})",
            "`{id}` counts from the child's {} review on ({source})",
            "no {} is recorded at {}, so `{duty}` belongs to none: `iro meeting {id} --held WHEN --chair NAME` records it",
            "the meeting on {} was before the dispute was raised on {raised}",
            "`{flag}` is {}, before the dispute was raised on {raised}",
            "`{flag}` was recorded as {}; {} replaces it",
            "the reason on record was \"{known}\"; this one replaces it",
            "the referral has no ground any more; `iro refer {} --ground GROUND` names it",
            "the chair should be the {title} ({})",
            "not named among those who came: {} ({})",
            "a decision of {} is recorded; this one takes its place",
            "{} is asked to decide, not {}{only}: it is kept, and the decision is still awaited. One that was made for them is recorded with {}",
            "event {number} says that `{duty}` was done on {}, too",
            "event {number} says that `{duty}` will not be done",
            "event {number} went on without `{duty}`, and its reason stays on record",
            "it is decided and not made yet: `iro refer {} --phoned WHEN` or `--written WHEN` says when it is",
            "still to be sent, or said not to apply: {}",
            "event {number} ({word}) of {on} came later than this step, so it now counts at {title}",
            "this protocol has no form for praise; your praise is recorded anyway",
            "not copied to this record, because you gave it for the first child: {}; {}",
            "`iro note ID --field NAME=VALUE` adds a field",
            "`iro correct ID --event 1 --set legal_status=TEXT --reason TEXT` adds the legal status",
            "`iro done ID DUTY` records a duty",
            "`{duty}` is recorded as done already, on {on} (event {number}); both are kept",
            "`{duty}` was waived on {on} (event {number}), and now counts as done",
            "`iro decide {id} --decided-by {role} --text TEXT`",
            "`{}` is confirmed as done on {}, which is after this step, on {}",
            "no longer recorded as done before event {}: {}",
        ],
    ),
    (
        "of a name or a value that isn't there",
        &[
            "paper of the referral",
            "no action is planned; `iro action add` adds one",
            "event {} ({}) has no `{name}` to correct",
            "`--set actions=\"WHAT | OWNER | DUE\"`, once for each action, replaces all of them",
            "{choices}; a field of the protocol is set by `--set fields=NAME=VALUE`",
            "`{name}` can't be corrected: {fault}",
            "there is no {what} `{given}`",
            "the protocol lists none; leave it out",
            "duty of praise",
            "raise another one there, with `iro raise --stage {stage}`; `iro withdraw {id} --reason TEXT` ends this one",
            "`{stage}` is a stage of {ladder}, and this {label} takes {taken} to its end",
            "person it is for",
            "role to ask",
        ],
    ),
    (
        "an option of a command that has no use for it",
        &["a correction confirms nothing", "`iro done {} DUTY` records that one was done; `{}` was named here"],
    ),
    (
        "the command asks for it before any rule is looked at",
        &["nobody is named whom it is about", "no ground is named, one of {}"],
    ),
    ("only what comes round again is due once more", &["not confirmed since {}, when it was due: {}"]),
    (
        "shown with what a correction of it does, in `commands/correct.rs`",
        &[
            "event {number} confirms it: `iro correct {id} --event {number} --set confirmed={duty}=WHEN --reason TEXT` corrects when it was done, `confirmed={duty}=` that it was",
        ],
    ),
    ("how a refusal calls this step, as the meeting is called there", &["take it to the complaints procedure"]),
    ("no command has led there", &["with this on {}, what is recorded for later does not follow: {fault}"]),
];

#[test]
fn every_sentence_of_a_refusal_is_shown() {
    let document = unwrapped(DOCUMENT);
    let shown: Vec<&str> = document.lines().collect();
    let sentences: Vec<String> =
        sources().iter().flat_map(|path| sentences(&fs::read_to_string(path).expect("a source"))).collect();
    each_is_shown(&sentences, &shown, &NOT_SHOWN, DOCUMENT);
}

/// The sources in which steps are taken or refused.
fn sources() -> Vec<PathBuf> {
    let domain = root().join("src/domain");
    let steps = files_below(&domain.join("steps")).into_iter();
    steps.chain([domain.join("steps.rs"), domain.join("praise.rs")]).collect()
}
