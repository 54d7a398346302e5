//! The person who uses the program.

#![expect(clippy::disallowed_methods, reason = "who it is may stand in the environment")]

/// The name if there is no other.
pub const UNKNOWN: &str = "unknown";

/// The question for it.
pub const ASKED: &str = "What is your name, as the record is to have it?";

#[derive(Debug, Clone)]
pub struct User {
    pub name: String,
    /// Whether it was given by `--user` rather than the environment or the config file.
    pub named: bool,
    /// Whether it is only the login name, because no name was given.
    pub guessed: bool,
}

impl User {
    /// The name given by flag or environment, otherwise that of the config file, otherwise the login name.
    pub fn of(given: Option<&str>, configured: Option<&str>) -> User {
        let given = given.filter(|user| !user.trim().is_empty());
        let from_environment = std::env::var("IRO_USER").ok();
        let known = given.or(configured).map(str::to_string);
        User {
            named: given.is_some() && given != from_environment.as_deref(),
            guessed: known.is_none(),
            name: known.or_else(login_name).unwrap_or_else(|| UNKNOWN.to_string()),
        }
    }

    /// A user whose name is certain.
    pub fn known(name: String) -> User {
        User { name, named: false, guessed: false }
    }

    /// The same user, so that no name has to be asked for or kept.
    pub fn as_known(&self) -> User {
        User { name: self.name.clone(), named: false, guessed: false }
    }

    /// The name, unless it is unknown.
    pub fn known_name(&self) -> Option<String> {
        Some(self.name.clone()).filter(|name| name != UNKNOWN)
    }
}

fn login_name() -> Option<String> {
    let named = ["LOGNAME", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    named.or_else(|| whoami::username().ok())
}
