//! Which settings were given by a flag or an environment variable.

use clap::ArgMatches;
use clap::parser::ValueSource;

/// Where settings of this run came from, as far as the command line shows.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    given: Vec<(&'static str, ValueSource)>,
}

/// Settings that a flag or a variable can give.
const GIVEN: [(&str, &str, &str); 6] = [
    ("data_dir", "--data-dir", "IRO_DATA_DIR"),
    ("store", "--store", "IRO_STORE"),
    ("policy_dir", "--policy-dir", "IRO_POLICY_DIR"),
    ("user", "--user", "IRO_USER"),
    ("as_of", "--as-of", "IRO_AS_OF"),
    ("color", "--color", ""),
];

impl Origins {
    pub fn of(matches: &ArgMatches) -> Origins {
        let given = GIVEN.iter().filter_map(|(name, ..)| {
            let set = matches.get_raw(name).into_iter().flatten().any(|value| !value.is_empty());
            Some((*name, matches.value_source(name).filter(|_| set)?))
        });
        Origins { given: given.collect() }
    }

    /// Whether a setting was given by its flag.
    pub fn is_flag(&self, setting: &str) -> bool {
        self.given.iter().any(|(name, source)| *name == setting && *source == ValueSource::CommandLine)
    }

    /// `flag --user` or `environment IRO_USER`; `None` if neither gave the setting.
    pub fn named(&self, setting: &str) -> Option<String> {
        let (_, source) = self.given.iter().find(|(name, _)| *name == setting)?;
        let (_, flag, variable) = GIVEN.iter().find(|(name, ..)| *name == setting)?;
        let by_flag = (*source == ValueSource::CommandLine).then(|| format!("flag {flag}"));
        by_flag.or_else(|| (*source == ValueSource::EnvVariable).then(|| format!("environment {variable}")))
    }
}
