//! `iro export`: a calendar for other programs, records for scripts, and everything held on one child.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::env::{Env, list, must_be_there, text};

fn calendar(env: &Env) -> String {
    calendar_of(env, &[])
}

fn calendar_of(env: &Env, extra: &[&str]) -> String {
    let file = env.scratch("deadlines.ics");
    env.iro(&[&["export", "--ics", file.to_str().unwrap()], extra].concat()).ok();
    fs::read_to_string(file).unwrap()
}

/// The properties of each event, lines unfolded.
fn events(calendar: &str) -> Vec<Vec<(String, String)>> {
    let unfolded = calendar.replace("\r\n ", "");
    let mut found: Vec<Vec<(String, String)>> = Vec::new();
    for line in unfolded.split_terminator("\r\n") {
        match line.split_once(':').unwrap() {
            ("BEGIN", "VEVENT") => found.push(Vec::new()),
            (name, value) => found.last_mut().unwrap_or(&mut Vec::new()).push((name.to_owned(), value.to_owned())),
        }
    }
    found
}

fn of<'a>(event: &'a [(String, String)], name: &str) -> Option<&'a str> {
    event.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
}

/// The requirements of RFC 5545 on every calendar file.
#[test]
fn the_calendar_keeps_to_its_standard() {
    let env = Env::new();
    env.with_demo();
    let calendar = calendar(&env);
    assert!(
        calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") && calendar.ends_with("END:VCALENDAR\r\n")
    );
    assert!(!calendar.replace("\r\n", "").contains(['\r', '\n']), "a bare line break");
    for line in calendar.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(line.chars().all(|letter| !letter.is_control()), "{line:?}");
    }
    let events = events(&calendar);
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), calendar.matches("END:VEVENT").count());
    let uids: BTreeSet<&str> = events.iter().map(|event| of(event, "UID").unwrap()).collect();
    assert_eq!(uids.len(), events.len(), "a UID stands twice");
    for event in &events {
        let stamp = of(event, "DTSTAMP").unwrap();
        assert!(stamp.len() == 16 && stamp.ends_with('Z'), "{stamp}");
        assert!(of(event, "DTEND").is_none() && of(event, "SUMMARY").is_some());
        let (whole, timed) = (of(event, "DTSTART;VALUE=DATE"), of(event, "DTSTART"));
        assert!(whole.is_some_and(|day| day.len() == 8) || timed.is_some_and(|at| at.len() == 16 && at.ends_with('Z')));
    }
    let running = env.due(&["--all"]);
    assert_eq!(events.len(), running.len(), "one entry for each running clock");
    let all = self::events(&calendar_of(&env, &["--all"]));
    let cancelled = all.iter().filter(|event| of(event, "STATUS") == Some("CANCELLED")).count();
    assert!(cancelled > 0 && all.len() == events.len() + cancelled);
    for event in events.iter().filter(|event| of(event, "DTSTART").is_some()) {
        assert_eq!(of(event, "DURATION"), Some("PT1M"), "a moment is no hour, and not nothing");
    }
    assert_eq!(running.iter().filter(|clock| !clock["due_at"].is_null()).count() > 0, calendar.contains("DTSTART:"));
}

#[test]
fn another_parser_takes_the_calendar() {
    let env = Env::new();
    env.with_demo();
    let calendar = calendar(&env);
    let script = "import sys, icalendar\n\
        calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())\n\
        events = calendar.walk('VEVENT')\n\
        assert not calendar.errors and not any(e.errors for e in events)\n\
        print(len(events), len({str(e['UID']) for e in events}))\n";
    let tried = Command::new("python3").args(["-c", "import icalendar"]).output();
    if !must_be_there("python3 with icalendar", tried.is_ok_and(|run| run.status.success())) {
        return;
    }
    fs::write(env.scratch("read.py"), script).unwrap();
    let read = Command::new("python3")
        .arg(env.scratch("read.py"))
        .stdin(fs::File::open(env.scratch("deadlines.ics")).unwrap())
        .output()
        .unwrap();
    let count = events(&calendar).len();
    assert_eq!(String::from_utf8_lossy(&read.stdout).trim(), format!("{count} {count}"), "{read:?}");
}

#[test]
fn a_calendar_of_one_person_with_alarms() {
    let env = Env::new();
    let mine = env.raise("south-west", &["--iro", "Jo Bloggs", "--respond-by", "2026-04-07"]);
    env.raise("south-west", &["--iro", "Ann Other", "--respond-by", "2026-04-07"]);
    let events = |extra: &[&str]| events(&calendar_of(&env, extra));
    let own = events(&["--iro", "jo bloggs", "--alarm", "1 working day"]);
    assert_eq!(own.len(), 1);
    assert!(of(&own[0], "UID").unwrap().starts_with(&mine));
    // Before Easter, in summer time: Thursday 2 April at 9:00 is 8:00 in UTC.
    assert_eq!(of(&own[0], "TRIGGER;VALUE=DATE-TIME"), Some("20260402T080000Z"));
    // 72 hours stay 72 hours over the weekend when the clocks change.
    env.now("2026-03-27T10:00");
    env.raise("qa-notification", &["--iro", "Third"]);
    let hours = events(&["--iro", "third", "--alarm", "24 hours"]);
    assert_eq!(of(&hours[0], "DTSTART"), Some("20260330T100000Z"));
    assert_eq!(of(&hours[0], "TRIGGER;VALUE=DATE-TIME"), Some("20260329T100000Z"));
    let empty = env.sh("export --ics - --iro nobody").ok().says("no record here has the IRO `nobody`");
    assert!(!empty.stdout.contains("BEGIN:VEVENT"));
    // A mistyped name empties no calendar that was there.
    let file = env.scratch("kept.ics");
    std::fs::write(&file, "before").unwrap();
    env.iro(&["export", "--ics", file.to_str().unwrap(), "--iro", "nobody"]).code(4).says("was left as it was");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "before");
    env.iro(&["export", "--ics", "-", "--alarm", "2 days"]).code(2).says("2 working days");
    env.iro(&["export", "--csv", "--iro", "Jo"]).code(2);
}

/// A clock keeps its UID in later exports, moved or cancelled; and the file doesn't depend on when it was made.
#[test]
fn importing_again_doubles_nothing() {
    let env = Env::new();
    let id = env.raise("south-west", &["--respond-by", "2026-03-20"]);
    let first = calendar(&env);
    assert_eq!(first, calendar(&env));
    env.now("2026-03-03T10:00");
    assert_eq!(first, calendar(&env), "another day changes nothing");
    env.iro(&["extend", &id, "--until", "2026-03-27", "--reason", "Half term", "--clock", "resolve"]).ok();
    let moved = calendar(&env);
    let (old, new) = (events(&first), events(&moved));
    assert_eq!(of(&old[0], "UID"), of(&new[0], "UID"));
    assert_eq!(of(&new[0], "DTSTART;VALUE=DATE"), Some("20260327"));
    let sequence = |event| of(event, "SEQUENCE").unwrap().parse::<u32>().unwrap();
    assert!(sequence(&new[0]) > sequence(&old[0]));
    env.resolve(&id);
    assert!(!calendar(&env).contains("BEGIN:VEVENT"), "nothing runs");
    let ended = events(&calendar_of(&env, &["--all"]));
    assert!(ended.iter().all(|event| of(event, "STATUS") == Some("CANCELLED")), "{ended:?}");
    assert_eq!(of(&ended[0], "UID"), of(&old[0], "UID"));
}

#[test]
fn every_record_a_line_or_a_row() {
    let env = Env::new();
    env.with_demo();
    let views = list(&env.iro(&["list", "--all", "--kind", "all", "--sort", "raised", "--json"]).json());
    let lines = env.iro(&["export", "--jsonl"]).ok().stdout;
    let records: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), views.len());
    for record in &records {
        let id = text(record, "id");
        assert_eq!(record["log"], env.iro(&["log", id, "--json"]).json(), "{id}");
    }
    let csv = env.iro(&["export", "--csv"]).ok().stdout;
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), views.len());
    env.iro(&["export"]).code(2);
    env.iro(&["export", "--child", "DEMO-101"]).code(2).says("--out");
}

// KN-06
#[test]
fn everything_on_one_child() {
    let env = Env::new();
    env.with_demo();
    env.raise("knowsley", &["--child", "C-9", "--concern", "The same carers as DEMO-101."]);
    env.raise("knowsley", &["--child", "DEMO-1010"]);
    // A line begins with the reference.
    env.raise("knowsley", &["--child", "C-10", "--concern", "Dear all,\nDEMO-101 was there too."]);
    let praise = ["praise", "--policy", "knowsley", "--child", "DEMO-101", "--for", "Robin", "--text", "Well done"];
    env.iro(&praise).ok();
    let folder = env.scratch("subject");
    let args = ["export", "--child", "DEMO-101", "--out", folder.to_str().unwrap()];
    env.iro(&args).ok().says("3 records").says("read them before");
    let manifest: Value = serde_json::from_str(&fs::read_to_string(folder.join("manifest.json")).unwrap()).unwrap();
    let records = list(&manifest["records"]);
    let kinds: Vec<&str> = records.iter().map(|record| text(record, "kind")).collect();
    assert_eq!(kinds, ["dispute", "dispute", "praise"]);
    assert!(records.iter().any(|record| !record["closed_on"].is_null()), "closed ones too");
    assert_eq!(list(&manifest["also_named_in"]).len(), 2, "{manifest}");
    let mut listed: BTreeSet<String> = ["manifest.json".to_owned()].into();
    for file in records.iter().flat_map(|record| list(&record["files"])) {
        let name = text(&file, "name").to_owned();
        let bytes = fs::read(folder.join(&name)).unwrap();
        assert_eq!(file["bytes"], bytes.len());
        if let Ok(sum) = Command::new("sha256sum").arg(folder.join(&name)).output() {
            assert!(String::from_utf8_lossy(&sum.stdout).starts_with(text(&file, "sha256")), "{name}");
        }
        listed.insert(name);
    }
    let there: BTreeSet<String> =
        fs::read_dir(&folder).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, listed);
    #[cfg(unix)]
    for name in &there {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    env.iro(&args).code(3).says("not empty");
    let nowhere = env.scratch("nobody");
    env.iro(&["export", "--child", "C-404", "--out", nowhere.to_str().unwrap()]).code(4);
    assert!(!nowhere.exists());
}

#[test]
fn of_a_child_without_a_record_nothing_is_written_and_who_names_it_is_said() {
    let env = Env::in_folder("it changes files by hand");
    let folder = env.scratch("out");
    let export = |child: &str| env.iro(&["export", "--child", child, "--out", folder.to_str().unwrap(), "--json"]);
    let one = env.raise("knowsley", &["--concern", "Same room as C-404, and not safe"]);
    let message = |run: crate::env::Run| text(&run.code(4).error(), "message").to_owned();
    let held = "there is nothing on a child `c-404` in this store";
    assert_eq!(message(export("c-404")), format!("{held}; the reference is named in {one}"));
    let other = env.raise("knowsley", &[]);
    env.iro(&["note", &other, "--text", "Asked about C-404"]).ok();
    assert_eq!(message(export("c-404")), format!("{held}; the reference is named in {one} and {other}"));
    assert_eq!(message(export("C-40")), "there is nothing on a child `C-40` in this store");
    // The reason for going on without what the protocol asks for is text like any other.
    let raise = "raise --policy mosaic --child C-3 --concern x --json";
    let third = env.sh(&format!("{raise} --override 'Her brother C-405 moved out'")).json();
    let held = "there is nothing on a child `C-405` in this store";
    assert_eq!(message(export("C-405")), format!("{held}; the reference is named in {}", text(&third, "id")));
    assert!(!folder.exists());
    // A record that can't be read may be about the child.
    fs::write(env.open_file(&one), "not a record").unwrap();
    export("C-40").code(1).says(&one).says("there is nothing on a child `C-40` in this store");
}

/// A record that can't be read may be about the child: it is named, and the command says that it failed.
#[test]
fn a_damaged_record_is_named_in_the_manifest() {
    let env = Env::in_folder("it changes files by hand");
    env.raise("knowsley", &["--child", "C-1"]);
    let broken = env.raise("knowsley", &["--child", "C-1"]);
    fs::write(env.open_file(&broken), "format: 1\nid: [").unwrap();
    let folder = env.scratch("subject");
    env.iro(&["export", "--child", "C-1", "--out", folder.to_str().unwrap()]).code(1).says(&broken);
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
    assert!(manifest.contains(&format!("`{broken}`")) || manifest.contains(&broken), "{manifest}");
}

/// A table of all records says itself which it lacks.
#[test]
fn a_record_that_cannot_be_read_has_a_row_that_says_so() {
    let env = Env::in_folder("it changes files by hand");
    env.raise("knowsley", &["--child", "C-1"]);
    let broken = env.raise("knowsley", &["--child", "C-2"]);
    fs::write(env.open_file(&broken), "format: 1\nid: [").unwrap();
    let table = env.scratch("records.csv");
    env.iro(&["export", "--csv", "--out", table.to_str().unwrap()]).code(1).says(&broken);
    let table = fs::read_to_string(table).unwrap();
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows.len(), 3, "{table}");
    assert!(rows[2].starts_with(&format!("{broken},unreadable,,,")), "{table}");
    assert_eq!(rows[2].matches(',').count(), rows[0].matches(',').count());
    let lines = env.iro(&["export", "--jsonl"]).code(1).stdout;
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!(last, serde_json::json!({"id": broken, "kind": "unreadable"}));
}

#[cfg(not(feature = "age"))]
#[test]
fn a_build_that_cannot_encrypt_says_so_and_writes_nothing() {
    let env = Env::new();
    env.raise("knowsley", &["--child", "C-1"]);
    let out = env.scratch("out");
    for what in [&["--csv"][..], &["--child", "C-1"]] {
        let mut args = vec!["export", "--out", out.to_str().unwrap(), "--encrypt-to", "age1x"];
        args.extend(what);
        env.iro(&args).code(1).says("this build of iro can't encrypt").says("--features age");
        assert!(!out.exists());
    }
}

#[cfg(feature = "age")]
#[test]
fn encrypted_exports_are_read_by_their_recipients_alone() {
    use std::io::Read;

    use age::secrecy::ExposeSecret;

    let env = Env::new();
    let child = &["--child", "C-1", "--concern", "A secret of his"];
    env.raise("knowsley", child);
    let keys = [0; 3].map(|_| age::x25519::Identity::generate());
    let [one, two, _] = keys.each_ref().map(|key| key.to_public().to_string());
    let open = |bytes: &[u8], key: &age::x25519::Identity| -> Option<String> {
        let reader = age::Decryptor::new(bytes).unwrap().decrypt(std::iter::once(key as &dyn age::Identity));
        let mut text = String::new();
        reader.ok()?.read_to_string(&mut text).unwrap();
        Some(text)
    };
    for what in [&["--csv", "--out"][..], &["--jsonl", "--out"], &["--ics"]] {
        let file = env.scratch("export");
        let mut args = vec!["export", "--encrypt-to", &one, "--encrypt-to", &two];
        args.extend(what);
        args.push(file.to_str().unwrap());
        env.iro(&args).ok().says("encrypted");
        let bytes = fs::read(&file).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1"), "{what:?}");
        assert!(!String::from_utf8_lossy(&bytes).contains("secret"), "{what:?}");
        let [by_one, by_two, by_three] = keys.each_ref().map(|key| open(&bytes, key));
        assert!(by_one.as_ref().is_some_and(|text| text.contains("2026-0001")), "{by_one:?}");
        assert_eq!(by_one, by_two);
        assert_eq!(by_three, None);
    }
    let folder = env.scratch("child");
    env.iro(&["export", "--child", "C-1", "--out", folder.to_str().unwrap(), "--encrypt-to", &one]).ok();
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["2026-0001.html.age", "2026-0001.json.age", "2026-0001.md.age", "manifest.json.age"]);
    let read = |name: &str| open(&fs::read(folder.join(name)).unwrap(), &keys[0]).unwrap();
    assert!(read("2026-0001.json.age").contains("A secret of his"));
    let manifest: Value = serde_json::from_str(&read("manifest.json.age")).unwrap();
    assert_eq!(manifest["records"][0]["files"][0]["name"], "2026-0001.json");
    // An encrypted export is never written to a terminal or a pipe.
    env.iro(&["export", "--csv", "--encrypt-to", &one]).code(2).says("--out");
    let refused = {
        let key = keys[0].to_string();
        env.iro(&["export", "--csv", "--out", "x", "--encrypt-to", key.expose_secret()])
    };
    assert!(!refused.stderr.contains("SECRET"), "{refused:?}");
    refused.code(2).says("needs an age recipient");
}

#[test]
fn json_is_one_document_or_refused() {
    let env = Env::new();
    env.raise("knowsley", &[]);
    for form in ["--csv", "--jsonl", "--ics -"] {
        env.sh(&format!("--json export {form}")).code(2).says(form);
    }
    env.sh(&format!("--json export --csv --out {}", env.scratch("all.csv").display())).ok();
}
