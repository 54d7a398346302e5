//! `iro notice`, `iro remind` and `iro addresses`: messages as drafts, read back as a mail program reads them.

use std::fs;
use std::path::Path;

use mail_parser::{Addr, Address, Message, MessageParser};
use serde_json::{Value, json};

use crate::env::{Env, list, text};
use crate::terminal::{ENTER, Terminal};

/// A draft as a mail parser reads it.
fn read(file: &[u8]) -> Message<'_> {
    MessageParser::new().parse(file).expect("a message")
}

/// The names and addresses of a header; a group without members stands for somebody who has no address.
fn people(header: Option<&Address<'_>>) -> Vec<(String, String)> {
    let shown = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let one = |addr: &Addr<'_>| (shown(addr.name()), shown(addr.address()));
    match header {
        None => Vec::new(),
        Some(Address::List(all)) => all.iter().map(one).collect(),
        Some(Address::Group(groups)) => {
            let members = groups.iter().map(|group| match group.addresses.as_slice() {
                [] => vec![(shown(group.name.as_deref()), String::new())],
                members => members.iter().map(one).collect(),
            });
            members.flatten().collect()
        }
    }
}

fn pair(title: &str, address: &str) -> (String, String) {
    (title.to_owned(), address.to_owned())
}

/// Checks that every line of a file ends in CRLF, as the standard requires, and that it has no control characters.
#[track_caller]
fn is_plain(file: &[u8]) {
    let file = String::from_utf8(file.to_vec()).expect("a draft is text");
    assert!(file.lines().all(|line| line.len() <= 998), "{file}");
    assert_eq!(file.matches('\n').count(), file.matches("\r\n").count(), "{file:?}");
    assert!(!file.chars().any(|c| c.is_control() && c != '\r' && c != '\n'), "{file:?}");
}

// QA-05
#[test]
fn an_issue_notification_goes_to_both_who_must_answer() {
    let env = Env::new();
    env.now("2026-03-27T10:00");
    let concern = "The plan hasn’t moved since Christmas — no visit";
    let id = env.raise("qa-notification", &["--child", "00123", "--concern", concern]);
    env.iro(&["addresses", "add", "Team Manager", "tm.north@example.org"]).ok();
    let file = env.scratch("answer.eml");
    let run = env.iro(&["notice", &id, "--eml", file.to_str().unwrap()]).ok();
    assert!(run.stderr.contains("there is no address for Social Worker"), "{}", run.stderr);
    let bytes = fs::read(&file).unwrap();
    is_plain(&bytes);
    let message = read(&bytes);
    assert_eq!(people(message.to()), [pair("Social Worker", ""), pair("Team Manager", "tm.north@example.org")]);
    assert!(message.from().is_none());
    assert_eq!(message.header_raw("X-Unsent").map(str::trim), Some("1"));
    assert_eq!(
        message.subject(),
        Some("QA Notification 2026-0001, child 00123: your answer is due by Mon 30 March 2026 11:00")
    );
    let body = message.body_text(0).unwrap();
    for said in [
        concern,
        "The child does not know where they will live",
        "A date for the panel",
        "(the clocks go forward on Sun 29 March)",
        "Answer the Issue Notification: 72 hours (Issue Notification)",
        "Please reply to this message by Mon 30 March 2026 11:00",
        "Jo Bloggs\r\nIndependent Reviewing Officer",
    ] {
        assert!(body.contains(said), "{said} in {body}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_same_message_is_shown_to_a_person_and_given_to_a_script() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--child", "C-7", "--stage", "stage-1", "--assign", "team-manager=Sam Example"]);
    env.iro(&["addresses", "add", "sam example", "sam@example.org"]).ok();
    let shown = env.iro(&["notice", &id]).ok().stdout;
    let value = env.iro(&["notice", &id, "--json"]).json();
    assert!(
        shown.starts_with(
            "To: Sam Example (Team Manager) <sam@example.org>\nSubject: DRP 2026-0001, child C-7: your answer"
        ),
        "{shown}"
    );
    assert!(shown.ends_with(&format!("{}\n", text(&value, "text"))), "{shown}");
    assert!(shown.contains("\n\nDear Sam Example,\n\n"), "{shown}");
    assert_eq!(
        value["to"],
        json!([{"role": "team-manager", "name": "Sam Example", "title": "Team Manager", "address": "sam@example.org"}])
    );
    assert_eq!(value["clocks"], json!([{"clock": "respond", "stage": "stage-1", "due": "2026-03-09"}]));
    let piped = env.iro(&["notice", &id, "--eml", "-"]).ok().stdout;
    assert_eq!(text(&value, "eml"), piped);
    is_plain(piped.as_bytes());
    // Made again, the draft is the same file under the same name.
    let folder = env.scratch("drafts");
    env.iro(&["notice", &id, "--out", folder.to_str().unwrap()]).ok();
    assert_eq!(fs::read_to_string(folder.join("2026-0001-team-manager.eml")).unwrap(), piped);
}

#[test]
fn whoever_is_named_gets_what_concerns_them() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-04-20"]);
    // The answer is waiting for the raiser to judge it.
    env.iro(&["notice", &id]).code(2).says("nobody else has to act");
    let next = env.iro(&["notice", &id, "--to", "iro", "--json"]).json();
    assert_eq!((&next["to"][0]["role"], &next["to"][0]["name"]), (&json!("iro"), &json!("Jo Bloggs")));
    assert!(text(&next, "text").contains("whether you are satisfied with the answer"), "{next}");
    let owner = env.iro(&["notice", &id, "--to", "sam carter", "--json"]).json();
    assert!(text(&owner, "text").contains("- Book the panel, by Mon 20 April 2026"), "{owner}");
    assert!(text(&owner, "subject").ends_with("your action is due by Mon 20 April 2026"), "{owner}");
    let told = env.iro(&["notice", &id, "--to", "Head of Service", "--to", "service-manager", "--json"]).json();
    assert!(text(&told, "subject").ends_with("for your information"), "{told}");
    assert_eq!(list(&told["to"]).len(), 2);
    let run = env.iro(&["notice", &id, "--to", "head-of-servce"]).code(4);
    assert!(run.stderr.contains("did you mean `head-of-service`?"), "{}", run.stderr);
    env.iro(&["agree", &id, "--override", "sample reason"]).ok();
    env.iro(&["action", "done", &id, "1"]).ok();
    env.resolve(&id);
    let run = env.iro(&["notice", &id]).code(2);
    assert!(run.stderr.contains("--to"), "{}", run.stderr);
    let ended = env.iro(&["notice", &id, "--to", "team-manager", "--json"]).json();
    assert!(text(&ended, "text").contains("It ended on Mon 2 March 2026"), "{ended}");
    let praise =
        env.iro(&["praise", "--policy", "mosaic", "--child", "C-1", "--for", "Sam", "--text", "Well done", "--json"]);
    env.iro(&["notice", text(&praise.json(), "id")]).code(3);
}

#[test]
fn copies_go_where_the_protocol_sends_them() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    let value = env.iro(&["notice", &id, "--json"]).json();
    let titles = |key: &str| list(&value[key]).iter().map(|one| text(one, "title").to_owned()).collect::<Vec<_>>();
    assert_eq!(titles("to"), ["Team Manager", "Service Manager"]);
    assert_eq!(titles("cc"), ["IRO/CP Chair Team Manager"]);
}

#[test]
fn nothing_in_a_record_becomes_a_header() {
    let env = Env::new();
    let child = "C-1\r\nBcc: sam@example.org\r\n\r\nBody";
    let concern = "One\r\nBcc: sam@example.org\n\u{1b}[31mred \u{202e}turned\n.\nFrom here on";
    let name = "Sam\r\nBcc: kim@example.org\u{7}";
    let id = env.raise(
        "mosaic",
        &[
            "--child",
            child,
            "--concern",
            concern,
            "--assign",
            &format!("team-manager={name}"),
            "--subject",
            "A\r\nTo: b@example.org",
        ],
    );
    for to in ["team-manager", "iro"] {
        let file = env.iro(&["notice", &id, "--to", to, "--eml", "-"]).ok().stdout;
        is_plain(file.as_bytes());
        let message = read(file.as_bytes());
        let mut names: Vec<&str> = message.headers().iter().map(|header| header.name()).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "Content-Transfer-Encoding",
                "Content-Type",
                "Date",
                "MIME-Version",
                "Message-ID",
                "Subject",
                "To",
                "X-Unsent"
            ]
        );
        let body = message.body_text(0).unwrap();
        assert!(body.contains("\r\nFrom here on") && !body.contains(['\u{1b}', '\u{202e}']), "{body:?}");
        let shown = env.iro(&["notice", &id, "--to", to]).ok().stdout;
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
    }
}

#[test]
fn addresses_are_kept_privately_and_read_with_care() {
    let env = Env::new();
    let run = env.iro(&["addresses"]).ok();
    assert!(run.stdout.is_empty() && run.stderr.contains("no addresses are kept"), "{run:?}");
    assert_eq!(env.iro(&["addresses", "--json"]).json(), json!([]));
    let dry = env.iro(&["addresses", "add", "team-manager", "tm@example.org", "--dry-run"]).ok();
    assert!(dry.stderr.contains("nothing is written"), "{}", dry.stderr);
    assert_eq!(env.iro(&["addresses", "--json"]).json(), json!([]));
    env.iro(&["addresses", "add", "Team manager", "tm@example.org"]).ok();
    let value = env.iro(&["addresses", "add", "team-manager", "tm.north@example.org", "--json"]).json();
    assert_eq!(value["before"], "tm@example.org");
    let run = env.iro(&["addresses", "add", "team-manger", "x@example.org"]).ok();
    assert!(run.stderr.contains("did you mean the role `team-manager`?"), "{}", run.stderr);
    env.iro(&["addresses", "remove", "TEAM-MANGER"]).ok();
    assert_eq!(
        env.iro(&["addresses", "--json"]).json(),
        json!([{"who": "team-manager", "address": "tm.north@example.org"}])
    );
    for bad in ["tm", "tm@example.org, kim@example.org", "Kim <kim@example.org>", "a@b.c\r\nBcc: d@e.f"] {
        let run = env.iro(&["addresses", "add", "team-manager", bad]).code(2);
        assert!(run.stderr.contains("isn't an e-mail address"), "{}", run.stderr);
    }
    env.iro(&["addresses", "add", "team-manager"]).code(2);
    env.iro(&["addresses", "remove", "head-of-service"]).code(4);
}

/// In a folder, only the owner can read the file of addresses, and an invalid file is named in the error.
#[test]
#[cfg(all(unix, not(feature = "postgres")))]
fn the_file_of_addresses_is_private_and_named_when_wrong() {
    use std::os::unix::fs::PermissionsExt;
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.iro(&["addresses", "add", "team-manager", "tm@example.org"]).ok();
    let file = env.data().join("addresses.yaml");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    fs::write(&file, "team-manager: \"tm@example.org>, <kim@example.org\"\n").unwrap();
    let run = env.iro(&["notice", &id]).code(1);
    assert!(run.stderr.contains("addresses.yaml") && run.stderr.contains("team-manager"), "{}", run.stderr);
    env.iro(&["addresses", "add", "team-manager", "tm@example.org"]).ok();
    env.iro(&["notice", &id]).ok();
    let run = env.iro(&["doctor"]).ok();
    assert!(!run.stdout.contains("addresses"), "{}", run.stdout);
}

/// What `iro remind` would draft, or drafts, as the ids of the disputes.
#[track_caller]
fn reminded(env: &Env, user: &str, args: &[&str]) -> Vec<String> {
    let mut all = vec!["--user", user, "remind", "--json"];
    all.extend(args);
    let value: Value = env.iro(&all).json();
    list(&value["drafts"]).iter().map(|one| text(one, "dispute").to_owned()).collect()
}

#[test]
fn nobody_is_reminded_twice_of_one_deadline_on_one_day() {
    let env = Env::new();
    let late = env.raise("mosaic", &["--stage", "stage-1"]);
    env.now("2026-03-09T10:00");
    let soon = env.raise("mosaic", &["--stage", "stage-1"]);
    env.now("2026-03-10T09:00");
    let out = env.scratch("out");
    let out = ["--out", out.to_str().unwrap()];
    env.iro(&["remind"]).code(2);
    let both = [late.clone(), soon.clone()];
    assert_eq!(reminded(&env, "Jo Bloggs", &["--dry-run"]), both);
    assert_eq!(reminded(&env, "Jo Bloggs", &["--overdue", "--dry-run"]), std::slice::from_ref(&late));
    assert_eq!(reminded(&env, "Jo Bloggs", &["--for", "head-of-service", "--dry-run"]), [""; 0]);
    // A person who has to answer doesn't write to themselves.
    let mine = env.raise("mosaic", &["--stage", "stage-1", "--assign", "team-manager=Kim Sample"]);
    assert_eq!(reminded(&env, "Kim Sample", &["--dry-run"]), both);
    env.iro(&["withdraw", &mine, "--reason", "Raised in error"]).ok();

    assert_eq!(reminded(&env, "Jo Bloggs", &[out[0], out[1], "--overdue"]), std::slice::from_ref(&late));
    assert_eq!(reminded(&env, "Kim Sample", &out), std::slice::from_ref(&soon));
    let run = env.iro(&["remind", out[0], out[1]]).ok();
    assert!(run.stdout.is_empty() && run.stderr.contains("2 reminders were already drafted today"), "{run:?}");
    let run = env.iro(&["--user", "Kim Sample", "notice", &late, "--eml", env.scratch("n.eml").to_str().unwrap()]).ok();
    assert!(run.stderr.contains("Jo Bloggs drafted a message about this deadline today"), "{}", run.stderr);
    assert_eq!(reminded(&env, "Jo Bloggs", &[out[0], out[1], "--again"]), both);
    // A clock that began since gets a reminder of its own; so does the next day.
    let further = ["extend", &soon, "--by", "24 hours", "--reason", "He is away until tomorrow"];
    env.iro(&further).ok();
    assert_eq!(reminded(&env, "Kim Sample", &out), std::slice::from_ref(&soon));
    env.now("2026-03-11T09:00");
    assert_eq!(reminded(&env, "Kim Sample", &out), both);
    let file = fs::read(Path::new(out[1]).join(format!("{late}-team-manager.eml"))).unwrap();
    let message = read(&file);
    assert!(message.subject().unwrap().ends_with("your answer was due on Mon 9 March 2026"), "{:?}", message.subject());
    assert!(message.body_text(0).unwrap().contains("it was due on Mon 9 March 2026, and none has been recorded"));
}

#[test]
fn a_draft_that_cannot_be_written_reminds_nobody() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    let wall = env.scratch("wall");
    fs::write(&wall, "a file").unwrap();
    env.iro(&["remind", "--out", wall.to_str().unwrap()]).code(1);
    assert_eq!(reminded(&env, "Kim Sample", &["--out", env.scratch("out").to_str().unwrap()]), [id]);
}

#[test]
fn every_dispute_of_the_example_store_has_its_notice() {
    let env = Env::new();
    env.with_demo();
    for view in list(&env.iro(&["list", "--json"]).json()).iter().filter(|view| !view["waiting_on"].is_null()) {
        let id = text(view, "id");
        let run = env.iro(&["notice", id, "--json"]);
        if run.stderr.contains("it is waiting for you") {
            continue;
        }
        let value = run.json();
        let file = text(&value, "eml");
        is_plain(file.as_bytes());
        let message = read(file.as_bytes());
        assert_eq!(message.subject(), Some(text(&value, "subject")));
        assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), text(&value, "text").trim_end());
        let child = view["child"].as_str().or(view["subject"].as_str()).unwrap();
        assert!(text(&value, "subject").contains(child), "{value}");
        assert_eq!(people(message.to()).len(), list(&value["to"]).len(), "{file}");
    }
}

#[test]
fn what_is_missing_is_asked_for() {
    let env = Env::new();
    env.raise("mosaic", &["--stage", "stage-1"]);
    let at_a_terminal = |args: &[&str]| {
        let mut command = env.command();
        command.args(args);
        Terminal::start(command)
    };
    let mut person = at_a_terminal(&["addresses", "add"]);
    person
        .answer("Whose address", &["team-manager", ENTER])
        .answer("What is the e-mail address?", &["tm@example.org", ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    let mut person = at_a_terminal(&["notice"]);
    person.answer("Which one?", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("To: Team Manager <tm@example.org>"), "{screen}");
    let mut person = at_a_terminal(&["remind"]);
    person.answer("Into which folder", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(env.scratch("reminders").join("2026-0001-team-manager.eml").exists(), "{screen}");
}
