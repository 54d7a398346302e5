//! The store's folder with what belongs to it beside the records: its settings, and the calendar with its closing days.

use std::cell::OnceCell;
use std::path::PathBuf;

use super::config::{self, Config};
use super::error::{Code, Failure};
use crate::domain::calendar::Calendar;

pub struct DataDir {
    pub dir: PathBuf,
    pub config: Config,
    calendar: OnceCell<Calendar>,
}

impl DataDir {
    /// The folder named, else the place of this computer for it.
    ///
    /// # Errors
    /// No place is known; a file in place of the folder; a config file that is wrong.
    pub fn of(named: Option<&PathBuf>) -> Result<DataDir, Failure> {
        let usual = || directories::ProjectDirs::from("", "", "iro").map(|dirs| dirs.data_dir().to_path_buf());
        let unknown = || Failure::usage("no place for the store is known").hinted("say where with `--data-dir`");
        let dir = named.cloned().or_else(usual).ok_or_else(unknown)?;
        if dir.is_file() {
            let message = format!("the store `{}` is a file, not a folder", dir.display());
            return Err(Failure::new(Code::Failed, message).hinted("say where the store is with `--data-dir`"));
        }
        DataDir::at(dir)
    }

    /// That folder.
    ///
    /// # Errors
    /// A config file that is wrong.
    pub fn at(dir: PathBuf) -> Result<DataDir, Failure> {
        Ok(DataDir { config: Config::load(&dir)?, dir, calendar: OnceCell::new() })
    }

    /// The working calendar with the closing days of this store.
    ///
    /// # Errors
    /// A calendar file of the store that is wrong.
    pub fn calendar(&self) -> Result<&Calendar, Failure> {
        if let Some(calendar) = self.calendar.get() {
            return Ok(calendar);
        }
        let calendar = config::calendar(&self.dir)?;
        Ok(self.calendar.get_or_init(|| calendar))
    }
}
