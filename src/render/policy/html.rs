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
            ol.steps { @for stage in &family_summary.stages { (step(stage)) } }
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

fn step(stage: &StageSummary) -> Markup {
    html! {
        li.step {
            h3 { (text(&stage.title)) @if let Some(kind) = &stage.kind { " " span.kind { "(" (kind) ")" } } }
            p { (text(&stage.who)) }
            @if !stage.lines.is_empty() { ul { @for line in &stage.lines { li { (text(line)) } } } }
        }
        @if let Some(then) = &stage.then { li.then.elsewhere[!then.down] { (text(&then.why)) } }
    }
}

fn text(text: &str) -> String {
    clean::line(text)
}
