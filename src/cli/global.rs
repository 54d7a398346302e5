//! Options that every command takes: where the store is, who is asking, and how it is printed.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};

// Options that every command takes. This is not a doc comment, because clap would show it as the help of the
// commands.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The store: where records and local policies are kept
    #[arg(long, global = true, env = "IRO_DATA_DIR", value_name = "DIR", value_parser = folder(), help_heading = "Everywhere")]
    pub data_dir: Option<PathBuf>,
    /// A store on a server, at this address: `postgresql://HOST/DATABASE`
    #[arg(long, global = true, env = "IRO_STORE", value_name = "URL", help_heading = "Everywhere")]
    #[arg(hide = cfg!(not(feature = "postgres")), hide_env_values = true)]
    pub store: Option<String>,
    /// A folder with more policies
    #[arg(long, global = true, env = "IRO_POLICY_DIR", value_name = "DIR", value_parser = folder(), help_heading = "Everywhere")]
    pub policy_dir: Option<PathBuf>,
    /// Who is doing this
    #[arg(long, global = true, env = "IRO_USER", value_name = "NAME", help_heading = "Everywhere")]
    pub user: Option<String>,
    /// Show the state as it stood then, later events left out
    #[arg(long, global = true, env = "IRO_AS_OF", value_name = "WHEN", help_heading = "Everywhere")]
    pub as_of: Option<String>,
    /// Print one JSON document
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// Never ask
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub no_input: bool,
    /// At a terminal, ask also for what may be left out, and show everything before it is written
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub interactive: bool,
    /// Print long output at once, rather than page by page
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub no_pager: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto, help_heading = "Everywhere")]
    pub color: Colour,
    /// Say less
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub verbose: bool,
}

/// Accepts an empty path: clap would refuse it without saying which variable is empty.
fn folder() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    /// The word that is typed for this value.
    pub fn word(self) -> &'static str {
        match self {
            Colour::Auto => "auto",
            Colour::Always => "always",
            Colour::Never => "never",
        }
    }
}
