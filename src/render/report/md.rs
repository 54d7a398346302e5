//! The report in Markdown, for a wiki or a word processor.

use super::{FigureView, GLOSSARY, Report, StandardsView, taken_from};
use crate::domain::summary::Theme;

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
            lines.extend([String::new(), format!("### {}", cell(&figure.label)), String::new()]);
            lines.extend(["| | now | before |", "| --- | ---: | ---: |"].map(str::to_string));
            lines.extend(figure.ranked().into_iter().map(|part| {
                format!("| {} | {} | {} |", cell(&part.group.label), figure.text(part.value), figure.text(part.before))
            }));
        }
        let remarked = figures.iter().filter(|figure| !figure.remarks.is_empty());
        for figure in remarked {
            lines.extend([String::new(), format!("{}:", cell(&figure.label)), String::new()]);
            lines.extend(figure.quoted().iter().map(|(id, text)| format!("- {id}: {}", cell(text))));
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
    format!("| {} | {} | {} |", cell(&figure.title()), figure.text(figure.value), figure.text(figure.before))
}

fn checklist(standards: &StandardsView) -> Vec<String> {
    let mut lines = vec![format!("## {}", cell(&standards.title)), String::new()];
    for (index, standard) in standards.standards.iter().enumerate() {
        lines.push(format!("{}. {} ({})", index + 1, cell(&standard.text), cell(&standard.source)));
        lines.extend(standard.evidence.iter().map(|line| format!("   - {}", cell(line))));
        lines.extend(standard.asks.iter().map(|asks| format!("   - *{}*", cell(asks))));
    }
    lines.push(String::new());
    lines
}

/// Text on one line, with every character escaped that means something to Markdown.
pub fn cell(text: &str) -> String {
    let line = crate::render::clean::line(text);
    let mut plain = String::with_capacity(line.len());
    for letter in line.chars() {
        if matches!(letter, '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#') {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}
