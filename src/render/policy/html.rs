//! The leaflet of a protocol as a page that needs nothing else: no script, no other file, fit to print.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::leaflet::{Leaflet, Rung};
use crate::render::clean;

const STYLE: &str = "\
body{font:1.05rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{line-height:1.2}ol{list-style:none;padding:0;margin:0}\
li.step{border:2px solid #31587a;border-radius:.5rem;padding:.75rem 1rem;break-inside:avoid}\
li.step h3{margin:0}li.step p{margin:.35rem 0}ul{margin:.35rem 0;padding-left:1.3rem}li.step ul{list-style:disc}.kind{font-weight:normal;color:#555}.then{margin:.25rem 0 .25rem 1.5rem;color:#444}\
.then::before{content:'\\2193\\00a0'}@media print{body{margin:0;max-width:none}@page{size:A4;margin:2cm}}";

pub fn leaflet(leaflet: &Leaflet) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (text(&leaflet.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (text(&leaflet.title)) }
                p { (text(&leaflet.about)) }
                @for opening in &leaflet.opening { p { (text(opening)) } }
                h2 { "Step by step" }
                ol { @for rung in &leaflet.rungs { (step(rung)) } }
                @for (title, lines) in &leaflet.parts {
                    h2 { (text(title)) }
                    ul { @for line in lines { li { (text(line)) } } }
                }
            }
        }
    };
    page.into_string()
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
