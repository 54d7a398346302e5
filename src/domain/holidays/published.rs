//! The shape of gov.uk's bank-holidays.json, as far as it is needed; other divisions and keys are passed over. The
//! built-in list is read by this when the program is built.

use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    #[serde(rename = "england-and-wales")]
    england_and_wales: Division,
}

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

/// The dates, as they are written there, and what each is called.
///
/// # Errors
/// It isn't such a list.
pub fn days(json: &str) -> serde_json::Result<Vec<(String, String)>> {
    let file: File = serde_json::from_str(json.trim_start_matches('\u{feff}'))?;
    Ok(file.england_and_wales.events.into_iter().map(|event| (event.date.clone(), event.name())).collect())
}

impl Event {
    fn name(&self) -> String {
        let title = self.title.replace('’', "'").replace(char::is_control, " ");
        if self.notes.to_lowercase().contains("substitute") { title + " (substitute day)" } else { title }
    }
}
