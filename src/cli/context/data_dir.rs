//! The folder on this computer: the store itself or, if the store is on a server, the user's own settings.

use std::path::PathBuf;

use crate::cli::config::Config;
use crate::cli::error::{Code, Failure};
use crate::store::{Place, has_record_folders, is_address};

pub struct DataDir {
    pub dir: PathBuf,
    pub config: Config,
}

impl DataDir {
    /// The folder that is named, otherwise the usual place on this computer.
    ///
    /// # Errors
    /// No place is known, the path is a file, or the config file is wrong.
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
    /// The config file is wrong.
    pub fn at(dir: PathBuf) -> Result<DataDir, Failure> {
        Ok(DataDir { config: Config::load(&dir)?, dir })
    }

    /// The place of the store: the address that was given, otherwise that of the settings, otherwise this folder.
    ///
    /// # Errors
    /// The address can't be used, or is in the settings of a folder that has records itself.
    pub fn place(&self, given: Option<&str>) -> Result<Place, Failure> {
        if let Some(given) = given {
            if !is_address(given) {
                return Err(Failure::usage("`--store` takes the address of a store on a server: `postgresql://…`")
                    .hinted("say where a folder is with `--data-dir`"));
            }
            return Ok(Place::of(given)?);
        }
        let Some(address) = &self.config.store else { return Ok(Place::Folder(self.dir.clone())) };
        let file = Config::path(&self.dir);
        if !is_address(address) {
            let message = format!("`{}`: `store` must be the address of a store on a server", file.display());
            return Err(Failure::new(Code::Failed, message).hinted("write `store: postgresql://HOST/DATABASE`"));
        }
        if has_record_folders(&self.dir) {
            let message = format!(
                "`{}` names a store on a server, and this folder has records of its own: it can't be told which are meant",
                file.display()
            );
            return Err(Failure::new(Code::Failed, message)
                .hinted("move the folders `open` and `closed` elsewhere, or take `store:` out of the file"));
        }
        Ok(Place::of(address)?)
    }
}
