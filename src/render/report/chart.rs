//! Charts as SVG that a screen reader can follow: a title, a description, and every number as text. Positions across
//! are percentages, so that a chart is as wide as its page and its letters stay as large as the rest.

use maud::{Markup, html};

/// One bar: its name, the number, the text for it.
pub struct Bar {
    pub label: String,
    pub value: f64,
    pub text: String,
}

/// One row of a chart of parts.
pub struct Row {
    pub label: String,
    pub parts: Vec<f64>,
}

/// The height of a bar's row: the name above, the bar beneath.
const ROW: usize = 40;

/// The longest name that fits a phone.
const LONGEST: usize = 42;

/// Bars one under the other, with their names above them.
pub fn bars(id: &str, title: &str, bars: &[Bar]) -> Markup {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max).max(1.0);
    let words: Vec<String> = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.text)).collect();
    html! {
        svg class="chart" role="img" aria-labelledby={ (id) "-t " (id) "-d" } width="100%" height=(bars.len() * ROW) {
            title id={ (id) "-t" } { (title) }
            desc id={ (id) "-d" } { (words.join("; ")) "." }
            @for (index, bar) in bars.iter().enumerate() {
                @let top = index * ROW;
                @let long = bar.value / most * 84.0;
                text class="name" x="0" y=(top + 14) { (short(&bar.label)) }
                rect class="bar" x="0" y=(top + 20) width={ (percent(long)) } height="12" rx="2" {}
                text class="amount" x={ (percent(long)) } dx="6" y=(top + 31) { (bar.text) }
            }
        }
    }
}

/// Columns side by side, for months.
pub fn columns(id: &str, title: &str, columns: &[Bar]) -> Markup {
    const HEIGHT: f64 = 140.0;
    let most = columns.iter().map(|column| column.value).fold(0.0, f64::max).max(1.0);
    let words: Vec<String> = columns.iter().map(|column| format!("{}: {}", column.label, column.text)).collect();
    let step = 100.0 / columns.len().max(1) as f64;
    html! {
        svg class="chart" role="img" aria-labelledby={ (id) "-t " (id) "-d" } width="100%" height="190" {
            title id={ (id) "-t" } { (title) }
            desc id={ (id) "-d" } { (words.join("; ")) "." }
            line class="axis" x1="0" x2="100%" y1="160" y2="160" {}
            @for (index, column) in columns.iter().enumerate() {
                @let high = column.value / most * HEIGHT;
                @let left = index as f64 * step;
                @let middle = percent(left + step / 2.0);
                rect class="bar" x=(percent(left + step * 0.18)) width=(percent(step * 0.64)) y=(pixels(160.0 - high)) height=(pixels(high)) rx="2" {}
                text class="amount middle" x=(middle) y=(pixels(154.0 - high)) { (column.text) }
                text class="name middle" x=(middle) y="177" { (first_word(&column.label)) }
            }
        }
    }
}

/// Rows of which each is divided into parts; the parts differ by shade and by pattern, not by colour alone.
pub fn parts(id: &str, title: &str, names: &[&str], rows: &[Row]) -> Markup {
    let words = rows.iter().map(|row| {
        let parts: Vec<String> = names.iter().zip(&row.parts).map(|(name, part)| format!("{part:.0} {name}")).collect();
        format!("{}: {}", row.label, parts.join(", "))
    });
    let words: Vec<String> = words.collect();
    html! {
        p class="legend" aria-hidden="true" {
            @for (index, name) in names.iter().enumerate() {
                span class={ "key part-" (index) } {} " " (name) "  "
            }
        }
        svg class="chart" role="img" aria-labelledby={ (id) "-t " (id) "-d" } width="100%" height=(rows.len() * ROW) {
            title id={ (id) "-t" } { (title) }
            desc id={ (id) "-d" } { (words.join("; ")) "." }
            defs {
                pattern id={ (id) "-late" } width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect class="late-ground" width="6" height="6" {}
                    rect class="late-line" width="2.5" height="6" {}
                }
            }
            @for (index, row) in rows.iter().enumerate() {
                @let top = index * ROW;
                @let all = row.parts.iter().sum::<f64>().max(1.0);
                text class="name" x="0" y=(top + 14) { (short(&row.label)) }
                @for (part, value) in row.parts.iter().enumerate() {
                    @let left = row.parts[..part].iter().sum::<f64>() / all * 100.0;
                    @let wide = value / all * 100.0;
                    @if *value > 0.0 {
                        @if part == 1 {
                            rect class="part-1" style={ "fill:url(#" (id) "-late)" } x=(percent(left)) y=(top + 20) width=(percent(wide)) height="14" {}
                        } @else {
                            rect class={ "part-" (part) } x=(percent(left)) y=(top + 20) width=(percent(wide)) height="14" {}
                        }
                        text class={ "inside inside-" (part) } x=(percent(left + wide / 2.0)) y=(top + 31) { (format!("{value:.0}")) }
                    }
                }
            }
        }
    }
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

fn pixels(value: f64) -> String {
    format!("{value:.1}")
}

fn first_word(label: &str) -> &str {
    label.split(' ').next().unwrap_or(label)
}

fn short(label: &str) -> String {
    match label.chars().nth(LONGEST) {
        Some(_) => format!("{}…", label.chars().take(LONGEST - 1).collect::<String>().trim_end()),
        None => label.to_string(),
    }
}
