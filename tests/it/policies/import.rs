//! A document drafted into a policy, and a policy compared with its document.

use std::fs;

use crate::env::{Env, list, text};

/// A page as it is saved from a council's website.
const PAGE: &str = "<!DOCTYPE html><html><head><title>Fenwick</title><style>p { color: red }</style></head><body>\
<nav><ul><li>You must sign in</li></ul></nav>\n<h1>Fenwick Resolution Protocol</h1>\n\
<h2>Principles</h2>\n<p>Concerns should be raised within 2 working days of becoming aware of them.</p>\n\
<p>The protocol should be completed within 15 working days in total.</p>\n<p>Staff must know of this protocol.</p>\n\
<h2>Level 1: Conversation</h2>\n<ol><li>The conference chair should talk to the team&nbsp;manager.</li>\n\
<li>The Team Manager must answer within 3 days.</li></ol>\n\
<h2>Level 2: Review</h2>\n<ol><li>The Head of Service must answer in writing as soon as possible, with a copy to the Team Manager.</li>\n\
<li>If necessary a meeting will be held within one week.</li></ol>\n\
<script>it must</script><footer>You must not copy this page</footer></body></html>\n";

const POLICY: &str = r#"
format: 1
id: fenwick
version: "1"
effective_on: "2026-01-05"
title: Fenwick Resolution Protocol
document: {title: Fenwick Resolution Protocol, undated: true}
covers: [child-protection]
raisers: [cp-chair]
roles: {cp-chair: Conference Chair, team-manager: Team Manager, head-of-service: Head of Service}
stages:
  - id: level-1
    title: "Level 1: Conversation"
    kind: informal
    any_of: [team-manager]
    source: "Level 1: Conversation 1"
    clocks:
      - {id: respond, label: Answer, limit: 3 working days, strength: hard, from: stage-entered, until: answered, source: "Level 1: Conversation 2"}
  - id: level-2
    title: "Level 2: Review"
    kind: formal
    any_of: [head-of-service]
    source: Level 2
"#;

fn written(env: &Env, name: &str, content: impl AsRef<[u8]>) {
    fs::write(env.scratch(name), content).expect("a file");
}

#[test]
fn each_sentence_stands_beside_the_key_it_would_become() {
    let env = Env::new();
    written(&env, "fenwick.html", PAGE);
    let run = env.iro(&["policy", "import", "fenwick.html"]).ok();
    let draft = &run.stdout;
    for part in [
        "id: fenwick\n",
        "title: Fenwick Resolution Protocol\n",
        "  team-manager: Team Manager    # line 8\n",
        "  - id: level-1\n    title: \"Level 1: Conversation\"\n    kind:                        # ?",
        "      # line 9, 2: \"The Team Manager must answer within 3 days.\"\n      - id:                      # ?",
        "        limit: 3 days\n        strength: hard ",
        "        source: \"Level 1: Conversation 2\"\n",
        "  days:                          # ? what \"3 days\" means",
        "        limit:                   # ? `as soon as possible` names no time",
        "    # copy_to: []    # ?\n",
        "# raise_within: {limit: 2 working days, from: aware, strength: , source: \"Principles\"}    # ?\n",
        "# total: {limit: 15 working days, strength: , from: , source: \"Principles\"}    # ?\n",
    ] {
        assert!(draft.contains(part), "{part:?} is not in\n{draft}");
    }
    let (_, last) = draft.split_once("# No key answers these").expect("what has no key");
    assert!(last.contains("# line 6: \"Staff must know of this protocol.\""), "{last}");
    assert!(!draft.contains("sign in") && !draft.contains("copy this page") && !draft.contains("it must"), "{draft}");
    assert!(run.stderr.contains("2 stages, 3 roles, 5 limits; 1 fits no key"), "{}", run.stderr);
}

#[test]
fn what_is_open_is_what_checking_the_draft_lists() {
    let env = Env::new();
    written(&env, "Fenwick protocol.html", PAGE);
    let wrote = env.iro(&["policy", "import", "Fenwick protocol.html", "--id", "fen", "--out", "fen.yaml"]).ok();
    wrote.says("Wrote fen.yaml").says("iro policy check fen.yaml --against");
    let checked = env.iro(&["policy", "check", "fen.yaml", "--json"]).code(6).document();
    let faults = list(&checked["faults"]);
    for fault in &faults {
        let rule = text(fault, "rule");
        assert!(["missing-key", "no-responder", "bare-days", "empty-key"].contains(&rule), "{fault}");
    }
    let empty = |key: &str| {
        let message = format!("`{key}` has nothing after it");
        faults.iter().filter(|fault| fault["message"] == message.as_str()).count()
    };
    assert_eq!(["version", "covers", "raisers", "kind", "id", "label", "until"].map(empty), [1, 1, 1, 2, 3, 3, 3]);
    assert_eq!(["from", "days"].map(empty), [3, 1]);

    env.iro(&["policy", "import", "Fenwick protocol.html", "--out", "fen.yaml"]).code(3).says("is there already");
    env.iro(&["policy", "import", "Fenwick protocol.html", "--id", "No id"]).code(2).says("no id");
}

#[test]
fn a_script_gets_each_sentence_with_what_it_holds() {
    let env = Env::new();
    written(&env, "fenwick.html", PAGE);
    let view = env.iro(&["policy", "import", "fenwick.html", "--json"]).json();
    let stages = list(&view["stages"]);
    let stages: Vec<&str> = stages.iter().map(|stage| text(stage, "id")).collect();
    assert_eq!(stages, ["level-1", "level-2"]);
    let answer = &list(&view["sentences"])[4];
    assert_eq!(answer["text"], "The Team Manager must answer within 3 days.");
    assert_eq!(answer["obligation"], "must");
    assert_eq!(answer["limits"], serde_json::json!([{"written": "3 days", "limit": "3 days", "open": null}]));
    assert_eq!(answer["keys"], serde_json::json!(["clocks"]));
    assert_eq!(answer["stage"]["id"], "level-1");
}

#[test]
fn what_no_rule_cites_is_listed_with_its_place() {
    let env = Env::new();
    written(&env, "fenwick.html", PAGE);
    written(&env, "fenwick.yaml", POLICY);
    let run = env.iro(&["policy", "check", "fenwick.yaml", "--against", "fenwick.html"]).ok();
    let expected = "\
fenwick.html:4  Principles: Concerns should be raised within 2 working days of
    becoming aware of them.
fenwick.html:5  Principles: The protocol should be completed within 15 working
    days in total.
fenwick.html:6  Principles: Staff must know of this protocol.

The clause is cited, and no rule that does so has the time:
fenwick.html:12  Level 2: Review, 2: If necessary a meeting will be held within
    one week. (missing: one week)
";
    assert_eq!(
        run.stdout.replace("\n    ", " ").replace("  ", " "),
        expected.replace("\n    ", " ").replace("  ", " ")
    );
    assert!(
        run.stderr.contains("no rule cites 3 of 7 sentences that ask for something or set a time"),
        "{}",
        run.stderr
    );

    let view = env.iro(&["policy", "check", "fenwick.yaml", "--against", "fenwick.html", "--json"]).json();
    assert_eq!(list(&view["uncited"]).len(), 3);
    assert_eq!(list(&view["limits_not_found"])[0]["limits"][0]["limit"], "one week");

    // Sentences are no longer listed once a rule cites them.
    let more = "guidance: [{text: Raise it early., source: Principles}]\ntotal: {limit: 15 working days, strength: hard, from: raised, \
                source: Principles}\nraise_within: {limit: 2 working days, strength: hard, from: aware, source: Principles}\n";
    let meeting = "    meeting: {title: Review, needed: if-needed}\n    clocks: [{id: meeting, label: Meet, limit: 1 week, strength: hard, \
                   from: stage-entered, until: meeting, source: Level 2}]\n";
    written(&env, "fenwick.yaml", format!("{POLICY}{meeting}{more}"));
    let run = env.iro(&["policy", "check", "fenwick.yaml", "--against", "fenwick.html"]).ok();
    assert!(!run.stdout.contains("fenwick.html"), "{}", run.stdout);
    assert!(
        run.stderr.contains(
            "7 sentences ask for something or set a time, and a rule cites the clause of each; sentences worded"
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn a_file_that_is_no_document_is_named() {
    let env = Env::new();
    written(&env, "fenwick.yaml", POLICY);
    written(&env, "plan.pdf", "%PDF-1.7");
    written(&env, "plan.docx", "PK\u{3}\u{4}");
    written(&env, "empty.txt", "");
    env.iro(&["policy", "import", "plan.pdf"])
        .code(2)
        .says("`plan.pdf` is a PDF")
        .says("save it as text or as a web page");
    env.iro(&["policy", "check", "fenwick.yaml", "--against", "plan.docx"]).code(2).says("a file of a word processor");
    env.iro(&["policy", "import", "nosuch.txt"]).code(1).says("can't be read");
    env.iro(&["policy", "import", "empty.txt"]).code(1).says("no sentence that names a stage");
    env.iro(&["policy", "check", "fenwick.yaml", "--against", "empty.txt"]).ok().says("no sentence that asks");
    // A file with errors can't be compared, because what it cites is unknown.
    written(&env, "broken.yaml", POLICY.replace("kind: formal", "kind: foraml"));
    let run = env.iro(&["policy", "check", "broken.yaml", "--against", "empty.txt"]).code(6);
    assert!(!run.stderr.contains("empty.txt"), "{}", run.stderr);
}

/// `Level 3, Type A.` labels the sentence after it, even if that mentions another level.
#[test]
fn a_label_with_more_behind_a_comma_says_which_stage_is_meant() {
    let env = Env::new();
    let document = "# Strath\n\n## Levels\n\n3.3 Level 2. The Head of Service decides within 5 days.\n\n\
                    3.4 Level 3, Type A. The Director decides within 1 month of the date of the Level 2 letter.\n";
    written(&env, "s.md", document);
    let draft = env.iro(&["policy", "import", "s.md"]).ok().stdout;
    let third = draft.split("id: level-3").nth(1).expect("the third level");
    assert!(third.contains("limit: 1 month") && third.contains("named here: [director]"), "{draft}");
    let second = draft.split("id: level-2").nth(1).unwrap().split("id: level-3").next().unwrap();
    assert!(!second.contains("1 month"), "{second}");
}

/// What no key was found for stands at the end, so that nothing that may be a rule is lost.
#[test]
fn every_sentence_that_may_hold_a_rule_is_in_the_draft() {
    let env = Env::new();
    let folder = crate::documents::root().join("examples/documents");
    let mut documents: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    documents.sort();
    assert!(documents.len() > 4);
    for document in documents {
        let document = document.to_str().unwrap();
        let view = env.iro(&["policy", "import", document, "--json"]).json();
        let draft = env.iro(&["policy", "import", document]).ok().stdout;
        let draft: Vec<&str> = draft.split_whitespace().filter(|word| *word != "#").collect();
        let draft = draft.join(" ");
        for sentence in list(&view["sentences"]) {
            let words: Vec<&str> = text(&sentence, "text").split_whitespace().collect();
            assert!(draft.contains(&words.join(" ")), "{document}: {sentence}");
        }
    }
}

#[test]
fn a_councils_name_a_scottish_holiday_and_what_was_not_recognised() {
    let env = Env::new();
    let document = "# Corran Council\n\n## Challenge Charter\n\n1.1 A day is any day other than a weekend or a bank holiday in Scotland.\n\n\
                    1.2 Step 1. The Team Manager must answer within 3 days.\n\n1.3 The Hub Lead is only asked if the child is of school age.\n\n\
                    1.4 The charter rests on trust.\n\n## Values\n\nTrust comes first.\n";
    written(&env, "c.md", document);
    let run = env.iro(&["policy", "import", "c.md"]).ok();
    assert!(run.stdout.contains("\ntitle: Challenge Charter\n"), "{}", run.stdout);
    assert!(run.stdout.contains("  division: scotland             # ?"), "{}", run.stdout);
    let (_, rest) = run.stdout.split_once("# No rule was recognised in these.").expect("the rest");
    assert!(rest.contains("1.3: \"The Hub Lead is only asked"), "{rest}");
    // A numbered paragraph may hold a rule whatever its words; any other text without a trace of one is left out.
    assert!(rest.contains("1.4: \"The charter rests on trust"), "{rest}");
    assert!(!run.stdout.contains("Trust comes first"), "{}", run.stdout);
    assert!(run.stderr.contains("2 more, in which no rule was recognised, are listed last"), "{}", run.stderr);
}

#[test]
fn a_hyphen_is_standard_output() {
    let env = Env::new();
    written(&env, "fenwick.html", PAGE);
    let usual = env.iro(&["policy", "import", "fenwick.html"]).ok();
    let run = env.iro(&["policy", "import", "fenwick.html", "--out", "-"]).ok();
    assert_eq!((run.stdout, run.stderr), (usual.stdout, usual.stderr));
    assert!(!env.scratch("-").exists());
}

/// A time in words that are not known, or that leave something open, is asked about, and never left out.
#[test]
fn no_time_is_lost_for_the_words_it_is_in() {
    let env = Env::new();
    for (time, said) in [
        ("two calendar weeks", "limit: two calendar weeks\n"),
        ("a calendar fortnight", "limit: a calendar fortnight\n"),
        ("5 consecutive working days", "limit: 5 consecutive working days\n"),
        ("5 consecutive days", "can be read in two ways"),
        ("5 clear working days", "leaves open whether the last day is in"),
        ("two full weeks", "leaves open from which day the weeks are counted"),
        ("10 school days", "limit: 10 school days"),
        ("5 business days", "is not a time limit"),
        ("four operational days", "is not a time limit"),
    ] {
        let document = format!("# Corran Charter\n\n1.1 Step 1. The Team Manager must answer within {time}.\n");
        written(&env, "c.md", document);
        let run = env.iro(&["policy", "import", "c.md"]).ok();
        let draft = run.stdout.split(['#', '\n']).map(str::trim).collect::<Vec<_>>().join(" ");
        assert!(run.stdout.contains(said) || draft.contains(said), "{time}: {}", run.stdout);
        assert!(run.stderr.contains("1 limit"), "{time}: {}", run.stderr);
    }
}
