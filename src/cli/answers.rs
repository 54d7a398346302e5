//! What was typed, and what was answered since. An answer works like its flag: the command line is read again with it,
//! as if it had been typed.

use std::ffi::OsString;

use clap::{ArgAction, FromArgMatches};

use super::error::Failure;
use super::question::{FIELD, Question};
use crate::render::clean;

#[derive(Default)]
pub struct Answers {
    typed: Vec<OsString>,
    /// All that can be typed; none where nobody is asked.
    command_line: Option<fn() -> clap::Command>,
    given: Vec<Answer>,
    /// What may be said beside it, and is offered once what will be written is shown.
    offered: Vec<Question>,
    /// Whether the command is to be begun once more with what is answered then.
    over: Option<Over>,
    /// Whether it was.
    begun_again: bool,
    /// What was taken back last, so that it can be changed where it is asked for again.
    former: Vec<Answer>,
    /// Whether the last answer was not tried yet: if the command fails now, it is why.
    untried: bool,
    /// What was wrong with an answer that was asked for once more, and that answer.
    wrong: Option<(String, Vec<Answer>)>,
}

/// The aside under which it is kept what is to be added.
const ADDED: &str = "added";

/// Why a command is begun once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    /// The last answer is to be given again.
    Back,
    /// There is another answer.
    More,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    /// As the question has it: a flag, `ID` or `DUTY`, or an aside in small letters.
    name: String,
    /// Empty where there is nothing to say.
    text: String,
}

impl Answers {
    /// To a command line as it was typed, the name of the program first.
    pub fn to(typed: Vec<OsString>, command_line: fn() -> clap::Command) -> Answers {
        Answers { typed, command_line: Some(command_line), ..Answers::default() }
    }

    /// What was answered, if it was asked.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|answer| answer.name == name).map(|answer| answer.text.as_str())
    }

    /// All that was answered.
    pub fn all(&self, name: &str) -> Vec<String> {
        let given = self.given.iter().filter(|answer| answer.name == name && !answer.text.is_empty());
        given.map(|answer| answer.text.clone()).collect()
    }

    /// Whether this was picked out of what may be added, and has no answer since.
    pub fn is_awaited(&self, name: &str) -> bool {
        let picked = self.given.iter().rposition(|answer| answer.name == ADDED && answer.text == name);
        let answered = self.given.iter().rposition(|answer| answer.name == name);
        picked.is_some() && picked > answered
    }

    pub fn offer(&mut self, questions: Vec<Question>) {
        self.offered = questions;
    }

    /// What may still be added to what was answered.
    pub fn left_to_add(&self) -> Vec<Question> {
        let left = self.offered.iter().filter(|question| {
            self.of(question.name()).is_none_or(str::is_empty) || self.may_be_repeated(question.name())
        });
        left.cloned().collect()
    }

    /// Asks, too, for something that may be added.
    pub fn add_and_begin_again(&mut self, name: &str) {
        self.keep_and_begin_again(ADDED, name.to_string());
    }

    pub fn are_none(&self) -> bool {
        self.given.is_empty()
    }

    pub fn keep(&mut self, name: &str, text: impl Into<String>) {
        self.untried = name != ADDED;
        self.given.push(Answer { name: name.to_string(), text: text.into() });
    }

    /// Takes the last answer back once the command has stopped.
    pub fn go_back(&mut self) {
        self.over = Some(Over::Back);
    }

    /// Keeps an answer that changes what was asked before.
    pub fn keep_and_begin_again(&mut self, name: &str, text: String) {
        self.keep(name, text);
        self.over = Some(Over::More);
    }

    /// The words of the command with the answers that are left, if it is to be started again.
    pub fn begin_again(&mut self) -> Option<Vec<OsString>> {
        match self.over.take()? {
            Over::Back => self.former = self.take_back()?,
            Over::More => {}
        }
        self.begun_again = true;
        Some(self.words())
    }

    /// Notes that the command is possible with the answers so far, or at least with others after them.
    pub fn are_tried(&mut self) {
        self.untried = false;
    }

    /// The words of the command without the last answer, where it failed at once with that; nothing if the same was
    /// wrong with another answer, so that it must be something else.
    pub fn without_what_failed(&mut self, wrong: &str) -> Option<Vec<OsString>> {
        if !std::mem::take(&mut self.untried) {
            return None;
        }
        self.forget_last();
        let before = self.wrong.replace((wrong.to_string(), self.former.clone()));
        let elsewhere = before.is_some_and(|(before, answer)| before == wrong && answer != self.former);
        match elsewhere {
            true => {
                // It is in the command that is given back.
                self.given.append(&mut self.former);
                None
            }
            false => Some(self.words()),
        }
    }

    /// Forgets the last answer, so that its question is open again; `None` if there is none. Several answers given at
    /// one question go together.
    fn take_back(&mut self) -> Option<Vec<Answer>> {
        let last = self.given.pop()?;
        let repeated = self.may_be_repeated(&last.name);
        let same = self.given.iter().rev().take_while(|answer| repeated && answer.name == last.name).count();
        let mut taken = self.given.split_off(self.given.len() - same);
        taken.push(last);
        Some(taken)
    }

    /// Forgets an answer that was refused; it is shown when the question is asked again, to be changed.
    pub fn forget_last(&mut self) {
        self.untried = false;
        self.former = self.take_back().unwrap_or_default();
    }

    /// The earlier answer to a question that is asked again, because the person went back to it.
    pub fn former(&mut self, name: &str) -> Vec<String> {
        let former = std::mem::take(&mut self.former);
        former.into_iter().filter(|answer| answer.name == name).map(|answer| answer.text).collect()
    }

    /// Whether the command was started again, so that it needn't repeat its first messages.
    pub fn has_begun_again(&self) -> bool {
        self.begun_again
    }

    /// The arguments with every answer so far.
    ///
    /// # Errors
    /// An answer that its flag doesn't take.
    pub fn read<A: FromArgMatches>(&self) -> Result<A, Failure> {
        self.read_words(&self.words())
    }

    /// What was typed, the name of the program first.
    pub fn typed(&self) -> &[OsString] {
        &self.typed
    }

    /// The arguments that these words say.
    ///
    /// # Errors
    /// Words that are not of this command.
    pub fn read_words<A: FromArgMatches>(&self, words: &[OsString]) -> Result<A, Failure> {
        let wrong = |fault: clap::Error| Failure::usage(fault.to_string());
        let line = self.command_line.ok_or_else(|| Failure::usage("this command takes no answers"))?;
        let found = line().try_get_matches_from(words).map_err(wrong)?;
        let mut deepest = &found;
        while let Some((_, deeper)) = deepest.subcommand() {
            deepest = deeper;
        }
        A::from_arg_matches(deepest).map_err(wrong)
    }

    /// The command as it could have been typed with every answer in it, so that none has to be given a second time.
    pub fn in_full(&self) -> Option<String> {
        self.flags().next()?;
        let words = self.words();
        let words = words.iter().skip(1).map(|word| word.to_string_lossy());
        let words: Vec<String> = std::iter::once("iro".into()).chain(words).map(std::borrow::Cow::into_owned).collect();
        Some(clean::block(&shell_words::join(&words)))
    }

    /// What was typed, followed by what was answered. An answer replaces the value of its flag, unless the flag takes
    /// several.
    pub fn words(&self) -> Vec<OsString> {
        let mut words = Vec::new();
        let mut typed = self.typed.iter().cloned().peekable();
        while let Some(word) = typed.next() {
            let text = word.to_str().unwrap_or_default();
            let (flag, value) = text.split_once('=').unwrap_or((text, ""));
            let answered = self.flags().any(|(name, _)| name == flag);
            let repeated = answered && self.may_be_repeated(flag);
            match answered {
                true if flag == text => {
                    let value = typed.peek().and_then(|value| value.to_str()).unwrap_or_default();
                    match repeated && !says_nothing(value) {
                        true => words.push(word),
                        false => drop(typed.next()),
                    }
                }
                true if !repeated || says_nothing(value) => {}
                _ => words.push(word),
            }
        }
        let answers: Vec<(String, String)> = self.flags().collect();
        for (at, (flag, answer)) in answers.iter().enumerate() {
            let last = answers[at + 1..].iter().all(|(later, _)| later != flag);
            if !last && !self.may_be_repeated(flag) {
                continue;
            }
            let answer = literal(answer.clone());
            match flag.starts_with("--") {
                true if answer.starts_with('-') => words.push(format!("{flag}={answer}").into()),
                true => words.extend([flag.into(), answer.into()]),
                false => words.push(answer.into()),
            }
        }
        words
    }

    /// The answers that could have been typed: each with its flag, or by its place.
    fn flags(&self) -> impl Iterator<Item = (String, String)> {
        let said = self.given.iter().filter(|answer| !answer.text.is_empty());
        said.filter(|answer| !answer.name.starts_with(|c: char| c.is_lowercase())).map(|answer| {
            match answer.name.strip_prefix(FIELD) {
                Some(field) => (FIELD.trim_end().to_string(), format!("{field}={}", answer.text)),
                None => (answer.name.clone(), answer.text.clone()),
            }
        })
    }

    /// Whether a flag of the command that was typed can be given several times.
    pub fn may_be_repeated(&self, flag: &str) -> bool {
        let Some(line) = self.command_line else { return false };
        let mut line = line();
        line.build();
        let mut command = &line;
        // A command can be an answer, too.
        let answered = self.given.iter().map(|answer| OsString::from(&answer.text));
        for word in self.typed.iter().cloned().chain(answered).skip(1) {
            command = command.find_subcommand(&word).unwrap_or(command);
        }
        let named = |argument: &&clap::Arg| argument.get_long() == flag.strip_prefix("--");
        command.get_arguments().find(named).is_some_and(|argument| matches!(argument.get_action(), ArgAction::Append))
    }
}

/// An answer as the value of a flag, where `-` and `@FILE` would mean something else.
pub fn literal(answer: String) -> String {
    if answer == "-" || answer.starts_with('@') { format!(" {answer}") } else { answer }
}

/// Whether a text that was given may have been empty: by itself, or as a file.
fn says_nothing(given: &str) -> bool {
    given.trim().is_empty() || given == "-" || given.starts_with('@')
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::*;

    fn line() -> Command {
        let text = |name: &'static str| Arg::new(name).long(name);
        let step = Command::new("step").arg(Arg::new("id").required(true)).arg(text("reason"));
        Command::new("iro").subcommand(step.arg(text("field").action(ArgAction::Append)))
    }

    fn answers(typed: &[&str], given: &[(&str, &str)]) -> String {
        let mut answers = Answers::to(typed.iter().map(OsString::from).collect(), line);
        given.iter().for_each(|(name, text)| answers.keep(name, *text));
        answers.in_full().unwrap_or_default()
    }

    #[test]
    fn an_answer_stands_where_its_flag_would_and_in_place_of_what_it_said() {
        let typed = ["iro", "step", "--reason", "Too late", "--field", "a=1"];
        assert_eq!(answers(&typed, &[]), "");
        assert_eq!(
            answers(&typed, &[("ID", "42"), ("--reason", "-5"), ("--field b", "@x"), ("how", "so"), ("--reason", "")]),
            "iro step --field 'a=1' 42 '--reason=-5' --field 'b=@x'"
        );
        assert_eq!(
            answers(&["iro", "step", "42", "--reason="], &[("--reason", "@home")]),
            "iro step 42 --reason ' @home'"
        );
    }
}
