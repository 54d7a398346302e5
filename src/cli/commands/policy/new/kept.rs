//! The answers given so far, in the order of the questions. The last can be taken back, and is proposed when its question
//! is asked again; all are saved in a file if the user stops.

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
}

#[derive(Debug, Default)]
pub struct SavedAnswers {
    pub answers: Vec<Answer>,
    /// Answers from an earlier run that were found in the file.
    pub others: Option<Vec<Answer>>,
    file: Option<PathBuf>,
    /// The answers that were taken back, by the keys of their questions.
    taken_back: BTreeMap<String, String>,
}

impl SavedAnswers {
    /// Whether the place of the file isn't known yet.
    pub fn is_nowhere(&self) -> bool {
        self.file.is_none()
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
        self.file = Some(file);
        Ok(())
    }

    pub fn forget_place(&mut self) {
        self.file = None;
        self.go_back();
    }

    pub fn keep(&mut self, key: String, text: String) {
        self.answers.push(Answer { key, text });
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

    /// Saves the answers; false if there are none, or no place for them.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn save(&self) -> Result<bool, Failure> {
        let Some(file) = self.file.as_ref().filter(|_| !self.answers.is_empty()) else { return Ok(false) };
        let text = serde_json::to_string_pretty(&self.answers);
        let text = text.map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
        settings::write(file, format!("{text}\n").as_bytes())?;
        Ok(true)
    }

    /// Removes the file once the policy is written.
    ///
    /// # Errors
    /// It can't be removed.
    pub fn discard(&self) -> Result<(), Failure> {
        match &self.file {
            Some(file) => settings::remove(file).map_err(|fault| Failure::new(Code::Failed, fault.to_string())),
            None => Ok(()),
        }
    }
}
