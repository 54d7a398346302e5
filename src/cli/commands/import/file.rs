//! The table and the mapping for an import.

use std::path::{Path, PathBuf};

use crate::cli::config;
use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::cli::question::{Kind, Question};
use crate::domain::table::{Mapping, Misfit, Table};
use crate::store::table_file;

// This is not a doc comment, because clap would show it as the help of the commands that take it.
#[derive(Debug, clap::Args)]
pub struct Source {
    /// The table: .csv, .xlsx, .ods or .xls
    file: Option<PathBuf>,
    /// Which column is what, where the headings say it otherwise
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Which sheet of a workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Show what would be imported, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl Source {
    /// The table in the file that is named or asked for.
    ///
    /// # Errors
    /// There is nobody to ask, or the file contains no table.
    pub fn table(&self, words: &str, ctx: &mut Context) -> Result<Table, Failure> {
        let given = self.file.as_ref().map(|file| file.display().to_string());
        ctx.ask_read(&Question::new("FILE", words, Kind::Line(None)), given.as_ref(), |_, typed| {
            let file = PathBuf::from(typed);
            let table = table_file::read(&file, self.sheet.as_deref());
            table.map_err(|fault| Failure::new(Code::Failed, format!("`{}`: {fault}", shown(&file))))
        })
    }

    /// The name of the file, without its folder.
    pub fn name(&self, ctx: &Context) -> String {
        let file = self.file.clone().or_else(|| ctx.answers.of("FILE").map(PathBuf::from)).unwrap_or_default();
        file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The mapping; empty if none is named.
    ///
    /// # Errors
    /// The file can't be read, or isn't a mapping.
    pub fn mapping(&self) -> Result<Mapping, Failure> {
        self.map.as_deref().map_or(Ok(Mapping::default()), of_file)
    }

    /// The failure if a mapping doesn't fit the table, with the mapping's file.
    pub fn misfit(&self, fault: &Misfit) -> Failure {
        let place = self.map.as_deref().map(|file| format!("`{}`: ", shown(file))).unwrap_or_default();
        Failure::usage(format!("{place}{fault}"))
    }
}

fn of_file(file: &Path) -> Result<Mapping, Failure> {
    let hint = "a mapping has `columns:`, with a line such as `reference: Case ID` for each; see the page on importing";
    config::of_file(file).map(Option::unwrap_or_default).map_err(|failure| failure.hinted(hint))
}
