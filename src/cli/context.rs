//! What every command works with, built once: the moment, the person, the store, the policies, the console.

#![expect(
    clippy::disallowed_methods,
    reason = "what a wrong folder was named by is said, which may be the environment"
)]

pub mod data_dir;
pub mod input;
pub mod texts;
pub mod user;
pub mod viewpoint;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anstream::ColorChoice;

use super::answers::Answers;
use super::config::{self, Config};
use super::console::Console;
use super::error::{Code, Failure};
use super::global::{Colour, Global};
use crate::domain::calendar::Calendar;
use crate::domain::children::Children;
use crate::domain::id::DisputeId;
use crate::domain::policy::Policy;
use crate::domain::text::one_line;
use crate::domain::time::{Date, Moment, parse_when};
use crate::render::clean;
use crate::store::policies::kept::POLICIES;
use crate::store::policies::{self, PolicyBook};
use crate::store::{Place, Store, has_unfinished_copy, open, settings};
use data_dir::DataDir;
use input::Input;
use user::User;
use viewpoint::Viewpoint;

pub struct Context {
    pub time: Viewpoint,
    pub user: User,
    pub data: DataDir,
    pub place: Place,
    pub store: Arc<dyn Store>,
    pub policies: PolicyBook,
    pub console: Console,
    /// What was typed, and the answers so far.
    pub answers: Answers,
    pub input: Input,
    /// Open disputes among the closed ones that were already pointed out.
    pub pointed_out: BTreeSet<DisputeId>,
    /// The flag or variable that named the data directory; `None` for the usual one.
    named_by: Option<&'static str>,
    settings: OnceCell<Config>,
    calendar: OnceCell<Calendar>,
    children: OnceCell<Children>,
}

impl Context {
    /// Reads the environment once.
    ///
    /// # Errors
    /// The moment can't be read, there is no place for the store, or a config file is wrong.
    pub fn build(global: &Global) -> Result<Context, Failure> {
        let time = Viewpoint::of(global.as_of.as_deref())?;
        let named_by = named(global.data_dir.as_deref(), "--data-dir", "IRO_DATA_DIR")?;
        named(global.policy_dir.as_deref(), "--policy-dir", "IRO_POLICY_DIR")?;
        let data = DataDir::of(global.data_dir.as_ref())?;
        let place = data.place(address_given(global)?)?;
        let folders: Vec<PathBuf> = policy_folder(global)?.into_iter().collect();
        let (store, policies) = opened(&place, folders);
        let colour = match global.color {
            Colour::Auto => ColorChoice::Auto,
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        };
        let ask = !global.no_input && !global.json;
        let console = Console::beside(Some(&data.dir), colour, ask, global.quiet, global.json);
        Ok(Context {
            time,
            user: User::of(global.user.as_deref(), data.config.user.as_deref()),
            policies,
            place,
            store,
            console: console.telling_more(global.verbose).asking_for_all(global.interactive).paging(!global.no_pager),
            answers: Answers::default(),
            input: Input::default(),
            pointed_out: BTreeSet::new(),
            data,
            named_by,
            settings: OnceCell::new(),
            calendar: OnceCell::new(),
            children: OnceCell::new(),
        })
    }

    /// The same user in another store, without anybody to ask and with nothing printed.
    ///
    /// # Errors
    /// The config file of that store is wrong.
    pub fn for_store(&self, dir: PathBuf) -> Result<Context, Failure> {
        let place = Place::Folder(dir.clone());
        let (store, policies) = opened(&place, Vec::new());
        Ok(Context {
            time: Viewpoint::in_story(self.now()),
            user: self.user.as_known(),
            policies,
            place,
            store,
            console: Console::silent(),
            answers: Answers::default(),
            input: Input::default(),
            pointed_out: BTreeSet::new(),
            data: DataDir::at(dir)?,
            named_by: None,
            settings: OnceCell::new(),
            calendar: OnceCell::new(),
            children: OnceCell::new(),
        })
    }

    /// The moment at which everything is done, and as of which records are read.
    pub fn now(&self) -> Moment {
        self.time.now
    }

    /// A message if there is no store yet: a mistyped folder must not look like an all-clear.
    pub fn no_store(&self) -> Option<String> {
        self.no_store_at().map(|nothing| format!("{nothing}; `iro raise` begins one"))
    }

    /// Says that there is no store yet, even to a script: an empty answer would look like an all-clear.
    pub fn warn_of_no_store(&mut self) {
        match self.no_store() {
            Some(nothing) if self.console.takes_notes() => self.console.note(&nothing),
            Some(nothing) => self.console.warn(&nothing),
            None => {}
        }
    }

    /// Refuses to write a file where there is no store: it would replace one that was made when there was.
    ///
    /// # Errors
    /// There is no store.
    pub fn refuse_without_a_store(&self) -> Result<(), Failure> {
        match self.no_store_at() {
            Some(nothing) => Err(Failure::new(Code::Failed, format!("{nothing}, and nothing was written"))
                .hinted("connect the drive, or say where the store is with `--data-dir DIR`")),
            None => Ok(()),
        }
    }

    /// The same without the hint.
    pub fn no_store_at(&self) -> Option<String> {
        let there = self.store.is_there();
        (!there).then(|| format!("there is no store at `{}` yet", clean::line(&self.store.describe())))
    }

    /// That the first record begins a store, so that whoever mistyped the folder, or has not connected the share, sees it;
    /// `None` if there is a store.
    pub fn begins_store(&self) -> Option<String> {
        let there = self.store.is_there();
        (!there).then(|| format!("this is the first record in a new store: `{}`", clean::line(&self.store.describe())))
    }

    /// Refuses a folder that a copy into was not finished: what is there would look like everything.
    ///
    /// # Errors
    /// Such a copy; the error says how it is finished.
    pub fn refuse_unfinished_copy(&self) -> Result<(), Failure> {
        match &self.place {
            Place::Folder(dir) if has_unfinished_copy(dir) => Err(unfinished_copy(dir)),
            Place::Folder(_) => Ok(()),
            // The server says so itself.
            #[cfg(feature = "postgres")]
            Place::Server(_) => Ok(()),
        }
    }

    /// Refuses a folder inside a store: it is no store itself, and would look like one in which nothing is due.
    ///
    /// # Errors
    /// The folder is in a store; the error names it.
    pub fn refuse_folder_of_a_store(&self) -> Result<(), Failure> {
        let Some(by) = self.named_by.filter(|_| self.is_in_folder()) else { return Ok(()) };
        let Some(store) = self.store.enclosing_store() else { return Ok(()) };
        let message = format!("`{}`, which `{by}` names, is a folder inside a store", shown(&self.data.dir));
        Err(Failure::new(Code::Failed, message).hinted(format!("name the store: `{}`", clean::line(&store))))
    }

    /// Warns that an exported file will be in the store's own folder, where it might stay after the records are
    /// removed.
    pub fn warn_of_lying_in_the_store(&mut self, out: &Path) {
        if settings::lies_in(out, &self.data.dir) {
            let out = shown(out);
            self.console.warn(&format!("`{out}` lies in the store, and stays there when a record is removed for good"));
        }
    }

    /// A message if the folder given by `--policy-dir` has no policies.
    pub fn no_policies(&self, global: &Global) -> Option<String> {
        let folder = global.policy_dir.as_ref()?;
        policies::holds_none(folder)
            .then(|| format!("there is no policy file (`*.yaml`) in the folder of policies `{}`", shown(folder)))
    }

    /// The working calendar, with the store's own closing days and bank holidays.
    ///
    /// # Errors
    /// A calendar file of the store is wrong.
    pub fn calendar(&self) -> Result<&Calendar, Failure> {
        if let Some(calendar) = self.calendar.get() {
            return Ok(calendar);
        }
        let calendar = config::calendar(self.store.as_ref())?;
        Ok(self.calendar.get_or_init(|| calendar))
    }

    /// The list of children from the last import.
    ///
    /// # Errors
    /// The list can't be read.
    pub fn children(&self) -> Result<&Children, Failure> {
        if let Some(children) = self.children.get() {
            return Ok(children);
        }
        let children = config::children(self.store.as_ref())?;
        Ok(self.children.get_or_init(|| children))
    }

    /// The settings that apply: the user's own and those of the store.
    ///
    /// # Errors
    /// A settings file of the store is wrong.
    pub fn settings(&self) -> Result<&Config, Failure> {
        if self.is_in_folder() {
            return Ok(&self.data.config);
        }
        if let Some(settings) = self.settings.get() {
            return Ok(settings);
        }
        let settings = self.data.config.clone().shared(self.store.as_ref())?;
        Ok(self.settings.get_or_init(|| settings))
    }

    /// Changes the user's own settings, which are in the folder on this computer.
    ///
    /// # Errors
    /// The folder is busy, or the file can't be read or written.
    pub fn change_own_settings(&self, edit: impl Fn(Config) -> Config) -> Result<Config, Failure> {
        Config::change(open(&Place::Folder(self.data.dir.clone())).as_ref(), edit)
    }

    /// Whether the store is the folder on this computer, rather than on a server.
    pub fn is_in_folder(&self) -> bool {
        matches!(self.place, Place::Folder(_))
    }

    /// Takes the name that the store has for the user, unless `--user` was given.
    ///
    /// # Errors
    /// The store can't be asked.
    pub fn ask_who(&mut self, global: &Global) -> Result<(), Failure> {
        if global.user.is_none()
            && let Some(name) = self.store.person()?.map(|name| one_line(&name)).filter(|name| !name.is_empty())
        {
            self.user = User::known(name);
        }
        Ok(())
    }

    /// Parses a date or moment that was typed.
    ///
    /// # Errors
    /// The text is neither.
    pub fn moment(&self, typed: &str) -> Result<Moment, Failure> {
        Ok(parse_when(typed, self.now())?)
    }

    /// The policy to use today: the one named, as `ID` or `ID@VERSION`, otherwise that of the config file.
    ///
    /// # Errors
    /// There is no such policy, or none is named.
    pub fn policy(&self, named: Option<&str>) -> Result<Arc<Policy>, Failure> {
        self.policy_on(self.now().date(), named)
    }

    /// The policy for what happened on a day; without a version it is the one that was in force then.
    ///
    /// # Errors
    /// As `policy`.
    pub fn policy_on(&self, day: Date, named: Option<&str>) -> Result<Arc<Policy>, Failure> {
        let id = named.or(self.settings()?.policy.as_deref()).ok_or_else(|| {
            Failure::missing("--policy").hinted("name one of `iro policy list`, or set one with `iro init --policy ID`")
        })?;
        match id.split_once('@') {
            Some((id, version)) => Ok(self.policies.version(id, version)?),
            None => self.policies.latest(id, day).map_err(|fault| self.not_a_file(id, fault.into())),
        }
    }

    /// Improves the failure if a file was given: disputes refer to policies by id, so the file must first be added.
    fn not_a_file(&self, given: &str, failure: Failure) -> Failure {
        let file = given.contains(['/', '\\']) || given.ends_with(".yaml") || given.ends_with(".yml");
        if !file || failure.code != Code::Unknown {
            return failure;
        }
        failure.hinted(format!("`iro policy add {given}` takes it in; then name the policy by the `id` in it"))
    }

    /// Prints the failures of single records and returns the first, which decides the exit code.
    ///
    /// # Errors
    /// There is at least one failure.
    pub fn report_failures(&mut self, failed: Vec<Failure>) -> Result<(), Failure> {
        let mut failed = failed.into_iter();
        let Some(first) = failed.next() else { return Ok(()) };
        failed.for_each(|failure| self.console.failure(&failure));
        Err(first)
    }
}

/// The failure of a command in a folder that a copy into was not finished.
pub fn unfinished_copy(dir: &Path) -> Failure {
    let message =
        format!("a copy into the folder `{}` was begun and not finished: not everything is there", shown(dir));
    Failure::new(Code::Failed, message)
        .hinted("whoever began it runs the same `iro store copy` again: it resumes where it stopped")
}

/// The store at a place, and its policies together with those in these folders.
pub fn opened(place: &Place, mut folders: Vec<PathBuf>) -> (Arc<dyn Store>, PolicyBook) {
    let store: Arc<dyn Store> = open(place).into();
    let policies = match place {
        Place::Folder(dir) => {
            folders.push(dir.join(POLICIES));
            PolicyBook::of_store(folders, store.clone())
        }
        #[cfg(feature = "postgres")]
        Place::Server(_) => PolicyBook::of_server(folders, store.clone()),
    };
    (store, policies)
}

/// What named a folder: the flag or the variable. Refuses names that can't be meant.
fn named(folder: Option<&Path>, flag: &'static str, variable: &'static str) -> Result<Option<&'static str>, Failure> {
    let Some(folder) = folder else { return Ok(None) };
    let by_variable = std::env::var_os(variable).as_deref() == Some(folder.as_os_str());
    let by = if by_variable { variable } else { flag };
    let name = folder.to_string_lossy();
    if name.trim().is_empty() {
        let hint = if by_variable { "set it to a folder, or unset it" } else { "give it a folder, or leave it out" };
        return Err(Failure::usage(format!("`{by}` is empty")).hinted(hint));
    }
    // A shell replaces `~` by the home folder, but not within quotation marks.
    if (name == "~" || name.starts_with("~/")) && !folder.exists() {
        let message = format!("`{by}` is `{}`, and `~` does not stand for your home folder there", shown(folder));
        return Err(Failure::usage(message).hinted("write the whole path, or `$HOME` in place of `~`"));
    }
    Ok(Some(by))
}

/// The address of a store on a server. A variable that is set to nothing counts as not set; a flag doesn't, because the
/// script that gives it means a store on a server.
fn address_given(global: &Global) -> Result<Option<&str>, Failure> {
    let is_by_variable = || std::env::var_os("IRO_STORE").is_some_and(|value| value.is_empty());
    match global.store.as_deref() {
        Some("") if !is_by_variable() => {
            Err(Failure::usage("`--store` is empty")
                .hinted("give it the address of a store on a server, or leave it out"))
        }
        given => Ok(given.filter(|given| !given.is_empty())),
    }
}

/// The folder with more policies. If it is missing, that is an error: people would otherwise work under another
/// protocol than the one they chose.
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

/// A path as messages show it.
pub fn shown(path: &Path) -> String {
    clean::line(&path.display().to_string())
}
