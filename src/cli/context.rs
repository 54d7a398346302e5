//! What every command works with, built once: the moment, the store, the policies, the calendar, the console.
//! The clock and the environment are read here and nowhere else.

#![expect(
    clippy::disallowed_methods,
    reason = "the moment, the environment and the texts that a person hands over come in here"
)]

use std::cell::OnceCell;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anstream::ColorChoice;
use chrono::Utc;

use super::asking::STAND_IN;
use super::config::Config;
use super::config::show::Origins;
use super::console::Console;
use super::error::{Code, Failure};
use super::options::{Colour, Global};
use super::reading::{LoadedRecord, RecordReader, replay};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::dispute::Dispute;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::policy::Policy;
use crate::domain::text;
use crate::domain::time::{Moment, parse_when};
use crate::render::clean;
use crate::store::policies::{self, PolicyBook};
use crate::store::{DirStore, Store, Stored};

pub struct Context {
    pub now: Moment,
    /// The moment that reading commands look from.
    pub as_of: Moment,
    /// Whether that moment was asked for, so that closed records may have been open then.
    pub looking_back: bool,
    /// Whether `now` is the time on the clock, and no moment that was asked for.
    by_the_clock: bool,
    pub user: String,
    /// Whether `--user` said so, rather than the environment or the config file.
    pub user_named: bool,
    /// Whether nobody said who it is, so that it is the login name.
    pub user_guessed: bool,
    pub data_dir: PathBuf,
    /// When colours are used, as it was asked for.
    pub colour: &'static str,
    /// Where settings came from.
    pub origins: Origins,
    pub config: Config,
    pub store: Box<dyn Store>,
    pub policies: PolicyBook,
    pub console: Console,
    pub json: bool,
    pub verbose: bool,
    /// What a person said when asked: the flag, `ID` or `DUTY` that would have said it, and the words. An empty one says
    /// that there is nothing to say.
    pub answers: Vec<(String, String)>,
    /// It is only looked whether a step is possible: what is missing is made up.
    pub ahead: bool,
    /// Standard input can be read once.
    input: OnceCell<String>,
    calendar: OnceCell<Calendar>,
}

/// A dispute with the record it came from.
pub struct Found {
    pub stored: Stored,
    pub dispute: Dispute,
}

impl Context {
    /// Reads the environment once.
    ///
    /// # Errors
    /// A moment that can't be read, no place for the store, a config file that is wrong.
    pub fn build(global: &Global) -> Result<Context, Failure> {
        let data_dir = match global.data_dir.as_ref().filter(|dir| !dir.as_os_str().is_empty()) {
            Some(dir) => dir.clone(),
            None => {
                directories::ProjectDirs::from("", "", "iro").map(|dirs| dirs.data_dir().to_path_buf()).ok_or_else(
                    || Failure::usage("no place for the store is known").hinted("say where with `--data-dir`"),
                )?
            }
        };
        let clock = on_the_clock();
        if data_dir.is_file() {
            let message = format!("the store `{}` is a file, not a folder", data_dir.display());
            return Err(Failure::new(Code::Failed, message).hinted("say where the store is with `--data-dir`"));
        }
        let asked =
            global.as_of.as_deref().filter(|when| !when.is_empty()).map(|when| parse_when(when, clock)).transpose()?;
        let config = Config::load(&data_dir)?;
        let login = || {
            let named = ["LOGNAME", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
            named.or_else(|| whoami::username().ok())
        };
        let given = global.user.clone().filter(|user| !user.trim().is_empty());
        let from_environment = std::env::var("IRO_USER").ok();
        let user_named = given.is_some() && given != from_environment;
        let said = given.or(config.user.clone());
        let user_guessed = said.is_none();
        let user = said.or_else(login);
        let mut folders: Vec<PathBuf> = policy_folder(global)?.into_iter().collect();
        folders.push(data_dir.join("policies"));
        let colour = match global.color {
            Colour::Auto => ColorChoice::Auto,
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        };
        Ok(Context {
            now: asked.unwrap_or(clock),
            as_of: asked.unwrap_or(clock),
            looking_back: asked.is_some(),
            by_the_clock: asked.is_none(),
            user_named,
            user_guessed,
            colour: global.color.word(),
            origins: Origins::default(),
            user: user.unwrap_or_else(|| "unknown".to_string()),
            store: Box::new(DirStore::new(&data_dir)),
            policies: PolicyBook::new(folders),
            console: Console::beside(
                Some(&data_dir),
                colour,
                !global.no_input && !global.json,
                global.quiet,
                global.json,
            ),
            json: global.json,
            verbose: global.verbose,
            answers: Vec::new(),
            ahead: false,
            input: OnceCell::new(),
            calendar: OnceCell::new(),
            config,
            data_dir,
        })
    }

    /// The same person in another store, with nobody to ask and nothing printed.
    ///
    /// # Errors
    /// A config file of that store that is wrong.
    pub fn for_store(&self, data_dir: PathBuf) -> Result<Context, Failure> {
        Ok(Context {
            now: self.now,
            as_of: self.as_of,
            looking_back: false,
            by_the_clock: false,
            user: self.user.clone(),
            user_named: false,
            user_guessed: false,
            colour: Colour::Never.word(),
            origins: Origins::default(),
            config: Config::load(&data_dir)?,
            store: Box::new(DirStore::new(&data_dir)),
            policies: PolicyBook::new(vec![data_dir.join("policies")]),
            console: Console::silent(),
            json: false,
            verbose: false,
            answers: Vec::new(),
            ahead: false,
            input: OnceCell::new(),
            calendar: OnceCell::new(),
            data_dir,
        })
    }

    /// That there is no store yet, where that is so: a mistyped folder must not read as an all-clear.
    pub fn no_store(&self) -> Option<String> {
        let there = self.data_dir.is_dir();
        (!there).then(|| format!("there is no store at `{}` yet; `iro raise` begins one", shown(&self.data_dir)))
    }

    /// That the folder of policies which was named holds none, where that is so.
    pub fn no_policies(&self, global: &Global) -> Option<String> {
        let folder = global.policy_dir.as_ref()?;
        policies::holds_none(folder)
            .then(|| format!("there is no policy file (`*.yaml`) in the folder of policies `{}`", shown(folder)))
    }

    /// The working calendar with the closing days of this store.
    ///
    /// # Errors
    /// A calendar file of the store that is wrong.
    pub fn calendar(&self) -> Result<&Calendar, Failure> {
        if let Some(calendar) = self.calendar.get() {
            return Ok(calendar);
        }
        let calendar = super::config::calendar(&self.data_dir)?;
        Ok(self.calendar.get_or_init(|| calendar))
    }

    /// Looks at the clock again, so that what others have written since the command began is not later than now.
    pub fn read_the_clock(&mut self) {
        if self.by_the_clock {
            self.now = on_the_clock();
            self.as_of = self.now;
        }
    }

    /// A moment as a person types it.
    ///
    /// # Errors
    /// Anything else.
    pub fn moment(&self, typed: &str) -> Result<Moment, Failure> {
        Ok(parse_when(typed, self.now)?)
    }

    /// A text as it is given: itself, `-` for standard input, `@FILE` for a file. Empty is none.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn text(&self, given: &str) -> Result<Option<String>, Failure> {
        let unreadable = |what: &str, fault: &dyn std::fmt::Display| {
            Failure::new(Code::Failed, format!("{what} can't be read: {fault}"))
        };
        let raw = match given.strip_prefix('@') {
            Some(file) => fs::read_to_string(file).map_err(|fault| unreadable(&format!("`{file}`"), &fault))?,
            None if given == "-" && self.ahead => STAND_IN.to_string(),
            None if given == "-" => self.input().map_err(|fault| unreadable("standard input", &fault))?,
            None => given.to_string(),
        };
        let text = text::clean_text(&raw).trim().to_string();
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn input(&self) -> std::io::Result<String> {
        if let Some(text) = self.input.get() {
            return Ok(text.clone());
        }
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        Ok(self.input.get_or_init(|| text).clone())
    }

    /// As `text`, for one that may be absent.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn optional(&self, given: Option<&String>) -> Result<Option<String>, Failure> {
        given.map_or(Ok(None), |given| self.text(given))
    }

    /// As `text`, for one that must be there.
    ///
    /// # Errors
    /// Input that can't be read, or an empty one: names the flag.
    pub fn required(&self, flag: &str, given: Option<&String>) -> Result<String, Failure> {
        self.optional(given)?.ok_or_else(|| Failure::missing(flag))
    }

    /// The dispute a person means.
    ///
    /// # Errors
    /// None, several, or one that can't be read.
    pub fn find(&self, typed: &str) -> Result<DisputeId, Failure> {
        self.store.find(typed.parse::<IdQuery>()?).map_err(|fault| {
            let failure = Failure::from(fault);
            match self.no_store() {
                Some(nothing) => failure.hinted(nothing),
                None => failure,
            }
        })
    }

    /// A dispute as it stands now, to be changed.
    ///
    /// # Errors
    /// None of that id, a damaged record, a policy that isn't there, praise.
    pub fn open(&self, typed: &str) -> Result<Found, Failure> {
        match self.open_either(typed)? {
            (stored, Case::Dispute(dispute)) => Ok(Found { stored, dispute: *dispute }),
            (_, Case::Praise(praise)) => {
                let id = praise.header.id;
                Err(Failure::new(Code::Refused, format!("`{id}` is praise, not a dispute"))
                    .hinted(format!("`iro acknowledge {id} --name NAME` records its receipt")))
            }
        }
    }

    /// A record of either kind as it stands now, to be changed.
    ///
    /// # Errors
    /// None of that id, a damaged record, a policy that isn't there.
    pub fn open_either(&self, typed: &str) -> Result<(Stored, Case), Failure> {
        let stored = self.store.load(self.find(typed)?)?;
        let case = replay(&stored.record, &self.policies)?;
        Ok((stored, case))
    }

    /// A record as it stood at the moment that is looked from.
    ///
    /// # Errors
    /// As for `open`; none if it was raised later.
    pub fn load(&mut self, typed: &str) -> Result<LoadedRecord, Failure> {
        let id = self.find(typed)?;
        let loaded = self.reader().load(id)?;
        if loaded.as_ref().is_some_and(|loaded| loaded.stored.newer.is_some()) {
            self.console
                .warn(&format!("`{id}` was written by a newer version of iro; what it doesn't know is left out"));
        }
        loaded.ok_or_else(|| Failure::new(Code::Unknown, format!("dispute `{id}` was raised later")))
    }

    /// What records are looked at with.
    pub(super) fn reader(&self) -> RecordReader<'_> {
        RecordReader {
            store: self.store.as_ref(),
            policies: &self.policies,
            calendar: self.calendar(),
            as_of: self.as_of,
            looking_back: self.looking_back,
        }
    }

    /// The policy to work under: the one named, as `ID` or `ID@VERSION`, else that of the config file.
    ///
    /// # Errors
    /// No such policy, or none named anywhere.
    pub fn policy(&self, named: Option<&str>) -> Result<Arc<Policy>, Failure> {
        let id = named.or(self.config.policy.as_deref()).ok_or_else(|| {
            Failure::missing("--policy").hinted("name one of `iro policy list`, or set one with `iro init --policy ID`")
        })?;
        match id.split_once('@') {
            Some((id, version)) => Ok(self.policies.version(id, version)?),
            None => self.policies.latest(id, self.now.date()).map_err(|fault| self.not_a_file(id, fault.into())),
        }
    }

    /// A dispute keeps to a policy by its id, so that a file must have its place first.
    fn not_a_file(&self, given: &str, failure: Failure) -> Failure {
        let file = given.contains(['/', '\\']) || given.ends_with(".yaml") || given.ends_with(".yml");
        if !file || failure.code != Code::Unknown {
            return failure;
        }
        let folder = self.data_dir.join("policies");
        failure.hinted(format!("copy the file into {}, and name the policy by the `id` in it", folder.display()))
    }

    /// Prints failures of single records and says how the command ends.
    ///
    /// # Errors
    /// The first of them, if there are any.
    pub fn report_failures(&mut self, failed: Vec<Failure>) -> Result<(), Failure> {
        let mut failed = failed.into_iter();
        let Some(first) = failed.next() else { return Ok(()) };
        for failure in failed {
            super::print_failure(&failure, self.json, &mut self.console);
        }
        Err(first)
    }
}

/// The folder with more policies. One that isn't there is an error: without it, another protocol than the one meant
/// would be worked under.
fn policy_folder(global: &Global) -> Result<Option<PathBuf>, Failure> {
    let Some(folder) = &global.policy_dir else { return Ok(None) };
    let wrong = match (folder.is_dir(), folder.exists()) {
        (true, _) => return Ok(Some(folder.clone())),
        (false, true) => "is a file, not a folder",
        (false, false) => "is not there",
    };
    let by = if std::env::var_os("IRO_POLICY_DIR").as_deref() == Some(folder.as_os_str()) {
        "`IRO_POLICY_DIR` names it: set that to the folder with your policies, or unset it"
    } else {
        "give `--policy-dir` the folder with your policies, or leave it out"
    };
    Err(Failure::usage(format!("the folder of policies `{}` {wrong}", shown(folder))).hinted(by))
}

fn on_the_clock() -> Moment {
    Moment::at(Utc::now().fixed_offset())
}

/// A path, for messages.
pub fn shown(path: &Path) -> String {
    clean::line(&path.display().to_string())
}
