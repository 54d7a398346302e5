//! The codes of the national return where they are typed and shown, and the time limits of reviews.

use serde_json::json;

use crate::env::{Env, list, text};

#[test]
fn a_legal_status_is_a_code_with_its_meaning_or_words() {
    let env = Env::new();
    let raise = |status: &str| {
        let args =
            ["raise", "--policy", "knowsley", "--child", status, "--concern", "No visit", "--legal-status", status];
        env.iro(&args).ok()
    };
    assert!(!raise("c2").stderr.contains("national return"));
    assert_eq!(env.dispute("1")["legal_status"], "C2");
    let shown = env.iro(&["show", "1"]).ok().stdout;
    assert!(shown.contains("looked after, C2 (Full care order)"), "{shown}");
    let form = env.iro(&["form", "1"]).ok().stdout;
    assert!(form.contains("C2 \\(Full care order\\)") || form.contains("C2 (Full care order)"), "{form}");
    assert!(raise("C9").stderr.contains("`C9` isn't a legal status of the national return"));
    assert_eq!(env.dispute("2")["legal_status"], "C9", "it is no condition");
    raise("section 20");
    assert_eq!(env.dispute("3")["legal_status"], "section 20");
}

#[test]
fn the_codes_are_listed_with_their_edition() {
    let env = Env::new();
    let all = env.iro(&["codes"]).ok();
    for line in ["legal-status\tE1\tPlacement order granted", "placement\tK2\t", "review\tPN7\t"] {
        assert!(all.stdout.contains(line), "{line} in {}", all.stdout);
    }
    assert!(all.stderr.contains("SSDA903"), "{}", all.stderr);
    let value = env.iro(&["codes", "review", "--json"]).json();
    assert_eq!((list(&value["lists"]).len(), &value["lists"][0]["codes"][1]["code"]), (1, &json!("PN1")));
    assert!(
        text(&value, "checked").contains("Department for Education") && text(&value, "edition").contains("2023"),
        "{value}"
    );
    env.iro(&["codes", "ethnicity"]).code(2);
}

#[test]
fn a_review_has_its_time_limit_with_the_regulation() {
    let env = Env::new();
    for (flag, day, what, limit, due) in [
        ("--looked-after-since", "2026-03-02", "First review", "20 working days", "2026-03-30"),
        ("--first-review", "2026-03-30", "Second review", "3 months", "2026-06-30"),
        ("--last-review", "2026-08-31", "Next review", "6 months", "2027-02-28"),
    ] {
        let value = env.iro(&["review", flag, day, "--json"]).json();
        let one = &value[0];
        assert_eq!((text(one, "what"), text(one, "limit"), text(one, "due")), (what, limit, due));
        assert!(text(one, "source").contains("regulation 33("), "{one}");
    }
    // The calendar's own closing days count, as for every limit.
    env.iro(&["calendar", "close", "2026-03-30", "--name", "Move"]).ok();
    let value = env.iro(&["review", "--looked-after-since", "2026-03-02", "--json"]).json();
    assert_eq!(value[0]["due"], "2026-03-31");
    env.iro(&["review"]).code(2);
    env.iro(&["review", "2026-03-02", "--first-review", "2026-03-02"]).code(2);
}
