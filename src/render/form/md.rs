//! A form in Markdown.

use super::{Form, Row};
use crate::render::clean;
use crate::render::markdown::plain;

pub fn render(form: &Form) -> String {
    let mut lines = vec![format!("# {}", plain(&form.title)), String::new(), plain(&form.source), String::new()];
    for section in &form.sections {
        lines.extend([format!("## {}", plain(&section.heading())), String::new()]);
        for row in &section.rows {
            lines.extend(row_lines(row));
        }
    }
    if !form.chronology.is_empty() {
        lines.extend(["## Chronology", "", "| When | What | By |", "| --- | --- | --- |"].map(str::to_string));
        lines.extend(
            form.chronology.iter().map(|row| format!("| {} |", row.each_ref().map(|one| plain(one)).join(" | "))),
        );
        lines.push(String::new());
    }
    lines.push(format!("*{}*", plain(&form.foot)));
    lines.join("\n")
}

fn row_lines(row: &Row) -> Vec<String> {
    match row {
        Row::Text(name, text) => {
            let text = clean::block(text);
            let mut rows: Vec<String> = text.lines().map(plain).collect();
            let last = rows.len().saturating_sub(1);
            rows.iter_mut().take(last).for_each(|row| row.push_str("  "));
            vec![format!("**{}**  ", plain(name)), rows.join("\n"), String::new()]
        }
        Row::Blank(name, lines) => {
            let rule = "\\_".repeat(60);
            let rules = std::iter::repeat_n(format!("{rule}  "), *lines);
            std::iter::once(format!("**{}**  ", plain(name))).chain(rules).chain([String::new()]).collect()
        }
        Row::Boxes(name, options) => boxes(name, options, ""),
        Row::Dated(name, options) => boxes(name, options, &format!(", on {}", "\\_".repeat(12))),
    }
}

fn boxes(name: &str, options: &[String], after: &str) -> Vec<String> {
    let boxes = options.iter().map(|option| format!("- [ ] {}{after}", plain(option)));
    [format!("**{}**", plain(name)), String::new()].into_iter().chain(boxes).chain([String::new()]).collect()
}
