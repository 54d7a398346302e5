//! The report as one page that needs nothing else: no script, no request, good on paper and on a phone.

use maud::{Markup, html};

use super::chart::{self, Bar};
use super::{FigureView, GLOSSARY, Report, StandardsView, Unit, taken_from};
use crate::domain::summary::{Group, Theme};
use crate::render::page::page;

/// The figures at the top.
const FIRST: [&str; 8] = [
    "raised",
    "closed",
    "open-at-end",
    "answers-in-time-share",
    "total-within-share",
    "working-days-to-resolve-median",
    "referrals",
    "praise",
];

/// Figures that one chart shows together.
const ANSWERS: [(&str, &str); 3] =
    [("answers-in-time", "in time"), ("answers-late", "late"), ("answers-none", "no answer by the date")];

pub fn render(report: &Report) -> String {
    let title = format!("Disputes, {}", Report::span(report.period));
    let body = html! {
        header {
            p class={ "kind-of-page" @if !report.public { " inside-only" } } { (in_code(report.meant_for())) }
            h1 { "Disputes about children’s care plans" }
            p class="lead" { (Report::span(report.period)) }
            @for note in report.notes() { p class="note" { (note) } }
        }
        nav aria-label="On this page" {
            @for theme in present(report) { a href={ "#" (anchor(theme)) } { (theme.title()) } " " }
            @if report.standards.is_some() { a href="#standards" { "National standards" } " " }
            a href="#words" { "What the words mean" }
        }
        main {
            section class="cards" aria-label="At a glance" {
                @for figure in FIRST.iter().filter_map(|id| report.figure(id)) { (card(figure)) }
            }
            @for theme in present(report) { (section(report, theme)) }
            @if let Some(standards) = &report.standards { (checklist(standards)) }
            section id="words" {
                h2 { "What the words mean" }
                dl { @for (word, meaning) in GLOSSARY { dt { (word) } dd { (meaning) } } }
            }
        }
        footer { p { (taken_from(report)) " Every figure can be traced to its records with " code { "iro report --explain FIGURE" } "." } }
    };
    page(&title, &body)
}

/// A sentence with what is between backticks as code.
fn in_code(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn present(report: &Report) -> impl Iterator<Item = Theme> {
    let says = |figure: &FigureView| !figure.breakdown || figure.has_groups();
    Theme::ALL
        .into_iter()
        .filter(move |theme| report.figures.iter().any(|figure| figure.theme == *theme && says(figure)))
}

fn anchor(theme: Theme) -> String {
    theme.title().to_lowercase().replace([' ', ','], "-")
}

fn card(figure: &FigureView) -> Markup {
    let unit = figure.value.value().map(|_| match figure.unit {
        Unit::Days | Unit::WorkingDays => " days".to_string(),
        Unit::Percent => format!(" of {}", figure.of),
        // The label of a rate has its unit.
        Unit::PerHundred | Unit::Count => String::new(),
    });
    html! {
        div class="card" {
            p class="name" { (figure.label) }
            p class="figure" { (figure.text(figure.value)) span class="unit" { (unit.unwrap_or_default()) } }
            p class="before" { "Before: " (figure.text(figure.before)) }
        }
    }
}

fn section(report: &Report, theme: Theme) -> Markup {
    let figures = report.section(theme);
    let together = |figure: &FigureView| ANSWERS.iter().any(|(id, _)| *id == figure.id) && figure.grouped;
    let alone = figures.iter().filter(|figure| figure.has_groups() && !together(figure));
    let plain: Vec<_> = figures.iter().filter(|figure| !figure.breakdown).collect();
    html! {
        section id=(anchor(theme)) {
            h2 { (theme.title()) }
            @if !plain.is_empty() {
                table {
                    caption class="unseen" { (theme.title()) }
                    thead { tr { th scope="col" { "Figure" } th scope="col" class="n" { "Now" } th scope="col" class="n" { "Before" } } }
                    tbody {
                        @for figure in &plain {
                            tr class=[figure.part.then_some("part")] {
                                th scope="row" { (figure.title()) }
                                td class="n" { (figure.text(figure.value)) }
                                td class="n faint" { (figure.text(figure.before)) }
                            }
                        }
                    }
                }
            }
            @if theme == Theme::Time && report.by.is_none() { (answers(report)) }
            div class="charts" { @for figure in alone { (figure_by_group(figure)) } }
            @for figure in figures.iter().filter(|figure| !figure.remarks.is_empty()) { (remarks(figure)) }
        }
    }
}

/// As many rows as a page of paper keeps together.
const TOGETHER: usize = 12;

fn figure_by_group(figure: &FigureView) -> Markup {
    let ranked = figure.ranked();
    let months = figure.is_by_month();
    let most = ranked.iter().filter_map(|part| part.value.value()).fold(0.0, f64::max).max(1.0);
    let bars: Vec<Bar> = ranked
        .iter()
        .filter_map(|part| {
            // A month that is hidden keeps its place in the row.
            let value = part.value.value().or(months.then_some(0.0))?;
            Some(Bar { label: part.group.label.clone(), value, text: figure.text(part.value) })
        })
        .collect();
    html! {
        figure class={ @if months { "months" } @if ranked.len() > TOGETHER && !months { "long" } } {
            h3 { (figure.label) }
            @if months && bars.len() > 1 { (chart::columns(figure.id, &figure.label, &bars)) }
            table class="data" {
                caption class="unseen" { (figure.label) }
                thead {
                    tr {
                        th scope="col" { span class="unseen" { "Group" } }
                        @if !months { td {} }
                        th scope="col" class="n" { "Now" }
                        th scope="col" class="n" { "Before" }
                    }
                }
                tbody {
                    @for part in &ranked {
                        tr {
                            th scope="row" { (figure.part_title(part)) }
                            @if !months { td class="bars" { (chart::bar(part.value.value().unwrap_or(0.0) / most)) } }
                            td class="n" { (figure.text(part.value)) }
                            td class="n faint" { (figure.text(part.before)) }
                        }
                    }
                }
            }
        }
    }
}

/// Answers in time, late and missing, stage by stage, in one chart.
fn answers(report: &Report) -> Markup {
    let figures: Vec<&FigureView> = ANSWERS.iter().filter_map(|(id, _)| report.figure(id)).collect();
    let mut stages: Vec<&Group> = figures.iter().flat_map(|figure| figure.by.iter().map(|part| &part.group)).collect();
    stages.sort();
    stages.dedup_by(|one, other| one.id == other.id);
    let of = |figure: &FigureView, stage: &Group| {
        figure.by.iter().find(|part| part.group.id == stage.id).map(|part| part.value)
    };
    let text =
        |figure: &FigureView, stage| of(figure, stage).map_or_else(|| "0".to_string(), |shown| figure.text(shown));
    let earlier = |figure: &FigureView, stage: &Group| {
        let part = figure.by.iter().find(|part| part.group.id == stage.id);
        part.map_or_else(|| "0".to_string(), |part| figure.text(part.before))
    };
    // If a part is hidden, the others would give it away: there is no bar.
    let parts = |stage: &Group| {
        let shown = figures.iter().map(|figure| of(figure, stage).map_or(Some(0.0), |shown| shown.value()));
        shown.collect::<Option<Vec<f64>>>()
    };
    let names = ANSWERS.map(|(_, name)| name);
    html! {
        @if !stages.is_empty() {
            figure class="wide long" {
                h3 { "Answers against the date first given, by stage" }
                (chart::legend("answers", &names))
                table class="data" {
                    caption class="unseen" { "Answers by stage" }
                    thead {
                        tr {
                            th scope="col" { "Stage" }
                            td {}
                            @for name in names { th scope="col" class="n" { (name) } th scope="col" class="n" { "Before" } }
                        }
                    }
                    tbody {
                        @for stage in &stages {
                            tr {
                                th scope="row" { (stage.label) }
                                td class="bars" { @if let Some(parts) = parts(stage) { (chart::parts("answers", &parts)) } }
                                @for figure in &figures {
                                    td class="n" { (text(figure, stage)) }
                                    td class="n faint" { (earlier(figure, stage)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn remarks(figure: &FigureView) -> Markup {
    html! {
        h3 { (figure.label) ": what was said" }
        table class="data said" {
            caption class="unseen" { (figure.label) }
            tbody { @for (id, text) in figure.quoted() { tr { th scope="row" { (id) } td { (text) } } } }
        }
        @if let Some(note) = figure.not_quoted() { p class="note" { (in_code(&note)) } }
    }
}

fn checklist(standards: &StandardsView) -> Markup {
    html! {
        section id="standards" {
            h2 { (standards.title) }
            p class="note" { (standards.source) }
            ol class="standards" {
                @for standard in &standards.standards {
                    li {
                        p { strong { (standard.text) } " " span class="note" { (standard.source) } }
                        ul { @for line in &standard.evidence { li { (line) } } }
                        @if let Some(asks) = &standard.asks { p class="asks" { "To be answered by a person: " (asks) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::summary::{Naming, Period, Scope, figures};
    use crate::domain::time::parse_date;

    #[test]
    fn every_figure_that_the_page_shows_apart_is_there() {
        let period = Period::financial_year(parse_date("2026-03-31").unwrap());
        let (naming, calendar) = (Naming::default(), Calendar::england_and_wales());
        let scope = Scope {
            period,
            now: crate::domain::time::Moment::on(period.to),
            histories: &[],
            naming: &naming,
            calendar: &calendar,
            reference: None,
            children: None,
            removed: &[],
        };
        let all = figures(&scope).unwrap();
        for id in FIRST.into_iter().chain(ANSWERS.map(|(id, _)| id)) {
            assert!(all.iter().any(|figure| figure.id == id), "no figure `{id}`");
        }
    }
}
