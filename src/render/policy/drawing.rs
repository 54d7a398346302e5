//! The ladder of a protocol drawn with boxes and arrows, and the words around it, for a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::family_summary::{FamilySummary, StageSummary};
use crate::render::{clean, wrap};

/// The widest a drawing gets, whatever the terminal.
const WIDEST: usize = 80;

/// The whole summary for families.
pub fn family_summary(family_summary: &FamilySummary, width: usize) -> String {
    let width = width.min(WIDEST);
    let heading = [&family_summary.title, &family_summary.about];
    let heading: Vec<String> = heading.into_iter().filter(|line| !line.is_empty()).cloned().collect();
    let mut texts = vec![flowing(&heading, width)];
    texts.extend(family_summary.opening.iter().map(|text| wrapped(text, width, 0).join("\n")));
    texts.push(ladder(&family_summary.stages, width));
    for (title, part) in &family_summary.parts {
        let lines = part.iter().flat_map(|line| wrapped(&format!("- {line}"), width, 2));
        texts.push(std::iter::once(clean::line(title)).chain(lines).collect::<Vec<_>>().join("\n"));
    }
    texts.join("\n\n")
}

/// The stages as boxes, the first at the top.
pub fn ladder(stages: &[StageSummary], width: usize) -> String {
    let width = width.min(WIDEST);
    let mut rows = Vec::new();
    for stage in stages {
        rows.extend(boxed(stage, width));
        if let Some(then) = &stage.then {
            let inner = wrapped(&then.why, width.saturating_sub(10), 0);
            rows.extend(inner.iter().map(|line| format!("    │   {line}")));
            rows.extend(then.down.then(|| "    ▼".to_string()));
        }
    }
    rows.join("\n")
}

fn boxed(stage: &StageSummary, width: usize) -> Vec<String> {
    let inner = width.saturating_sub(4);
    let title = clean::line(&stage.title);
    let kind = stage.kind.as_ref().map(|kind| format!("({kind})")).unwrap_or_default();
    let gap = inner.saturating_sub(title.width() + kind.width());
    let mut lines = match gap {
        0 => wrapped(&format!("{title} {kind}"), inner, 2),
        gap => vec![format!("{title}{}{kind}", " ".repeat(gap))],
    };
    lines.extend(wrapped(&stage.who, inner, 2));
    lines.extend(stage.lines.iter().flat_map(|line| wrapped(line, inner, 2)));
    let edge = "─".repeat(width.saturating_sub(2));
    let filled = lines.iter().map(|line| format!("│ {line}{} │", " ".repeat(inner.saturating_sub(line.width()))));
    let mut rows = vec![format!("┌{edge}┐")];
    rows.extend(filled);
    rows.push(format!("└{edge}┘"));
    rows
}

/// A text in rows of at most this width; those after the first are indented by `inset`. What has to stay
/// together is cut only where it is wider than that.
fn wrapped(text: &str, width: usize, inset: usize) -> Vec<String> {
    let text = clean::line(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let rows = wrap::fold(&text, width, inset);
    rows.into_iter().flat_map(|row| if row.width() > width { cut(&row, width, inset) } else { vec![row] }).collect()
}

/// A row cut into pieces of at most this width.
fn cut(row: &str, width: usize, inset: usize) -> Vec<String> {
    let (mut pieces, mut piece) = (Vec::new(), String::new());
    for letter in row.chars() {
        if !piece.trim().is_empty() && piece.width() + letter.width().unwrap_or(0) > width {
            pieces.push(std::mem::replace(&mut piece, " ".repeat(inset)));
        }
        piece.push(letter);
    }
    pieces.push(piece);
    pieces
}

fn flowing(lines: &[String], width: usize) -> String {
    let lines: Vec<String> = lines.iter().map(|line| clean::line(line)).collect();
    wrap::hanging(&lines, width)
}

#[cfg(test)]
mod tests {
    use super::super::family_summary::Then;
    use super::*;

    fn stage(title: &str, lines: &[&str], then: Option<&str>) -> StageSummary {
        StageSummary {
            title: title.into(),
            kind: Some("formal".into()),
            who: "Asked: Team Manager or Service Manager.".into(),
            lines: lines.iter().map(ToString::to_string).collect(),
            then: then.map(|why| Then { why: why.to_owned(), down: true }),
        }
    }

    #[test]
    fn a_ladder_is_drawn() {
        let stages =
            [stage("Stage 1", &["Answer: within 5 working days."], Some("not settled")), stage("Stage 2", &[], None)];
        insta::assert_snapshot!(ladder(&stages, 44), @r"
        ┌──────────────────────────────────────────┐
        │ Stage 1                         (formal) │
        │ Asked: Team Manager or Service Manager.  │
        │ Answer: within 5 working days.           │
        └──────────────────────────────────────────┘
            │   not settled
            ▼
        ┌──────────────────────────────────────────┐
        │ Stage 2                         (formal) │
        │ Asked: Team Manager or Service Manager.  │
        └──────────────────────────────────────────┘
        ");
    }

    #[test]
    fn a_number_stays_with_what_it_counts() {
        let text = "From the day it is raised to the end, take no more than 20 working days.";
        assert_eq!(
            wrapped(text, 52, 2),
            ["From the day it is raised to the end, take no more", "  than 20 working days.",]
        );
        assert_eq!(wrapped("Take no more than 20 working days.", 21, 2), ["Take no more than", "  20 working days."]);
    }

    #[test]
    fn it_fits_whatever_the_words_are() {
        let long = "Unaussprechlichkeitsbescheinigungsverfahrensordnung ".repeat(3);
        let stages = [stage(&long, &[&long, "\u{1b}[31m 家族 家族家族家族家族家族家族家族"], Some(&long))];
        for width in [40, 80, 200] {
            for row in ladder(&stages, width).lines() {
                assert!(row.width() <= width.min(WIDEST), "{width}: {row}");
                assert!(!row.contains('\u{1b}'));
            }
        }
    }
}
