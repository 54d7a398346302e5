//! Puts text that would control a terminal into every text field of records and policies, then opens every view that a
//! person can ask for: no control character may be shown. Other programs get the text unchanged.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use serde_yaml::Value as Yaml;

use crate::env::{Env, Run, text};
use crate::transcript::shown_at_terminal;

/// Colours and concealment, a link, the clipboard, a device control string, a title, a return, backspaces, direction
/// marks, a C1 control, line separators, marks without width, a tag, a formula, and what Markdown and HTML would take
/// for their own.
const HOSTILE: &str = "Words \u{1b}[5;8mhid\u{1b}[2J\u{1b}]8;;http://x.example\u{7}link\u{1b}]8;;\u{7}\u{1b}]52;c;eA==\u{7}\
\u{1b}P+q\u{1b}\\\u{1b}]0;title\u{7}\rback\u{8}\u{8}\u{202e}rtl\u{2066}iso\u{9b}31m\u{9d}52;c;eA==\u{9c}\u{85}nel\u{2028}ls\u{2029}ps\u{200b}\
zw\u{feff}bom\u{ad}\u{e0041}tag <b onclick=x>*b*</b> [l](javascript:x) | end";

/// The same for fields that hold only one line or one word.
const PART: &str = "\u{1b}]52;c;eA==\u{7}\u{202e}\u{9b}5;8m\u{1b}[5;8m\u{85}\u{200b}";

/// The keys of records whose values people type.
const OF_RECORDS: [&str; 31] = [
    "child",
    "by",
    "iro",
    "team",
    "legal_status",
    "subject",
    "concern",
    "impact",
    "seeking",
    "reason",
    "text",
    "what",
    "owner",
    "outcome",
    "impact_on_child",
    "agreed_with",
    "with",
    "chair",
    "attended",
    "minutes",
    "curtail",
    "for",
    "name",
    "warned",
    "assigned",
    "fields",
    "not_applicable",
    "limit",
    "decided_by",
    "categories",
    "purpose",
];

/// The keys of policies whose values people read.
const OF_POLICIES: [&str; 15] = [
    "title",
    "text",
    "source",
    "label",
    "labels",
    "condition",
    "examples",
    "guidance",
    "references",
    "groups",
    "roles",
    "authority",
    "document",
    "what",
    "why",
];

/// Characters that no view may show, and that the program's own output doesn't need.
fn is_hostile(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t')
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Removes the colours that the program sets itself.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| !letter.is_ascii_digit() && letter != ';');
        match end.filter(|end| part[*end..].starts_with('m') && !part.starts_with("5;8")) {
            Some(end) => plain.push_str(&part[end + 1..]),
            None => {
                plain.push_str("\u{1b}[");
                plain.push_str(part);
            }
        }
    }
    plain
}

thread_local! {
    /// The hostile output that this test found, reported together at its end.
    static OUT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn note_if_hostile(what: &str, shown: &str) {
    let plain = without_colours(shown);
    if let Some((at, letter)) = plain.char_indices().find(|(_, letter)| is_hostile(*letter)) {
        let from = plain[..at].char_indices().rev().nth(60).map_or(0, |(from, _)| from);
        let found = format!("iro {what} shows {letter:?}: {:?}", &plain[from..at + letter.len_utf8()]);
        OUT.with_borrow_mut(|out| out.push(found));
    }
}

#[track_caller]
fn assert_none_got_out() {
    let out = OUT.take();
    assert!(out.is_empty(), "{}", out.join("\n"));
}

/// Appends hostile text to every string under one of these keys in a tree of YAML.
fn poison(tree: &mut Yaml, keys: &[&str], inside: bool) {
    match tree {
        Yaml::String(text) if inside => text.push_str(HOSTILE),
        Yaml::Sequence(items) => {
            items.iter_mut().for_each(|item| poison(item, keys, inside && !item.is_mapping()));
        }
        Yaml::Mapping(pairs) => {
            for (key, value) in pairs {
                let named = key.as_str().is_some_and(|key| keys.contains(&key));
                poison(value, keys, named || (inside && !value.is_mapping()));
            }
        }
        _ => {}
    }
}

fn poison_file(file: &PathBuf, keys: &[&str]) {
    let mut tree: Yaml = serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    poison(&mut tree, keys, false);
    fs::write(file, serde_yaml::to_string(&tree).unwrap()).unwrap();
}

/// Runs a command at a terminal, and as `piped` does; returns that.
fn view(env: &Env, args: &[&str]) -> Run {
    let mut command = env.command();
    command.args(args);
    let shown = shown_at_terminal(command, None).replace("\r\r\n", "\n").replace("\r\n", "\n");
    note_if_hostile(&format!("{} at a terminal", args.join(" ")), &shown);
    piped(env, args)
}

/// Runs a command as a program would see it, but with colours.
fn piped(env: &Env, args: &[&str]) -> Run {
    let output = env.command().args(args).args(["--color", "always"]).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap_or(-1);
    let run = Run { args: args.join(" "), code, stdout: text(output.stdout), stderr: text(output.stderr) };
    note_if_hostile(&run.args, &run.stdout.replace("\r\n", "\n"));
    note_if_hostile(&run.args, &run.stderr);
    assert!(!run.stderr.contains("panicked"), "{run:?}");
    run
}

/// Adds a local policy to the store: a built-in one with hostile text wherever people read.
fn own_policy(env: &Env, of: &str) {
    let mut tree: Yaml = serde_yaml::from_str(&fs::read_to_string(format!("policies/{of}.yaml")).unwrap()).unwrap();
    tree["id"] = "own".into();
    tree["contacts"] = serde_yaml::from_str("[{role: iro-manager, text: Ring, checked_on: 2026-01-01}]").unwrap();
    poison(&mut tree, &OF_POLICIES, false);
    fs::create_dir_all(env.data().join("policies")).unwrap();
    fs::write(env.data().join("policies/own.yaml"), serde_yaml::to_string(&tree).unwrap()).unwrap();
}

/// A store with every kind of event, under a hostile policy, with hostile text in every field.
fn store() -> Env {
    filled(Env::new())
}

/// The same store, always in a folder.
fn files() -> Env {
    filled(Env::in_folder("it changes files by hand"))
}

fn filled(env: Env) -> Env {
    own_policy(&env, "mosaic");
    let h = HOSTILE;
    let raise = |extra: &[&str]| {
        let mut args = vec!["--concern", h, "--impact", h, "--seeking", h, "--override", h, "--team", h, "--iro", h];
        args.extend(["--child", "C-1", "--subject", h, "--legal-status", h, "--category", "drift-and-delay"]);
        args.extend(["--assign"]);
        let assign = format!("team-manager={h}");
        args.push(&assign);
        args.extend(extra);
        let view = env.raised("own", &args);
        text(view.get(0).unwrap_or(&view), "id").to_owned()
    };
    let one = raise(&[]);
    let action = format!("{PART} | {PART} | 2026-03-20");
    env.iro(&["respond", &one, "--text", h, "--action", &action, "--override", h]).ok();
    for line in [["note", "--text"], ["agree", "--text"]] {
        env.iro(&[line[0], &one, line[1], h]).ok();
    }
    env.iro(&["action", "add", &one, "--what", h, "--owner", h, "--due", "2026-03-20"]).ok();
    env.iro(&["action", "missed", &one, "1", "--reason", h]).ok();
    env.iro(&["meeting", &one, "--held", "today", "--chair", h, "--attended", h, "--minutes", h]).ok();
    assert_ne!(
        env.iro(&["extend", &one, "--by", "1 working day", "--reason", h, "--agreed-with", h, "--override", h]).code,
        2
    );
    env.iro(&["escalate", &one, "--because", "unsatisfactory", "--reason", h, "--override", h]).ok();
    let duty = env.outstanding(&one)[0].clone();
    env.iro(&["done", &one, &duty, "--with", h, "--text", h]).ok();
    if let Some(duty) = env.outstanding(&one).first() {
        env.iro(&["waive", &one, duty, "--reason", h]).ok();
    }
    env.iro(&["decide", &one, "--decided-by", h, "--text", h]).ok();
    assert_ne!(
        env.iro(&["refer", &one, "--ground", "no-agreement", "--reason", h, "--phoned", "today", "--override", h]).code,
        2
    );
    env.iro(&["correct", &one, "--event", "1", "--set", &format!("impact=Again: {h}"), "--reason", h]).ok();
    let two = raise(&["--sibling", "C-2"]);
    env.iro(&["resolve", &two, "--outcome", h, "--result", "resolved", "--impact-on-child", h, "--override", h]).ok();
    env.iro(&["reopen", &two, "--reason", h]).ok();
    env.iro(&["withdraw", &two, "--reason", h]).ok();
    let praise = ["praise", "--policy", "own", "--child", "C-1", "--for", h, "--text", h, "--role", "team-manager"];
    env.iro(&praise).ok();
    env.iro(&["init", "--retention-years", "1"]).ok();
    let last = env.listed(&["--all", "--kind", "praise"])[0].clone();
    env.iro(&["acknowledge", &last, "--name", h]).ok();
    env
}

/// The same with hostile text that every command would refuse, written into the files by hand.
fn edited() -> Env {
    let env = files();
    for folder in ["open", "closed/2026"] {
        for entry in fs::read_dir(env.data().join(folder)).unwrap() {
            poison_file(&entry.unwrap().path(), &OF_RECORDS);
        }
    }
    env
}

const PLAIN_VIEWS: &[&str] = &[
    "list --all --kind all",
    "list --all --csv",
    "due --all --explain",
    "due",
    "inbox --for team-manager",
    "supervision",
    "report",
    "report --standards",
    "report --format md --standards",
    "report --format csv",
    "report --format html",
    "report --by team",
    "report --by iro --format html",
    "report --by role --format md",
    "report --by subject --format csv",
    "report --explain raised",
    "report --explain raised-by-team",
    "report --explain taken-past-a-rule",
    "export --csv",
    "export --ics -",
    "check",
    "check -v",
    "doctor",
    "config",
    "retention",
    "calendar 2026",
    "review 2026-06-15 --policy own",
    "form --blank --policy own",
    "form --blank --policy own --format html",
    "policy list",
    "policy show own",
    "policy show own --format html",
    "policy show own --format md",
    "policy show own --family",
    "policy audit own",
    "policy diff own mosaic",
    "policy try own --from 2026-03-02 --explain",
];

const RECORD_VIEWS: &[&str] =
    &["show", "log", "why", "form", "form --format html", "form --letter", "form --letter --format html", "check"];

fn every_view(env: &Env, view: fn(&Env, &[&str]) -> Run) {
    for line in PLAIN_VIEWS {
        let run = view(env, &line.split(' ').collect::<Vec<_>>());
        assert_ne!(run.code, 2, "{run:?}");
    }
    for id in env.listed(&["--all", "--kind", "all"]) {
        for line in RECORD_VIEWS {
            let mut words: Vec<&str> = line.split(' ').collect();
            words.insert(1, &id);
            let run = view(env, &words);
            assert_ne!(run.code, 2, "{run:?}");
        }
    }
    // Written to files, which somebody may print with `cat`.
    let folder = env.scratch("child");
    view(env, &["export", "--child", "C-1", "--out", folder.to_str().unwrap()]);
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        note_if_hostile(&path.display().to_string(), &fs::read_to_string(&path).unwrap());
    }
}

#[test]
fn hostile_words_given_to_commands_reach_no_terminal() {
    every_view(&store(), piped);
    assert_none_got_out();
}

#[test]
fn hostile_words_written_into_files_reach_no_terminal() {
    every_view(&edited(), view);
    assert_none_got_out();
}

/// Every text in a document.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(pairs) => pairs.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

#[test]
fn programs_get_the_words_as_they_are() {
    let env = edited();
    let id = &env.listed(&["--all"])[0];
    let file = if env.open_file(id).exists() { env.open_file(id) } else { env.closed_file("2026", id) };
    for args in [vec!["show", id, "--json"], vec!["log", id, "--json"], vec!["export", "--jsonl"]] {
        let run = env.iro(&args);
        // JSON at a terminal is harmless too: control characters are written as escapes such as \u001b.
        note_if_hostile(&run.args, &run.stdout);
        let mut found = Vec::new();
        for document in serde_json::Deserializer::from_str(&run.stdout).into_iter::<Value>() {
            texts(&document.unwrap(), &mut found);
        }
        let whole = found.iter().filter(|text| text.ends_with(HOSTILE)).count();
        assert!(whole > 3, "{args:?}: {whole} of {found:?}");
    }
    assert_none_got_out();
    let before = fs::read(&file).unwrap();
    env.iro(&["list", "--all"]).ok();
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn errors_quote_hostile_words_without_obeying_them() {
    let env = store();
    let h = HOSTILE;
    let own = env.scratch(&format!("broken{PART}.yaml"));
    let good = fs::read_to_string("policies/mosaic.yaml").unwrap();
    let broken = good.replacen("title:", &format!("{PART}: {PART}\ntitle:"), 1).replacen("formal", PART, 3);
    fs::write(&own, broken).unwrap();
    let own = own.to_str().unwrap();
    let field = format!("{h}=x");
    let commands: Vec<Vec<&str>> = vec![
        vec![h],
        vec!["show", h],
        vec!["show", "1", h],
        vec!["list", "--status", h],
        vec!["list", "--from", h],
        vec!["list", "--policy", h],
        vec!["list", "--stage", h],
        vec!["list", "--child", h],
        vec!["due", "--within", h],
        vec!["due", "--for", h],
        vec!["inbox", "--for", h],
        vec!["report", "--by", h],
        vec!["report", "--from", h],
        vec!["report", "--explain", h],
        vec!["why", "1", h],
        vec!["form", "1", "--format", h],
        vec!["form", "1", "--out", h],
        vec!["export", "--child", h, "--out", h],
        vec!["export", "--csv", "--out", h],
        vec!["calendar", h],
        vec!["calendar", "add", h, "--from", "today"],
        vec!["calendar", "close", h, "--name", h],
        vec!["calendar", "close", "2026-12-24", "--name", h],
        vec!["calendar", "2026"],
        vec!["policy", "show", h],
        vec!["policy", "check", h],
        vec!["policy", "check", own],
        vec!["policy", "show", own],
        vec!["policy", "audit", own],
        vec!["policy", "diff", "own", own],
        vec!["policy", "try", "own", "--from", h],
        vec!["policy", "try", "own", "--stage", h],
        vec!["raise", "--policy", h],
        vec!["raise", "--policy", "own", "--child", "C-1", "--concern", h, "--stage", h],
        vec!["raise", "--policy", "own", "--child", "C-1", "--concern", h, "--field", &field],
        vec!["raise", "--policy", "own", "--child", "C-1", "--concern", h, "--category", h],
        vec!["raise", "--policy", "own", "--child", "C-1", "--concern", h],
        vec![
            "raise",
            "--policy",
            "own",
            "--child",
            h,
            "--concern",
            h,
            "--aware-on",
            "today",
            "--override",
            h,
            "--dry-run",
        ],
        vec!["raise", "--policy", "own", "--child", "C-1", "--concern", "@nosuch\u{1b}[5;8m\u{202e}"],
        vec!["escalate", "1", "--to", h, "--because", "urgent"],
        vec!["escalate", "1", "--because", h],
        vec!["escalate", "1", "--because", "urgent"],
        vec!["respond", "1", "--text", "x", "--role", h],
        vec!["respond", "1", "--text", "x", "--on", h],
        vec!["respond", "1", "--text", "x", "--action", h],
        vec!["note", "1", "--text", h, "--dry-run"],
        vec!["note", "1", "--text", h],
        vec!["done", "1", h],
        vec!["refer", "1", "--ground", h, "--reason", h],
        vec!["correct", "1", "--event", "1", "--set", &field, "--reason", "x"],
        vec!["correct", "1", "--event", "1", "--set", h, "--reason", "x"],
        vec!["resolve", "1", "--outcome", h, "--result", "resolved"],
        vec!["review", h],
        vec!["doctor", "--accept", h, "--reason", h],
        vec!["purge", h, "--reason", h],
        vec!["completions", h],
        vec!["init", "--policy", h],
        vec!["config", "--user", h],
        vec!["supervision", "--iro", h],
        vec!["praise", "--policy", "own", "--child", h, "--for", h, "--text", h],
        vec!["--data-dir", h, "list"],
        vec!["--data-dir", h, "check"],
        vec!["--data-dir", h, "doctor"],
        vec!["--data-dir", h, "note", "1", "--text", "x"],
        vec!["--data-dir", h, "raise", "--policy", "mosaic", "--child", h, "--concern", h, "--override", h],
        vec!["--data-dir", h, "check"],
        vec!["--data-dir", h, "doctor", "-v"],
        vec!["--as-of", h, "list"],
        vec!["--color", h, "list"],
    ];
    for args in commands {
        view(&env, &args);
    }
    assert_none_got_out();
}

#[test]
fn names_of_files_and_settings_are_shown_harmless() {
    let env = files();
    fs::write(env.data().join(format!("open/2026-0001{PART}.yaml")), "x").unwrap();
    fs::write(env.data().join(format!("open/{PART}")), "x").unwrap();
    fs::write(env.data().join(format!("policies/{PART}.yaml")), format!("id: {PART}\n{PART}: x\n")).unwrap();
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    fs::write(env.data().join("config.yaml"), format!("user: {quoted}\nteam: {quoted}\npolicy: own\n")).unwrap();
    let record = fs::read_to_string(env.open_file("2026-0001")).unwrap();
    fs::write(env.open_file("2026-0001"), record.replacen("kind: dispute", &format!("kind: {quoted}"), 1)).unwrap();
    for line in ["check", "doctor", "list", "config", "policy list", "show 1", "note 1 --text x", "due", "report"] {
        view(&env, &line.split(' ').collect::<Vec<_>>());
    }
    fs::write(env.data().join("config.yaml"), format!("{PART}: x\n")).unwrap();
    view(&env, &["list"]);
    fs::write(env.data().join("config.yaml"), format!("policy: {quoted}\n")).unwrap();
    view(&env, &["raise", "--child", "C-1", "--concern", "x"]);
    assert_none_got_out();
}

#[cfg(unix)]
#[test]
fn questions_and_menus_are_shown_harmless() {
    let env = edited();
    for line in ["raise --policy own", "respond 1", "escalate 1", "resolve 1 --result resolved", "refer 1", "meeting 1"]
    {
        let mut command = env.command();
        command.args(line.split(' ')).env("NO_COLOR", "1");
        let shown = shown_at_terminal(command, Some(b"x\r"));
        for mark in ["\u{1b}[5;8m", "\u{1b}]", "\u{1b}P", "\u{7}", "\u{8}", "\u{202e}", "\u{9b}", "\u{85}", "\u{200b}"]
        {
            assert!(!shown.contains(mark), "iro {line} shows {mark:?}: {shown:?}");
        }
        assert!(shown.contains('?'), "{line} asks: {shown:?}");
    }
}

#[test]
fn a_spreadsheet_gets_no_formula() {
    let env = Env::new();
    for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\u{200b}=1+1"] {
        // A text that begins with `@` names a file.
        let concern = format!("--concern={}", formula.trim_start_matches('@'));
        let team = format!("--team={formula}");
        env.iro(&["raise", "--policy", "knowsley", "--child", "C-1", &concern, &team, "--override", "x"]).ok();
    }
    for args in [&["list", "--csv"][..], &["export", "--csv"], &["report", "--format", "csv", "--by", "team"]] {
        let run = env.iro(args).ok();
        let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
        let mut cells = 0;
        for row in reader.records() {
            for cell in &row.unwrap() {
                let first = cell.trim_start().chars().next();
                assert!(!matches!(first, Some('=' | '+' | '-' | '@')), "{args:?}: {cell:?}");
                cells += usize::from(cell.starts_with('\''));
            }
        }
        assert!(cells >= 4, "{args:?}: {cells}");
    }
}
