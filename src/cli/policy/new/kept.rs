//! The answers that were given so far, in the order of the questions: the last can be taken back, and all are kept in a
//! file when somebody stops.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::error::{Code, Failure};
use crate::store::settings;

/// An answer, and the question that it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub key: String,
    /// Empty where the question was passed over.
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Kept {
    pub answers: Vec<Answer>,
    /// Those that lay in the file already.
    pub others: Option<Vec<Answer>>,
    file: Option<PathBuf>,
}

impl Kept {
    /// Whether it is not known yet where the answers can be kept.
    pub fn is_nowhere(&self) -> bool {
        self.file.is_none()
    }

    /// Keeps the answers for a policy beside the policies, and says which lie there.
    ///
    /// # Errors
    /// The file is there and can't be read.
    pub fn look_in(&mut self, folder: &Path, id: &str) -> Result<(), Failure> {
        let file = folder.join(format!("{id}.answers.json"));
        let bytes = settings::read(&file).map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
        // A file that somebody else wrote is no answer to anything.
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

    /// Takes the last answer back; the first question stays where it is.
    pub fn go_back(&mut self) {
        self.answers.pop();
    }

    /// Writes the answers down; false if there is nothing yet, or no place.
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
