//! Texts that aren't YAML, and the explanations of why.

use super::said;

/// Compares the only message about a text: its place and rule, and its message and hint unless `words` is empty.
fn check(text: &str, place_and_rule: &str, words: &str) {
    let said = said(text);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].starts_with(&format!("{place_and_rule}: ")), "{text}\n{}", said[0]);
    assert!(said[0].contains(words), "{text}\n{}", said[0]);
}

#[test]
fn tabs_and_other_odd_spaces() {
    check("id: x\nstages:\n\t- id: a\n", "3:1 tab", "there is a tab where spaces are needed");
    check("stages:\n  - id: a\n\t  title: b\n", "3:1 tab", "use spaces");
    check("stages:\n  - id: a\n  \u{a0} title: b\n", "3:3 odd-space", "type a space");
}

#[test]
fn colons_left_out() {
    check("format: 1\nid x\ntitle: y\n", "2:1 missing-colon", "no colon after `id` [write `id: x`;");
    check("stages:\n  - id: a\n    title b\n", "3:5 missing-colon", "no colon after `title`");
    check("format: 1\nstages\n  - id: a\n", "2:1 missing-colon", "no colon after `stages` [write `stages:`]");
    check("format: 1\nlabels\n  dispute: a\n", "2:1 missing-colon", "`labels`");
    check("format: 1\nid:x\ntitle: y\n", "2:1 missing-colon", "no space after the colon of `id`");
}

#[test]
fn lines_out_of_line() {
    let cases = [
        ("format: 1\n  id: x\n", "2:3 bad-indent", "column 3, that of line 1 in column 1"),
        ("stages:\n  - id: x\n     title: y\n", "3:6 bad-indent", "column 6, that of line 2 in column 5"),
        ("stages:\n  - id: x\n   title: y\n", "3:4 bad-indent", "column 4, that of line 2 in column 5"),
        ("stages:\n    - id: x\n  - id: y\n", "3:3 bad-indent", "doesn't line up"),
        ("roles:\n    a: b\n  c: d\n", "3:3 bad-indent", "doesn't line up"),
        ("stages:\n  id: a\n  - id: b\n", "3:3 bad-indent", "doesn't line up"),
        ("next: - b\n", "1:7 bad-indent", "a list can't begin on the line of its key"),
        ("stages:\n – id: a\n   title: b\n", "2:2 bad-bullet", "`–` doesn't begin an item"),
        ("stages:\n  • id: a\n    title: b\n", "2:3 bad-bullet", "`- `"),
    ];
    for (text, place_and_rule, words) in cases {
        check(text, place_and_rule, words);
    }
}

#[test]
fn quotes_and_brackets_left_open() {
    let cases = [
        ("id: \"x\ntitle: y\n", "1:5 open-quote", "put a \" at the end"),
        ("id: 'x\ntitle: y's\n", "1:5 open-quote", "put a ' at the end"),
        ("id: 1\ntitle: \"x\n", "2:8 open-quote", "never closed"),
        ("a:\n  - id: x\n    text: \"y\n    kind: z\n", "3:11 open-quote", "never closed"),
        ("id: \"x\" y\n", "1:9 after-quote", "the whole text in quotes"),
        ("covers: [a, b\nid: x\n", "1:9 open-bracket", "put a `]` at the end"),
        ("a:\n- {id: a, text: b\n- {id: c}\n", "2:3 open-bracket", "put a `}` at the end"),
        ("}", "1:1 open-bracket", "closes nothing"),
        ("a: {text: b kind: c}\n", "1:17 bad-braces", "a comma is missing"),
    ];
    for (text, place_and_rule, words) in cases {
        check(text, place_and_rule, words);
    }
}

#[test]
fn texts_that_need_quotes() {
    let cases = [
        ("title: Stage 1: informal\n", "1:15 needs-quotes", "write `\"Stage 1: informal\"`"),
        ("title: Stage \"1\": informal\n", "1:17 needs-quotes", "write `'Stage \"1\": informal'`"),
        ("list:\n  - Stage 1: so: x\n", "2:16 needs-quotes", "write `\"Stage 1: so: x\"`"),
        ("a: “b: c”\n", "1:6 needs-quotes", "write `\"b: c\"`, with straight quotes"),
        ("a: @b\n", "1:4 needs-quotes", "can't begin with `@`"),
        ("a: `b`\n", "1:4 needs-quotes", "a backtick"),
        ("a: *b\n", "1:4 needs-quotes", "or put `\"` round it if it is a text"),
        ("a: !b c\n", "1:7 needs-quotes", "write `\"!b c\"`"),
    ];
    for (text, place_and_rule, words) in cases {
        check(text, place_and_rule, words);
    }
}

#[test]
fn what_else_yaml_refuses() {
    let deep = format!("a: {}{}", "[".repeat(40), "]".repeat(40));
    let cases = [
        ("a: 1\nb: 2\na: 3\n", "3:1 duplicate-key", "`a` appears twice"),
        ("a: 1\n---\nb: 2\n", "3:1 second-document", "one policy in a file"),
        ("a: \u{1b}b\n", "1:4 control-character", "number 27"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "3:3 needs-quotes", "write the lines out"),
        ("null: c\n", "1:1 bad-key", "a key is a word"),
        (&deep, "1:35 too-much", "inside each other"),
        ("", "0:0 empty-file", "nothing in this file"),
        ("# only a remark\n", "0:0 empty-file", "nothing in this file"),
        ("- a\n", "1:1 wrong-kind", "not a list"),
        ("id:x\n", "1:1 wrong-kind", "put a space after the colon"),
    ];
    for (text, place_and_rule, words) in cases {
        check(text, place_and_rule, words);
    }
}

#[test]
fn each_text_that_needs_quotes_is_named_once() {
    let text = "title: Stage 1: informal\nlist:\n  - text: One: two: three\n    kind: x\nother: Stage 2: formal\n";
    let said = said(text);
    let each = [
        ("1:15 needs-quotes", "write `\"Stage 1: informal\"`"),
        ("3:14 needs-quotes", "write `\"One: two: three\"`"),
        ("5:15 needs-quotes", "write `\"Stage 2: formal\"`"),
    ];
    assert_eq!(said.len(), each.len(), "{said:#?}");
    for (said, (place, words)) in said.iter().zip(each) {
        assert!(said.starts_with(place) && said.contains(words), "{said}");
    }
    // Nothing after a mistake of another kind can be known.
    check("title: [a\nother: b: c\nmore: d: e\n", "1:8 open-bracket", "");
}
