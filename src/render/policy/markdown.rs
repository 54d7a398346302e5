//! The summary of a protocol for families as Markdown.

use super::family_summary::FamilySummary;
use crate::render::markdown::plain;

pub fn family_summary(family_summary: &FamilySummary) -> String {
    let mut lines = vec![format!("# {}", plain(&family_summary.title)), String::new(), plain(&family_summary.about)];
    for text in &family_summary.opening {
        lines.extend([String::new(), plain(text)]);
    }
    lines.extend([String::new(), "## Step by step".to_string()]);
    for (at, stage) in family_summary.stages.iter().enumerate() {
        lines.push(String::new());
        let kind = stage.kind.as_ref().map(|kind| format!(" ({kind})")).unwrap_or_default();
        lines.push(format!("{}. **{}**{kind}  ", at + 1, plain(&stage.title)));
        lines.push(format!("   {}", plain(&stage.who)));
        lines.extend(stage.lines.iter().map(|line| format!("   - {}", plain(line))));
        let next = plain(&family_summary.stage_word);
        lines.extend(stage.then.iter().map(|then| match then.down {
            true => format!("   - Then, if {}: the next {next}", plain(&then.why)),
            false => format!("   - Then, if {}", plain(&then.why)),
        }));
    }
    for (title, part) in &family_summary.parts {
        lines.extend([String::new(), format!("## {}", plain(title)), String::new()]);
        lines.extend(part.iter().map(|line| format!("- {}", plain(line))));
    }
    lines.join("\n")
}
