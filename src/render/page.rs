//! A page of HTML that needs no other file: what reports and forms have in common.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::clean;

/// The look of every page that the program makes.
const STYLE: &str = include_str!("style.css");

/// A whole page around a body.
pub fn page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:";
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    };
    // Pages are also read at a terminal, with `cat`; and hidden characters have no business in one.
    clean::block(&page.into_string())
}
