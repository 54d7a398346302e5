//! The summary of a protocol for families as a page of HTML.

use maud::{Markup, html};

use super::family_summary::{FamilySummary, StageSummary};
use crate::render::{clean, page};

pub fn family_summary(family_summary: &FamilySummary) -> String {
    let body = html! {
        main.leaflet {
            header {
                h1 { (text(&family_summary.title)) }
                @if !family_summary.about.is_empty() { p.note { (text(&family_summary.about)) } }
            }
            @for opening in &family_summary.opening { p { (text(opening)) } }
            h2 { "Step by step" }
            ol.steps { @for rung in &family_summary.stages { (step(rung)) } }
            @for (title, lines) in &family_summary.parts {
                section.part {
                    h2 { (text(title)) }
                    ul { @for line in lines { li { (text(line)) } } }
                }
            }
        }
    };
    page::page(&text(&family_summary.title), &body)
}

fn step(rung: &StageSummary) -> Markup {
    html! {
        li.step {
            h3 { (text(&rung.title)) @if let Some(kind) = &rung.kind { " " span.kind { "(" (kind) ")" } } }
            p { (text(&rung.who)) }
            @if !rung.lines.is_empty() { ul { @for line in &rung.lines { li { (text(line)) } } } }
        }
        @if let Some(then) = &rung.then { li.then { (text(then)) } }
    }
}

fn text(text: &str) -> String {
    clean::line(text)
}
