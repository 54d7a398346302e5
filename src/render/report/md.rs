//! The report in Markdown, for a wiki or a word processor.

use super::{FigureView, GLOSSARY, Report, StandardsView, taken_from};
use crate::domain::summary::Theme;
use crate::render::markdown::plain;

pub fn render(report: &Report) -> String {
    let title = format!("# Disputes, {}", Report::span(report.period));
    let mut lines = vec![title, String::new(), format!("**{}**", report.meant_for()), String::new()];
    lines.extend(report.notes().into_iter().flat_map(|note| [note, String::new()]));
    for theme in Theme::ALL {
        let figures = report.section(theme);
        if figures.is_empty() {
            continue;
        }
        lines.extend([format!("## {}", theme.title()), String::new()]);
        lines.extend(["| | now | before |", "| --- | ---: | ---: |"].map(str::to_string));
        lines.extend(figures.iter().filter(|figure| !figure.breakdown).map(|figure| row(figure)));
        for figure in figures.iter().filter(|figure| figure.has_groups()) {
            lines.extend([String::new(), format!("### {}", plain(&figure.label)), String::new()]);
            lines.extend(["| | now | before |", "| --- | ---: | ---: |"].map(str::to_string));
            lines.extend(figure.ranked().into_iter().map(|part| {
                format!(
                    "| {} | {} | {} |",
                    plain(&figure.part_title(part)),
                    figure.text(part.value),
                    figure.text(part.before)
                )
            }));
        }
        let remarked = figures.iter().filter(|figure| !figure.remarks.is_empty());
        for figure in remarked {
            lines.extend([String::new(), format!("{}:", plain(&figure.label)), String::new()]);
            lines.extend(figure.quoted().iter().map(|(id, text)| format!("- {id}: {}", plain(text))));
            lines.extend(figure.not_quoted().into_iter().flat_map(|note| [String::new(), note]));
        }
        lines.push(String::new());
    }
    lines.extend(report.standards.as_ref().map(checklist).unwrap_or_default());
    lines.extend(["## What the words mean".to_string(), String::new()]);
    lines.extend(GLOSSARY.iter().map(|(word, meaning)| format!("- **{word}**: {meaning}")));
    lines.extend([String::new(), taken_from(report)]);
    lines.join("\n")
}

fn row(figure: &FigureView) -> String {
    format!("| {} | {} | {} |", plain(&figure.title()), figure.text(figure.value), figure.text(figure.before))
}

fn checklist(standards: &StandardsView) -> Vec<String> {
    let mut lines = vec![format!("## {}", plain(&standards.title)), String::new()];
    for (index, standard) in standards.standards.iter().enumerate() {
        lines.push(format!("{}. {} ({})", index + 1, plain(&standard.text), plain(&standard.source)));
        lines.extend(standard.evidence.iter().map(|line| format!("   - {}", plain(line))));
        lines.extend(standard.asks.iter().map(|asks| format!("   - *{}*", plain(asks))));
    }
    lines.push(String::new());
    lines
}
