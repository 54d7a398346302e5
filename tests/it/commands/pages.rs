//! The HTML pages that the program makes, opened in a real browser if one is installed.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::env::Env;

/// A browser that can run without a window; `None`, with a line on standard error, if there is none.
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know what was not tested")]
fn browser() -> Option<&'static str> {
    let works = |name: &&&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = ["chromium", "chromium-browser", "google-chrome"].iter().find(works).copied();
    if found.is_none() {
        eprintln!("skipped: there is no Chromium to open the page in");
    }
    found
}

fn open(browser: &str, page: &Path, how: &[&str]) -> (String, String) {
    let profile = tempfile::tempdir().unwrap();
    let quiet = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
                 --disable-component-update --disable-sync --enable-logging=stderr";
    let output = Command::new(browser)
        .args(quiet.split_whitespace())
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(how)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Checks that a page fetches nothing: it has no script, and no address outside itself.
fn assert_alone(html: &str) {
    for wrong in ["<script", "src=", "@import", "http://", "https://", "javascript:", "url(h", "url(/"] {
        assert!(!html.contains(wrong), "the page has {wrong}");
    }
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"en-GB\">"));
}

fn page(env: &Env, name: &str, args: &[&str]) -> std::path::PathBuf {
    let file = env.scratch(name);
    let mut all = args.to_vec();
    all.extend(["--format", "html", "--out", file.to_str().unwrap()]);
    env.iro(&all).ok();
    assert_alone(&fs::read_to_string(&file).unwrap());
    file
}

#[test]
fn the_report_opens_without_fault_and_prints_on_a4() {
    let env = Env::new();
    env.with_demo();
    let report = page(&env, "report.html", &["report", "--standards", "--per-100", "300"]);
    let html = fs::read_to_string(&report).unwrap();
    // A chart has a title and a description; a bar is hidden from screen readers, because its name and number are text.
    let charts = html.matches("<svg ").count();
    assert!(charts > 40, "{charts} charts");
    for chart in html.split("<svg ").skip(1) {
        let (tag, inside) = chart.split_once('>').unwrap();
        let named = tag.contains("role=\"img\"") && inside.contains("<title id=") && inside.contains("<desc id=");
        assert!(named || tag.contains("aria-hidden=\"true\""), "{tag}");
    }
    assert!(!html.contains('…'), "a name is cut off");
    let Some(browser) = browser() else { return };
    let (dom, said) = open(browser, &report, &["--dump-dom"]);
    assert!(dom.contains("Disputes about children") && dom.matches("<svg ").count() == charts);
    assert!(!said.contains("CONSOLE"), "{said}");
    let pdf = env.scratch("report.pdf");
    open(browser, &report, &["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display())]);
    let pdf = String::from_utf8_lossy(&fs::read(pdf).unwrap()).into_owned();
    assert!(pdf.contains("/MediaBox [0 0 594.95996 841.91998]") || pdf.contains("/MediaBox [0 0 595"), "not on A4");
}

#[test]
fn every_other_page_opens_without_fault() {
    let env = Env::new();
    env.with_demo();
    let mut pages = Vec::new();
    // A dispute under each protocol, since each has its own form.
    for policy in ["knowsley", "mosaic", "national", "qa-notification", "south-west"] {
        let id = env.listed(&["--all", "--policy", policy, "--limit", "1"]).remove(0);
        pages.push(page(&env, &format!("{policy}.html"), &["form", &id]));
        pages.push(page(&env, &format!("{policy}-letter.html"), &["form", &id, "--letter"]));
        pages.push(page(&env, &format!("{policy}-blank.html"), &["form", "--blank", "--policy", policy]));
        let leaflet = env.iro(&["policy", "show", policy, "--format", "html"]).ok().stdout;
        assert_alone(&leaflet);
        let file = env.scratch(&format!("{policy}-leaflet.html"));
        fs::write(&file, leaflet).unwrap();
        pages.push(file);
    }
    for page in &pages {
        let html = fs::read_to_string(page).unwrap();
        // The page forbids the browser to fetch or run anything.
        assert!(html.contains("default-src 'none'"), "{page:?}");
        // The pages also suit dark mode and phones.
        assert!(html.contains("prefers-color-scheme: dark") && html.contains("width=device-width"), "{page:?}");
    }
    let Some(browser) = browser() else { return };
    // One page of each kind is enough for the browser; the rest differ only in their words.
    for page in pages.iter().take(4) {
        let (dom, said) = open(browser, page, &["--dump-dom"]);
        assert!(dom.contains("<h1>") || dom.contains("class=\"letter\""), "{dom}");
        assert!(!said.contains("CONSOLE"), "{page:?}: {said}");
    }
}

/// The same check finds a page that fetches something and runs a script.
#[test]
fn the_browser_says_what_it_refuses() {
    let Some(browser) = browser() else { return };
    let env = Env::new();
    let ours = env.iro(&["policy", "show", "knowsley", "--format", "html"]).ok().stdout;
    let file = env.scratch("wrong.html");
    fs::write(&file, ours.replace("<h1>", "<img src=\"https://example.org/x.png\"><h1>")).unwrap();
    let (_, said) = open(browser, &file, &["--dump-dom"]);
    assert!(said.contains("CONSOLE") && said.contains("Content Security Policy"), "{said}");
}

#[test]
fn text_from_records_stays_text() {
    let env = Env::new();
    env.raise("knowsley", &["--team", "<script>alert(1)</script>", "--stage", "stage-2", "--reason", "\"><img src=x>"]);
    let html = env.iro(&["report", "--format", "html"]).ok().stdout;
    assert!(!html.contains("<script") && !html.contains("<img"), "markup from a record got into the page");
    let markdown = env.iro(&["report", "--format", "md"]).ok().stdout;
    assert!(!markdown.contains("<script>"), "{markdown}");
    let csv = env.iro(&["report", "--by", "team", "--format", "csv"]).ok().stdout;
    assert!(csv.contains("<script>alert(1)</script>"), "in a spreadsheet it is only a name");
    env.raise("knowsley", &["--team", "=1+1"]);
    assert!(env.iro(&["report", "--format", "csv"]).ok().stdout.contains(",'=1+1,"));
}

#[test]
fn a_hyphen_is_standard_output_wherever_a_file_can_be_named() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    for command in [
        "report",
        "report --format md",
        "report --format csv",
        "report --json",
        "export --csv",
        "export --jsonl",
        &format!("form {id}"),
        &format!("form {id} --letter"),
        &format!("form {id} --json"),
        "completions bash",
    ] {
        let usual = env.sh(command).ok();
        let run = env.sh(&format!("{command} --out -")).ok();
        assert_eq!((run.stdout, run.stderr), (usual.stdout, usual.stderr), "{command}");
        assert!(!env.scratch("-").exists(), "{command}");
    }
    env.sh("report --format xlsx --out -").code(2).says("a workbook goes into a file");
    env.sh("export --child C-1 --out -").code(2).says("a new folder");
    assert!(!env.scratch("-").exists());
}
