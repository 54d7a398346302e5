//! A form as a page, to be printed or attached.

use maud::{Markup, html};

use super::{Form, Row};
use crate::render::page::page;

pub fn render(form: &Form) -> String {
    let body = html! {
        header { h1 { (whole_id(&form.title)) } p class="note" { (form.source) } }
        main {
            @for section in &form.sections {
                section {
                    h2 { (section.heading()) }
                    table class="form" {
                        caption class="unseen" { (section.heading()) }
                        tbody { @for one in &section.rows { (row(one)) } }
                    }
                }
            }
            @if !form.chronology.is_empty() {
                section {
                    h2 { "Chronology" }
                    table class="chronology" {
                        caption class="unseen" { "Chronology" }
                        thead { tr { th scope="col" { "When" } th scope="col" { "What" } th scope="col" { "By" } } }
                        tbody { @for [when, what, by] in &form.chronology { tr { td { (when) } td class="text" { (what) } td { (by) } } } }
                    }
                }
            }
        }
        footer { p { (form.foot) } }
    };
    page(&form.title, &body)
}

fn row(row: &Row) -> Markup {
    match row {
        Row::Text(name, text) => html! { tr { th scope="row" { (name) } td class="text" { (text) } } },
        Row::Blank(name, lines) => html! {
            tr { th scope="row" { (name) } td { @for _ in 0..*lines { span class="line" {} } } }
        },
        Row::Boxes(name, options) => html! {
            tr { th scope="row" { (name) } td { ul class="boxes" { @for option in options { li { "☐ " (option) } } } } }
        },
        Row::Dated(name, options) => html! {
            tr { th scope="row" { (name) } td { ul class="boxes" {
                @for option in options { li { "☐ " (option) ", on " span class="day-line" {} } }
            } } }
        },
    }
}

/// A title whose last word, the id, is kept on one line.
fn whole_id(title: &str) -> Markup {
    let (words, id) = title.rsplit_once(' ').unwrap_or(("", title));
    html! { (words) " " span.whole { (id) } }
}
