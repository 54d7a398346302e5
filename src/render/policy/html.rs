//! The leaflet of a protocol as a page.

use maud::{Markup, html};

use super::leaflet::{Leaflet, Rung};
use crate::render::{clean, page};

pub fn leaflet(leaflet: &Leaflet) -> String {
    let body = html! {
        main.leaflet {
            header { h1 { (text(&leaflet.title)) } p.note { (text(&leaflet.about)) } }
            @for opening in &leaflet.opening { p { (text(opening)) } }
            h2 { "Step by step" }
            ol.steps { @for rung in &leaflet.rungs { (step(rung)) } }
            @for (title, lines) in &leaflet.parts {
                h2 { (text(title)) }
                ul { @for line in lines { li { (text(line)) } } }
            }
        }
    };
    page::page(&text(&leaflet.title), &body)
}

fn step(rung: &Rung) -> Markup {
    html! {
        li.step {
            h3 { (text(&rung.title)) " " span.kind { "(" (rung.kind) ")" } }
            p { "Answers: " (text(&rung.who)) }
            @if !rung.lines.is_empty() { ul { @for line in &rung.lines { li { (text(line)) } } } }
        }
        @if let Some(then) = &rung.then { li.then { (text(then)) } }
    }
}

fn text(text: &str) -> String {
    clean::line(text)
}
