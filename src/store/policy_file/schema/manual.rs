//! The manual's description of each key, so that an editor can show it beside the key.

use std::sync::OnceLock;

const MANUAL: &str = include_str!("../../../../policies/README.md");

/// A table of the manual.
#[derive(Debug)]
struct Table {
    /// The heading above the table, and the heading of its first column.
    about: [String; 2],
    rows: Vec<(String, String)>,
}

/// The manual's description of a key of a block such as `a stage`; `None` if it has none.
pub fn says(what: &str, key: &str) -> Option<&'static str> {
    static TABLES: OnceLock<Vec<Table>> = OnceLock::new();
    let tables = TABLES.get_or_init(|| tables(MANUAL));
    let noun = what.rsplit(' ').next().unwrap_or(what).trim_matches('`');
    let noun = match noun {
        "policy" => "file",
        "duty" | "category" | "when" | "referral" | "praise" => noun,
        noun => noun.strip_suffix('s').unwrap_or(noun),
    };
    let about = |place: usize| tables.iter().filter(move |table| table.about[place].contains(noun));
    let row = |table: &'static Table| table.rows.iter().find(|(name, _)| name == key);
    about(1).chain(about(0)).find_map(row).map(|(_, says)| says.as_str())
}

fn tables(manual: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let (mut heading, mut open) = (String::new(), false);
    for line in manual.lines() {
        if let Some(title) = line.strip_prefix('#') {
            heading = title.trim_start_matches('#').trim().to_lowercase();
        }
        if let Some(title) = line.strip_prefix("**") {
            heading = title.split("**").next().unwrap_or_default().to_lowercase();
        }
        let cells: Vec<&str> = line.split(" | ").map(|cell| cell.trim_matches(|c| c == '|' || c == ' ')).collect();
        let row = line.starts_with('|') && cells.len() >= 2;
        match (row, open) {
            (true, false) => {
                let head = cells[0].to_lowercase();
                tables.push(Table { about: [heading.clone(), head], rows: Vec::new() });
            }
            (true, true) => {
                if let Some(table) = tables.last_mut() {
                    let names = cells[0].split(',').map(|name| name.trim().trim_matches('`').to_owned());
                    let says = cells[1].replace('`', "");
                    table.rows.extend(names.filter(|name| !name.contains('-')).map(|name| (name, says.clone())));
                }
            }
            (false, _) => {}
        }
        open = row;
    }
    tables
}
