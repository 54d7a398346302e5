//! The leaflet of a protocol as Markdown.

use super::leaflet::Leaflet;
use crate::render::clean;

pub fn leaflet(leaflet: &Leaflet) -> String {
    let mut lines = vec![format!("# {}", plain(&leaflet.title)), String::new(), plain(&leaflet.about)];
    for text in &leaflet.opening {
        lines.extend([String::new(), plain(text)]);
    }
    lines.extend([String::new(), "## Step by step".to_string()]);
    for (at, rung) in leaflet.rungs.iter().enumerate() {
        lines.push(String::new());
        lines.push(format!("{}. **{}** ({})  ", at + 1, plain(&rung.title), rung.kind));
        lines.push(format!("   Answers: {}", plain(&rung.who)));
        lines.extend(rung.lines.iter().map(|line| format!("   - {}", plain(line))));
        lines.extend(rung.then.iter().map(|then| format!("   - Then, if {}: the next step", plain(then))));
    }
    for (title, part) in &leaflet.parts {
        lines.extend([String::new(), format!("## {}", plain(title)), String::new()]);
        lines.extend(part.iter().map(|line| format!("- {}", plain(line))));
    }
    lines.join("\n")
}

/// Text in which nothing means anything to Markdown.
fn plain(text: &str) -> String {
    let escaped = |c: char| match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' => vec!['\\', c],
        c => vec![c],
    };
    clean::line(text).chars().flat_map(escaped).collect()
}
