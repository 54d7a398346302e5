//! What was typed, and the answers given since. An answer has the same effect as its flag: the command line is parsed
//! again with the answer added to it.

use std::cell::OnceCell;
use std::ffi::OsString;

use clap::{ArgAction, FromArgMatches};

use super::question::{FIELD, Question};
use crate::cli::error::Failure;
use crate::render::clean;

#[derive(Default)]
pub struct Answers {
    typed: Vec<OsString>,
    /// The whole command line, to parse answers; `None` if nobody is asked.
    command_line: Option<fn() -> clap::Command>,
    /// The same, built when it is first asked about, since that takes longer than most commands.
    built: OnceCell<clap::Command>,
    given: Vec<Answer>,
    /// The optional facts that are offered once what will be written is shown.
    offered: Vec<Question>,
    /// Why the command is to be started again, once it has stopped.
    over: Option<Restart>,
    /// Whether the command was started again.
    begun_again: bool,
    /// The answers taken back, to be edited when their question is asked again.
    former: Vec<Answer>,
    /// Those of them that somebody went back from, and nobody refused: they hold until their question is answered again.
    left_behind: Vec<Answer>,
    /// Whether the command hasn't got past the last answer yet: if it fails now, that answer is why.
    untried: bool,
    /// The last error that an answer caused, and that answer.
    wrong: Option<(String, Vec<Answer>)>,
}

/// Why a command is started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Restart {
    /// The last answer was taken back.
    Back,
    /// There is one more answer.
    More,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    to: AnswerTo,
    /// Empty if the question was skipped.
    text: String,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
enum AnswerTo {
    /// A question that an argument answers too: its flag, `ID` or `DUTY`.
    Argument(String),
    /// A question of this name that no argument answers.
    Inner(String),
    /// Which optional fact is to be added.
    Addition,
}

impl AnswerTo {
    /// The name of the question; none is asked for an addition.
    fn name(&self) -> Option<&str> {
        match self {
            AnswerTo::Argument(name) | AnswerTo::Inner(name) => Some(name),
            AnswerTo::Addition => None,
        }
    }
}

impl Answer {
    fn is_to(&self, name: &str) -> bool {
        self.to.name() == Some(name)
    }
}

impl Answers {
    /// The answers to a command line, which begins with the name of the program.
    pub fn to(typed: Vec<OsString>, command_line: fn() -> clap::Command) -> Answers {
        Answers { typed, command_line: Some(command_line), ..Answers::default() }
    }

    /// The last answer to a question; `None` if it wasn't asked.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|answer| answer.is_to(name)).map(|answer| answer.text.as_str())
    }

    /// All answers to a question, without empty ones.
    pub fn all(&self, name: &str) -> Vec<String> {
        let given = self.given.iter().filter(|answer| answer.is_to(name) && !answer.text.is_empty());
        given.map(|answer| answer.text.clone()).collect()
    }

    /// Whether this optional fact was chosen and its question not yet answered.
    pub fn is_awaited(&self, name: &str) -> bool {
        let picked = self.given.iter().rposition(|answer| answer.to == AnswerTo::Addition && answer.text == name);
        let answered = self.given.iter().rposition(|answer| answer.is_to(name));
        picked.is_some() && picked > answered
    }

    pub fn offer(&mut self, questions: Vec<Question>) {
        self.offered = questions;
    }

    /// The optional facts that can still be given.
    pub fn left_to_add(&self) -> Vec<Question> {
        let left = self.offered.iter().filter(|question| {
            self.of(question.name()).is_none_or(str::is_empty) || self.may_be_repeated(question.name())
        });
        left.cloned().collect()
    }

    /// Starts the command again, to ask for this optional fact too.
    pub fn add_and_begin_again(&mut self, name: &str) {
        self.given.push(Answer { to: AnswerTo::Addition, text: name.to_string() });
        self.untried = false;
        self.over = Some(Restart::More);
    }

    /// Keeps the answer that an argument would give.
    pub fn keep(&mut self, argument: &str, text: impl Into<String>) {
        self.untried = true;
        self.given.push(Answer { to: AnswerTo::Argument(argument.to_string()), text: text.into() });
    }

    /// Keeps the answer to an inner question.
    pub fn keep_inner(&mut self, name: &str, text: impl Into<String>) {
        self.untried = true;
        self.given.push(Answer { to: AnswerTo::Inner(name.to_string()), text: text.into() });
    }

    /// Keeps the answer to a question.
    pub fn keep_to(&mut self, question: &Question, text: impl Into<String>) {
        match question.inner {
            true => self.keep_inner(question.name(), text),
            false => self.keep(question.name(), text),
        }
    }

    /// Whether a date of the step was given, typed or answered.
    pub fn is_dated(&self) -> bool {
        let typed = |word: &OsString| word.to_str().is_some_and(|word| word == "--on" || word.starts_with("--on="));
        self.typed.iter().any(typed) || self.of("--on").is_some_and(|on| !on.is_empty())
    }

    /// Whether the step may still be given a date: it has none, and no answer of its own dates it.
    pub fn may_be_dated(&self) -> bool {
        !self.is_dated()
            && !self.words().iter().any(|word| word.to_str().is_some_and(|word| word.starts_with("--held")))
    }

    /// Forgets what was confirmed as done today, since the step is given another day. False if nothing was.
    pub fn forget_done_today(&mut self) -> bool {
        let before = self.given.len();
        self.given.retain(|answer| !answer.is_to("--confirm") || !answer.text.ends_with("=today"));
        self.given.len() < before
    }

    /// Takes the last answer back as soon as the command has stopped.
    pub fn go_back(&mut self) {
        self.over = Some(Restart::Back);
    }

    /// Keeps an answer that changes which questions come before it.
    pub fn keep_and_begin_again(&mut self, name: &str, text: String) {
        self.keep(name, text);
        self.over = Some(Restart::More);
    }

    /// The words to start the command again with; `None` if it isn't to be started again.
    pub fn begin_again(&mut self) -> Option<Vec<OsString>> {
        match self.over.take()? {
            Restart::Back => {
                let taken = self.take_back()?;
                self.set_aside(taken.clone());
                self.left_behind.extend(taken);
            }
            Restart::More => {}
        }
        self.begun_again = true;
        Some(self.words())
    }

    /// Notes that the command got past the answers given so far.
    pub fn are_tried(&mut self) {
        self.untried = false;
    }

    /// The words without the last answer, if the command failed because of it. `None` if another answer caused the same
    /// error, since then the cause must be something else.
    pub fn without_what_failed(&mut self, wrong: &str) -> Option<Vec<OsString>> {
        if !std::mem::take(&mut self.untried) {
            return None;
        }
        let mut taken = self.take_back().unwrap_or_default();
        let before = self.wrong.replace((wrong.to_string(), taken.clone()));
        let elsewhere = before.is_some_and(|(before, answer)| before == wrong && answer != taken);
        match elsewhere {
            true => {
                // The answer is kept, because the hint repeats the whole command.
                self.given.append(&mut taken);
                None
            }
            false => {
                self.set_aside(taken);
                Some(self.words())
            }
        }
    }

    /// Removes and returns the last answer, so that its question is asked again; `None` if there is none. Several
    /// answers to one question are removed together.
    fn take_back(&mut self) -> Option<Vec<Answer>> {
        let last = self.given.pop()?;
        let repeated = last.to.name().is_some_and(|name| self.may_be_repeated(name));
        let same = self.given.iter().rev().take_while(|answer| repeated && answer.to == last.to).count();
        let mut taken = self.given.split_off(self.given.len() - same);
        taken.push(last);
        Some(taken)
    }

    /// Removes an answer that was refused. It is shown for editing when the question is asked again.
    pub fn forget_last(&mut self) {
        self.untried = false;
        let taken = self.take_back().unwrap_or_default();
        self.set_aside(taken);
    }

    /// Keeps answers that were taken back, beside those of other questions.
    fn set_aside(&mut self, taken: Vec<Answer>) {
        for earlier in [&mut self.former, &mut self.left_behind] {
            earlier.retain(|former| !taken.iter().any(|answer| answer.to == former.to));
        }
        self.former.extend(taken);
    }

    /// Keeps earlier answers to a question that was left without an answer.
    pub fn remember(&mut self, question: &Question, former: Vec<String>) {
        let name = question.name().to_string();
        let to = if question.inner { AnswerTo::Inner(name) } else { AnswerTo::Argument(name) };
        self.set_aside(former.into_iter().map(|text| Answer { to: to.clone(), text }).collect());
    }

    /// The earlier answers to a question that is asked again.
    pub fn former(&mut self, name: &str) -> Vec<String> {
        let (asked, others) = std::mem::take(&mut self.former).into_iter().partition(|answer| answer.is_to(name));
        self.former = others;
        let asked: Vec<Answer> = asked;
        asked.into_iter().map(|answer| answer.text).collect()
    }

    /// Whether the command was started again, so that its first messages were already printed.
    pub fn has_begun_again(&self) -> bool {
        self.begun_again
    }

    /// Parses the arguments with all answers so far.
    ///
    /// # Errors
    /// Its flag doesn't take an answer.
    pub fn read<A: FromArgMatches>(&self) -> Result<A, Failure> {
        self.read_words(&self.words())
    }

    /// What was typed, beginning with the name of the program.
    pub fn typed(&self) -> &[OsString] {
        &self.typed
    }

    /// Parses arguments from these words.
    ///
    /// # Errors
    /// The words are not of this command.
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

    /// The command line with all answers in it, which goes on with the questions that are left; `None` if there are none.
    pub fn in_full(&self) -> Option<String> {
        const GOES_ON: &str = "--interactive";
        let answered_again = |one: &&Answer| self.given.iter().any(|answer| answer.to == one.to);
        let left_behind = self.left_behind.iter().filter(|one| !answered_again(one) && !one.text.is_empty());
        let given: Vec<Answer> = self.given.iter().chain(left_behind).cloned().collect();
        let all = Answers { typed: self.typed.clone(), command_line: self.command_line, given, ..Answers::default() };
        all.flags().next()?;
        let mut words = all.words();
        if !words.iter().any(|word| word == GOES_ON) {
            words.push(GOES_ON.into());
        }
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

    /// The answers that can be typed: each with its flag, or as a positional argument.
    fn flags(&self) -> impl Iterator<Item = (String, String)> {
        self.given.iter().filter(|answer| !answer.text.is_empty()).filter_map(|answer| match &answer.to {
            AnswerTo::Argument(name) => Some(match name.strip_prefix(FIELD) {
                Some(field) => (FIELD.trim_end().to_string(), format!("{field}={}", answer.text)),
                None => (name.clone(), answer.text.clone()),
            }),
            AnswerTo::Inner(_) | AnswerTo::Addition => None,
        })
    }

    /// Whether a flag of the command that was typed can be given several times.
    pub fn may_be_repeated(&self, flag: &str) -> bool {
        let Some(line) = self.command_line else { return false };
        let mut command = self.built.get_or_init(|| {
            let mut line = line();
            line.build();
            line
        });
        // An answer can also name a subcommand.
        let answered = self.given.iter().map(|answer| OsString::from(&answer.text));
        for word in self.typed.iter().cloned().chain(answered).skip(1) {
            command = command.find_subcommand(&word).unwrap_or(command);
        }
        let named = |argument: &&clap::Arg| argument.get_long() == flag.strip_prefix("--");
        command.get_arguments().find(named).is_some_and(|argument| matches!(argument.get_action(), ArgAction::Append))
    }
}

/// An answer as the value of a flag, protected if it looks like `-` or `@FILE`.
pub fn literal(answer: String) -> String {
    if answer == "-" || answer.starts_with('@') { format!(" {answer}") } else { answer }
}

/// Whether a given text may be empty: it is, or it comes from a file or standard input.
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
        answers.keep_inner("how", "so");
        answers.in_full().unwrap_or_default()
    }

    #[test]
    fn an_answer_stands_where_its_flag_would_and_in_place_of_what_it_said() {
        let typed = ["iro", "step", "--reason", "Too late", "--field", "a=1"];
        assert_eq!(answers(&typed, &[]), "");
        assert_eq!(
            answers(&typed, &[("ID", "42"), ("--reason", "-5"), ("--field b", "@x"), ("--reason", "")]),
            "iro step --field 'a=1' 42 '--reason=-5' --field 'b=@x' --interactive"
        );
        assert_eq!(
            answers(&["iro", "step", "42", "--reason="], &[("--reason", "@home")]),
            "iro step 42 --reason ' @home' --interactive"
        );
    }

    #[test]
    fn an_answer_that_somebody_went_back_from_is_kept_until_it_is_given_again_or_refused() {
        let mut answers = Answers::to(["iro", "step"].iter().map(OsString::from).collect(), line);
        answers.keep("ID", "42");
        answers.keep("--reason", "Too late");
        answers.go_back();
        answers.begin_again().unwrap();
        assert_eq!(answers.former("--reason"), ["Too late"]);
        assert_eq!(answers.in_full().unwrap(), "iro step 42 --reason 'Too late' --interactive");
        answers.keep("--reason", "Later still");
        assert_eq!(answers.in_full().unwrap(), "iro step 42 --reason 'Later still' --interactive");
        answers.forget_last();
        assert_eq!(answers.in_full().unwrap(), "iro step 42 --interactive", "it was refused");
    }
}
