//! Charts as SVG. A bar is in the row of its table, beside its name and its number, so that neither is cut off or
//! separated from the other; screen readers skip it. Positions across are percentages, so that a chart is as wide as
//! its page and its letters stay as large as the rest.

use maud::{Markup, html};

/// One column: its name, the number, the text for it.
pub struct Bar {
    pub label: String,
    pub value: f64,
    pub text: String,
}

/// A bar of that share of the longest one, from 0 to 1.
pub fn bar(share: f64) -> Markup {
    html! {
        svg aria-hidden="true" width="100%" height="12" { rect class="bar" width=(percent(share * 100.0)) height="12" rx="2" {} }
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

/// What the parts of a bar show, and the pattern of the second; they differ by shade and by pattern, not by colour
/// alone.
pub fn legend(id: &str, names: &[&str]) -> Markup {
    html! {
        svg class="unseen" aria-hidden="true" width="0" height="0" {
            defs {
                pattern id={ (id) "-late" } width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect class="late-ground" width="6" height="6" {}
                    rect class="late-line" width="2.5" height="6" {}
                }
            }
        }
        p class="legend" aria-hidden="true" {
            @for (index, name) in names.iter().enumerate() {
                span class={ "key part-" (index) } {} " " (name) "  "
            }
        }
    }
}

/// A bar that is divided into parts.
pub fn parts(id: &str, parts: &[f64]) -> Markup {
    let all = parts.iter().sum::<f64>().max(1.0);
    html! {
        svg aria-hidden="true" width="100%" height="14" {
            @for (part, value) in parts.iter().enumerate().filter(|(_, value)| **value > 0.0) {
                @let left = parts[..part].iter().sum::<f64>() / all * 100.0;
                @let wide = value / all * 100.0;
                @let fill = (part == 1).then(|| format!("fill:url(#{id}-late)"));
                rect class={ "part-" (part) } style=[fill] x=(percent(left)) width=(percent(wide)) height="14" {}
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
