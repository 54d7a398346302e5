//! The report at a terminal: a block for each theme, figures in columns, groups indented beneath them.

use super::{FigureView, GLOSSARY, Report, StandardsView, taken_from};
use crate::domain::summary::Theme;
use crate::render::clean;
use crate::render::ink::STRONG;
use crate::render::wrap::{fold, pad};

/// The report in words and columns of that width.
pub fn render(report: &Report, width: usize) -> String {
    let mut lines = vec![format!("{STRONG}{}{STRONG:#}", Report::span(report.period))];
    lines.extend(report.notes());
    // The label, then two columns of ten.
    let room = width.saturating_sub(22).clamp(24, 70);
    for theme in Theme::ALL {
        let figures = report.section(theme);
        if figures.is_empty() {
            continue;
        }
        let head = pad(theme.title(), room);
        lines.push(String::new());
        lines.push(format!("{STRONG}{head}{STRONG:#}{:>10}{:>10}", "now", "before"));
        for figure in figures.into_iter().filter(|figure| !figure.breakdown || figure.has_groups()) {
            lines.extend(rows(figure, room));
        }
    }
    if let Some(standards) = &report.standards {
        lines.extend(checklist(standards, width));
    }
    lines.extend([String::new(), taken_from(report)]);
    lines.join("\n")
}

fn rows(figure: &FigureView, room: usize) -> Vec<String> {
    let indent = if figure.part { "  " } else { "" };
    let mut lines = fold(&clean::line(&format!("{indent}{}", figure.title())), room, 2);
    if let Some(last) = lines.last_mut() {
        let (value, before) = match figure.breakdown {
            true => (String::new(), String::new()),
            false => (figure.text(figure.value), figure.text(figure.before)),
        };
        *last = format!("{}{value:>10}{before:>10}", pad(last, room));
    }
    for part in figure.ranked() {
        let mut name = fold(&clean::line(&format!("    {}", figure.part_title(part))), room, 2);
        if let Some(last) = name.last_mut() {
            *last = format!("{}{:>10}{:>10}", pad(last, room), figure.text(part.value), figure.text(part.before));
        }
        lines.extend(name);
    }
    lines
}

fn checklist(standards: &StandardsView, width: usize) -> Vec<String> {
    let mut lines = vec![String::new(), format!("{STRONG}{}{STRONG:#}", standards.title)];
    for (index, standard) in standards.standards.iter().enumerate() {
        lines.push(String::new());
        lines.extend(fold(&clean::line(&format!("{}. {} ({})", index + 1, standard.text, standard.source)), width, 3));
        for evidence in &standard.evidence {
            lines.extend(fold(&clean::line(&format!("   - {evidence}")), width, 2));
        }
        if let Some(asks) = &standard.asks {
            lines.extend(fold(&clean::line(&format!("   ? {asks}")), width, 2));
        }
    }
    lines
}

/// What the words mean, wrapped.
pub fn glossary(width: usize) -> String {
    let lines = GLOSSARY.iter().flat_map(|(word, meaning)| fold(&format!("{word}: {meaning}"), width, 4));
    lines.collect::<Vec<_>>().join("\n")
}
