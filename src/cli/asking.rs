//! Asking for what is missing: a person is asked, a script is told the flag. Nobody is asked for anything as long as it
//! can be known that the step is not possible at all.

use std::ffi::OsString;

use super::context::Context;
use super::error::Failure;
use super::person::anything;
use super::prompts;
use crate::domain::text;
use crate::render::{clean, words};

/// What stands for an answer that is still to be given, while it is looked whether the step is possible.
pub const STAND_IN: &str = "…";

/// An answer as the value of a flag, where `-` and `@FILE` would stand for something else.
pub fn literal(answer: String) -> String {
    if answer == "-" || answer.starts_with('@') { format!(" {answer}") } else { answer }
}

/// Whether a text that was given may have been empty: by itself, or as a file.
fn says_nothing(given: &str) -> bool {
    given.trim().is_empty() || given == "-" || given.starts_with('@')
}

/// In place of the flag of a question whose answer only says which is the next.
pub const NO_FLAG: &str = "";

/// A question that only a person can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    flag: String,
    words: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Text,
    Line(Option<String>),
    Day,
    /// Words, each with what it means.
    Choice(Vec<(String, String)>),
    /// Any of such words.
    Several(Vec<(String, String)>),
}

impl Context {
    /// Says at once which flags are missing, where nobody can be asked for them one after another. Each comes with its
    /// value, as in `--held WHEN`.
    ///
    /// # Errors
    /// Something is missing: names every flag.
    pub fn all_given(&self, flags: &[(&str, bool)]) -> Result<(), Failure> {
        let missing: Vec<&str> = flags.iter().filter(|(_, given)| !given).map(|(flag, _)| *flag).collect();
        if missing.is_empty() || self.ahead || self.console.has_person() {
            return Ok(());
        }
        let names: Vec<String> =
            missing.iter().map(|flag| format!("`{}`", flag.split(' ').next().unwrap_or(flag))).collect();
        let are = if names.len() == 1 { "is" } else { "are" };
        let hint = format!("add `{}`; `--help` says what else there is", missing.join(" "));
        let question = Question { flag: names.concat(), words: String::new(), kind: Kind::Text };
        let failure = Failure::usage(format!("{} {are} missing", words::list(&names, "and"))).hinted(hint);
        Err(Failure { asks: Some(Box::new(question)), ..failure })
    }

    /// A text: given, or answered by now.
    ///
    /// # Errors
    /// Neither: carries the question, and names the flag.
    pub fn said(&self, flag: &str, given: Option<&String>, words: &str) -> Result<String, Failure> {
        self.said_as(flag, given, words, Kind::Text)
    }

    /// As `said`, for a short answer.
    ///
    /// # Errors
    /// As for `said`.
    pub fn said_line(
        &self,
        flag: &str,
        given: Option<&String>,
        words: &str,
        default: Option<&str>,
    ) -> Result<String, Failure> {
        self.said_as(flag, given, words, Kind::Line(default.map(str::to_string)))
    }

    /// As `said`, for one of several words, asked for by what they mean. A person is not asked where there is only one.
    ///
    /// # Errors
    /// As for `said`; names the words as well.
    pub fn said_choice(&self, flag: &str, question: &str, options: &[(&str, &str)]) -> Result<String, Failure> {
        if let ([(only, _)], true) = (options, self.console.has_person()) {
            return Ok((*only).to_string());
        }
        let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
        let hint = format!("one of {}", words.join(", "));
        let options = options.iter().map(|(word, meaning)| (word.to_string(), meaning.to_string())).collect();
        self.said_as(flag, None, question, Kind::Choice(options)).map_err(|failure| failure.hinted(hint))
    }

    /// A day that has been, answered by now.
    ///
    /// # Errors
    /// Not answered yet: carries the question, and names the flag.
    pub fn said_day(&self, flag: &str, words: &str) -> Result<String, Failure> {
        self.said_as(flag, None, words, Kind::Day)
    }

    /// Any of several words, asked for by what they mean.
    ///
    /// # Errors
    /// As for `said_day`.
    pub fn said_several(
        &self,
        flag: &str,
        words: &str,
        options: Vec<(String, String)>,
    ) -> Result<Vec<String>, Failure> {
        self.said_as(flag, None, words, Kind::Several(options))?;
        let given = self.answers.iter().filter(|(asked, answer)| asked == flag && !answer.is_empty());
        Ok(given.map(|(_, answer)| answer.clone()).collect())
    }

    fn said_as(&self, flag: &str, given: Option<&String>, words: &str, kind: Kind) -> Result<String, Failure> {
        if let Some(answer) = self.answered(flag) {
            return Ok(answer.to_string());
        }
        if let Some(text) = self.optional(given)? {
            return Ok(text);
        }
        if self.ahead {
            return Ok(match kind {
                Kind::Text | Kind::Line(None) => STAND_IN.to_string(),
                Kind::Line(Some(default)) => default,
                Kind::Day => "today".to_string(),
                Kind::Several(_) => String::new(),
                Kind::Choice(options) => options.into_iter().next().map(|(word, _)| word).unwrap_or_default(),
            });
        }
        let question = Question { flag: flag.to_string(), words: words.to_string(), kind };
        Err(Failure { asks: Some(Box::new(question)), ..Failure::missing(flag) })
    }

    /// What was answered to the question for a flag, if it was asked.
    pub fn answered(&self, flag: &str) -> Option<&str> {
        self.answers.iter().rev().find(|(asked, _)| asked == flag).map(|(_, answer)| answer.as_str())
    }

    /// The command as it could have been typed with every answer in it, so that none has to be given a second time.
    pub fn in_full(&self, args: &[OsString]) -> Option<String> {
        let answers = self.answers.iter().filter(|(flag, answer)| flag != NO_FLAG && !answer.is_empty());
        answers.clone().next()?;
        let mut words: Vec<String> = vec!["iro".to_string()];
        let mut typed = args.iter().skip(1).map(|arg| arg.to_string_lossy().into_owned()).peekable();
        while let Some(word) = typed.next() {
            let (flag, value) = word.split_once('=').unwrap_or((&word, ""));
            match self.answered(flag) {
                // It was given with nothing in it, or it would not have been asked for.
                Some(_) if flag == word && typed.next_if(|value| says_nothing(value)).is_some() => {}
                Some(_) if flag != word && says_nothing(value) => {}
                _ => words.push(word),
            }
        }
        for (flag, answer) in answers {
            let answer = literal(answer.clone());
            match flag.starts_with("--") {
                true if answer.starts_with('-') => words.push(format!("{flag}={answer}")),
                true => words.extend([flag.clone(), answer]),
                false => words.push(answer),
            }
        }
        Some(clean::block(&shell_words::join(&words)))
    }

    /// Asks the person, and keeps the answer. False where there is nobody, or nothing was said.
    ///
    /// # Errors
    /// The terminal can't be read, or the person interrupts.
    pub fn ask(&mut self, question: &Question) -> Result<bool, Failure> {
        let now = self.now();
        let Some(person) = self.console.person() else { return Ok(false) };
        let meanings = |options: &[(String, String)]| -> Vec<String> {
            options.iter().map(|(_, meaning)| meaning.clone()).collect()
        };
        let answer = match &question.kind {
            Kind::Text => person.text(&question.words)?,
            Kind::Line(default) => Some(person.valid(&question.words, default.as_deref(), &anything)?),
            Kind::Choice(options) => {
                options.get(person.choose(&question.words, &meanings(options), 0)?).map(|(word, _)| word.clone())
            }
            Kind::Day => Some(prompts::day(person, &question.words, now)?),
            Kind::Several(options) => {
                let picked = person.pick(&question.words, &meanings(options))?;
                let mut picked =
                    picked.into_iter().filter_map(|place| options.get(place)).map(|(word, _)| word.clone());
                let first = picked.next().unwrap_or_default();
                self.answers.extend(picked.map(|word| (question.flag.clone(), word)));
                Some(first)
            }
        };
        let answer = answer.map(|answer| text::clean_text(&answer));
        let said = answer.is_some();
        self.answers.extend(answer.map(|answer| (question.flag.clone(), answer)));
        Ok(said)
    }

    /// A text: given, or asked for at once.
    ///
    /// # Errors
    /// Nobody to ask, or nothing said: names the flag.
    pub fn ask_text(&mut self, flag: &str, given: Option<String>, question: &str) -> Result<String, Failure> {
        self.asking(|ctx| ctx.said(flag, given.as_ref(), question))
    }

    /// A short answer: given, or asked for at once.
    ///
    /// # Errors
    /// Nobody to ask, or nothing said: names the flag.
    pub fn ask_line(
        &mut self,
        flag: &str,
        given: Option<String>,
        question: &str,
        default: Option<&str>,
    ) -> Result<String, Failure> {
        self.asking(|ctx| ctx.said_line(flag, given.as_ref(), question, default))
    }

    fn asking(&mut self, said: impl Fn(&Context) -> Result<String, Failure>) -> Result<String, Failure> {
        let failure = match said(self) {
            Err(failure) if failure.asks.is_some() => failure,
            outcome => return outcome,
        };
        match failure.asks.as_deref().map(|question| self.ask(question)).transpose()? {
            Some(true) => said(self),
            _ => Err(failure),
        }
    }
}
