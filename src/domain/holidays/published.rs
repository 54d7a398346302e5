//! The format of gov.uk's bank-holidays.json, as far as we need it; other keys are ignored. The built-in lists are read
//! with this when the program is built.

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Division {
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    title: String,
    date: String,
    #[serde(default)]
    notes: String,
}

/// The bank holidays of a division, each as its date, unread, and its name; `None` if the list doesn't have the
/// division.
///
/// # Errors
/// The text is not such a list.
pub fn days(json: &str, division: &str) -> serde_json::Result<Option<Vec<(String, String)>>> {
    let mut file: serde_json::Map<String, Value> = serde_json::from_str(json.trim_start_matches('\u{feff}'))?;
    let Some(listed) = file.remove(division) else { return Ok(None) };
    let listed: Division = serde_json::from_value(listed)?;
    Ok(Some(listed.events.into_iter().map(|event| (event.date.clone(), event.name())).collect()))
}

impl Event {
    fn name(&self) -> String {
        let title = self.title.replace('’', "'").replace(char::is_control, " ");
        if self.notes.to_lowercase().contains("substitute") { title + " (substitute day)" } else { title }
    }
}
