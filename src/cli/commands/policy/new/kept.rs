//! The answers given so far, in the order of the questions. The last can be taken back, and is proposed when its question
//! is asked again; all are saved in a file if the user stops, those that were taken back too.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::error::{Code, Failure};
use crate::store::settings;

/// An answer, with the key of its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub key: String,
    /// Empty if the question was skipped.
    pub text: String,
    /// Whether it was taken back, and is only proposed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
}

#[derive(Debug, Default)]
pub struct SavedAnswers {
    pub answers: Vec<Answer>,
    /// Answers from an earlier run that were found in the file.
    pub others: Option<Vec<Answer>>,
    place: Option<Place>,
    /// The answers that were taken back, by the keys of their questions.
    taken_back: BTreeMap<String, String>,
}

/// The file with the answers about a policy, and the id of that policy.
#[derive(Debug)]
struct Place {
    id: String,
    file: PathBuf,
}

impl SavedAnswers {
    /// Whether the file of this policy hasn't been looked at.
    pub fn is_not_in(&self, id: &str) -> bool {
        self.place.as_ref().is_none_or(|place| place.id != id)
    }

    /// Chooses the file for a policy's answers, beside the policies, and reads the answers that it contains.
    ///
    /// # Errors
    /// The file exists but can't be read.
    pub fn look_in(&mut self, folder: &Path, id: &str) -> Result<(), Failure> {
        let file = folder.join(format!("{id}.answers.json"));
        let bytes = settings::read(&file).map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
        // A file with anything else in it is ignored.
        self.others = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        self.place = Some(Place { id: id.to_owned(), file });
        Ok(())
    }

    pub fn forget_place(&mut self) {
        self.place = None;
        self.go_back();
    }

    /// Goes on with answers from an earlier run.
    pub fn take_up(&mut self, others: Vec<Answer>) {
        let (back, answers): (Vec<Answer>, Vec<Answer>) = others.into_iter().partition(|one| one.taken_back);
        self.answers = answers;
        self.taken_back.extend(back.into_iter().map(|one| (one.key, one.text)));
    }

    pub fn keep(&mut self, key: String, text: String) {
        self.answers.push(Answer { key, text, taken_back: false });
    }

    /// Takes the last answer back, if there is one.
    pub fn go_back(&mut self) {
        if let Some(last) = self.answers.pop() {
            self.taken_back.insert(last.key, last.text);
        }
    }

    /// The answer to a question that was taken back; empty if there is none, or the question was skipped.
    pub fn taken_back(&self, key: &str) -> &str {
        self.taken_back.get(key).map(String::as_str).unwrap_or_default()
    }

    /// Saves the answers, with those that were taken back and not given again; returns the id of the policy under which
    /// they are found, or `None` if there are none, or no place for them.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn save(&self) -> Result<Option<&str>, Failure> {
        let is_given = |key: &String| self.answers.iter().any(|answer| answer.key == *key);
        let back = self.taken_back.iter().filter(|(key, _)| !is_given(key));
        let back = back.map(|(key, text)| Answer { key: key.clone(), text: text.clone(), taken_back: true });
        let all: Vec<Answer> = self.answers.iter().cloned().chain(back).collect();
        let Some(place) = self.place.as_ref().filter(|_| !all.is_empty()) else { return Ok(None) };
        let text = serde_json::to_string_pretty(&all);
        let text = text.map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
        settings::write(&place.file, format!("{text}\n").as_bytes())?;
        Ok(Some(&place.id))
    }

    /// Removes the file once the policy is written.
    ///
    /// # Errors
    /// It can't be removed.
    pub fn discard(&self) -> Result<(), Failure> {
        match &self.place {
            Some(place) => settings::remove(&place.file).map_err(|fault| Failure::new(Code::Failed, fault.to_string())),
            None => Ok(()),
        }
    }
}
