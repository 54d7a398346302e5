//! Who is at work.

#![expect(clippy::disallowed_methods, reason = "who it is may stand in the environment")]

/// The name if nobody and nothing gives one.
pub const UNKNOWN: &str = "unknown";

#[derive(Debug, Clone)]
pub struct User {
    pub name: String,
    /// Whether `--user` said so, rather than the environment or the config file.
    pub named: bool,
    /// Whether nobody said who it is, so that it is the login name.
    pub guessed: bool,
}

impl User {
    /// The name given by flag or environment, else that of the config file, else the login name.
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

    /// A person whose name is known for certain.
    pub fn known(name: String) -> User {
        User { name, named: false, guessed: false }
    }

    /// The same person, about whom nothing is to be kept.
    pub fn as_known(&self) -> User {
        User { name: self.name.clone(), named: false, guessed: false }
    }

    /// The name, if there is one.
    pub fn known_name(&self) -> Option<String> {
        Some(self.name.clone()).filter(|name| name != UNKNOWN)
    }
}

fn login_name() -> Option<String> {
    let named = ["LOGNAME", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    named.or_else(|| whoami::username().ok())
}
