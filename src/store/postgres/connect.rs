//! Connects as `psql` does. Settings come from the address, then from a service file, then from the environment; the
//! password comes from the environment or the password file. TLS checks the server's certificate and its name.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postgres::config::{SslMode, TargetSessionAttrs};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Address, KEYS};
use super::failure::{self, Trouble};
use crate::store::error::StoreError;
use crate::store::server_rule::ServerRule;

/// How long to wait by default for a server that doesn't answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The settings that libpq reads from the environment, and their variables.
const VARIABLES: [(&str, &str); 8] = [
    ("host", "PGHOST"),
    ("port", "PGPORT"),
    ("user", "PGUSER"),
    ("dbname", "PGDATABASE"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("passfile", "PGPASSFILE"),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
];

/// All settings of a connection.
struct Settings {
    all: BTreeMap<String, String>,
    password: Option<String>,
    /// Why the password file was ignored.
    passed_over: Option<String>,
}

/// Opens a connection.
pub(super) fn connect(address: &Address) -> Result<Client, Trouble> {
    let settings = Settings::of(address)?;
    let config = settings.config()?;
    let connected = match settings.tls()? {
        None => config.connect(NoTls),
        Some(tls) => config.connect(tls),
    };
    connected
        .map_err(|error| failure::of_connecting(address, &error, settings.get("user"), settings.passed_over.as_deref()))
}

/// The login that a connection to this address uses.
pub(super) fn login(address: &Address) -> String {
    Settings::of(address).map(|settings| settings.get("user").to_string()).unwrap_or_default()
}

/// Whether a connection to this address would be encrypted.
pub(super) fn is_encrypted(address: &Address) -> bool {
    Settings::of(address).ok().and_then(|settings| settings.tls().ok()).is_some_and(|tls| tls.is_some())
}

/// How a connection to this address is made, for somebody who looks for what is wrong.
pub(super) fn described(address: &Address) -> Option<String> {
    let settings = Settings::of(address).ok()?;
    let encrypted = match (settings.wants_tls().ok()?, settings.get("sslrootcert")) {
        (false, _) => "without TLS".to_string(),
        (true, "") => "with TLS".to_string(),
        (true, root) => format!("with TLS and the root certificate `{root}`"),
    };
    let password = if settings.password.is_some() { "a password" } else { "no password" };
    Some(format!(
        "`{}`, port {}, database `{}`, login `{}`, {encrypted}, {password}",
        settings.get("host"),
        settings.get("port"),
        settings.get("dbname"),
        settings.get("user")
    ))
}

fn refused(message: String, hint: &str) -> Trouble {
    Trouble::Final(StoreError::Server { rule: ServerRule::Connection, message, hint: Some(hint.to_string()) })
}

impl Settings {
    fn of(address: &Address) -> Result<Settings, Trouble> {
        let mut all = address.settings.clone();
        if !all.contains_key("service")
            && let Some(service) = env::var("PGSERVICE").ok().filter(|service| !service.is_empty())
        {
            all.insert("service".to_string(), service);
        }
        let mut password = None;
        if let Some(service) = all.get("service").cloned() {
            for (key, value) in service_settings(&service)? {
                match key.as_str() {
                    "password" => password = Some(value),
                    _ => drop(all.entry(key).or_insert(value)),
                }
            }
        }
        for (key, variable) in VARIABLES {
            if let Some(value) = env::var(variable).ok().filter(|value| !value.is_empty()) {
                all.entry(key.to_string()).or_insert(value);
            }
        }
        let login = all.entry("user".to_string()).or_insert_with(|| whoami::username().unwrap_or_default()).clone();
        all.entry("dbname".to_string()).or_insert(login);
        all.entry("host".to_string()).or_insert_with(|| "localhost".to_string());
        all.entry("port".to_string()).or_insert_with(|| "5432".to_string());
        let mut settings = Settings { all, password, passed_over: None };
        if settings.password.is_none() {
            settings.password = env::var("PGPASSWORD").ok().filter(|value| !value.is_empty());
        }
        if settings.password.is_none() {
            settings.password = settings.password_of_file();
        }
        Ok(settings)
    }

    fn get(&self, key: &str) -> &str {
        self.all.get(key).map_or("", String::as_str)
    }

    fn config(&self) -> Result<Config, Trouble> {
        let mut config = Config::new();
        match self.get("host") {
            host if host.starts_with('/') => config.host_path(host),
            host => config.host(host),
        };
        let port = self.get("port");
        let port = port.parse().map_err(|_| refused(format!("`{port}` isn't a port"), "the usual one is 5432"))?;
        let seconds = self.get("connect_timeout").parse().ok().filter(|seconds| *seconds > 0);
        config
            .port(port)
            .user(self.get("user"))
            .dbname(self.get("dbname"))
            .application_name(self.all.get("application_name").map_or("iro", String::as_str))
            .connect_timeout(seconds.map_or(PATIENCE, Duration::from_secs))
            .tcp_user_timeout(Duration::from_secs(30))
            .ssl_mode(if self.wants_tls()? { SslMode::Require } else { SslMode::Disable });
        match self.get("target_session_attrs") {
            "read-write" => config.target_session_attrs(TargetSessionAttrs::ReadWrite),
            "read-only" => config.target_session_attrs(TargetSessionAttrs::ReadOnly),
            _ => &mut config,
        };
        if let Some(password) = &self.password {
            config.password(password);
        }
        Ok(config)
    }

    /// Whether the connection leaves this computer.
    fn leaves(&self) -> bool {
        let host = self.get("host");
        !(host.starts_with('/') || ["localhost", "127.0.0.1", "::1"].contains(&host))
    }

    /// Whether to use TLS. A connection that leaves this computer must be encrypted, to a server whose certificate and
    /// name are checked.
    fn wants_tls(&self) -> Result<bool, Trouble> {
        let mode = self.get("sslmode");
        match (mode, self.leaves()) {
            ("verify-full", _) | ("", true) => Ok(!self.get("host").starts_with('/')),
            ("" | "disable" | "allow" | "prefer", false) => Ok(false),
            _ => Err(refused(
                format!("`sslmode={mode}` does not make sure which server answers"),
                "write `sslmode=verify-full`, and `sslrootcert=FILE` with the certificate of the authority",
            )),
        }
    }

    fn tls(&self) -> Result<Option<MakeRustlsConnect>, Trouble> {
        if !self.wants_tls()? {
            return Ok(None);
        }
        let file = match self.get("sslrootcert") {
            "" => home().map(|home| home.join(".postgresql").join("root.crt")),
            file => Some(PathBuf::from(file)),
        };
        let shown = file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
        let hint = "give the certificate of the authority with `sslrootcert=FILE`; your database administrator has it";
        let missing = |why: &str| refused(format!("the root certificate `{shown}` {why}"), hint);
        let file = file.filter(|file| file.is_file()).ok_or_else(|| missing("is not there"))?;
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(&file).map_err(|_| missing("can't be read"))? {
            let certificate = certificate.map_err(|_| missing("can't be read"))?;
            roots.add(certificate).map_err(|_| missing("has a certificate that can't be used"))?;
        }
        if roots.is_empty() {
            return Err(missing("has no certificate in it"));
        }
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(|error| refused(error.to_string(), hint))?;
        Ok(Some(MakeRustlsConnect::new(config.with_root_certificates(roots).with_no_client_auth())))
    }

    /// The password for this connection in the password file. A file that others can read is ignored, as `psql` does.
    fn password_of_file(&mut self) -> Option<String> {
        let file = match self.get("passfile") {
            "" if cfg!(windows) => env::var_os("APPDATA").map(|dir| PathBuf::from(dir).join("postgresql/pgpass.conf")),
            "" => home().map(|home| home.join(".pgpass")),
            file => Some(PathBuf::from(file)),
        }?;
        let text = fs::read_to_string(&file).ok()?;
        if is_open_to_others(&file) {
            let shown = file.display();
            self.passed_over =
                Some(format!("the password file `{shown}` is not used: others can read it (`chmod 600 {shown}`)"));
            return None;
        }
        let host = if self.leaves() || !self.get("host").starts_with('/') { self.get("host") } else { "localhost" };
        let wanted = [host, self.get("port"), self.get("dbname"), self.get("user")];
        text.lines().find_map(|line| password_in(line, wanted))
    }
}

/// The password on a line `host:port:database:login:password`, if the line matches this connection.
fn password_in(line: &str, wanted: [&str; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ':' if fields.len() < 5 => fields.push(String::new()),
            '\\' => fields.last_mut()?.extend(letters.next()),
            letter => fields.last_mut()?.push(letter),
        }
    }
    let [host, port, database, login, password] = <[String; 5]>::try_from(fields).ok()?;
    let fits = [host, port, database, login].iter().zip(wanted).all(|(field, wanted)| field == "*" || field == wanted);
    fits.then_some(password)
}

#[cfg(unix)]
fn is_open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_file: &Path) -> bool {
    false
}

fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_path_buf())
}

/// The settings of a service in a service file: the user's own file or, without one, the computer's.
fn service_settings(service: &str) -> Result<Vec<(String, String)>, Trouble> {
    let own =
        env::var_os("PGSERVICEFILE").map(PathBuf::from).or_else(|| home().map(|home| home.join(".pg_service.conf")));
    let common = env::var_os("PGSYSCONFDIR").map(|dir| PathBuf::from(dir).join("pg_service.conf"));
    let common = common.or_else(|| Some(PathBuf::from("/etc/postgresql-common/pg_service.conf")));
    for file in own.into_iter().chain(common) {
        let text = fs::read_to_string(&file).unwrap_or_default();
        let Some(settings) = section(&text, service) else { continue };
        if let Some((key, _)) = settings.iter().find(|(key, _)| *key != "password" && !KEYS.contains(&key.as_str())) {
            let message = format!("`{key}` of the service `{service}` in `{}` is not understood", file.display());
            return Err(refused(message, &format!("there is {}", KEYS.join(", "))));
        }
        return Ok(settings);
    }
    let hint = "write it into `~/.pg_service.conf`, or ask whoever looks after the database for the file";
    Err(refused(format!("there is no service `{service}` in a service file of PostgreSQL"), hint))
}

fn section(text: &str, service: &str) -> Option<Vec<(String, String)>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut inside = lines.skip_while(|line| *line != format!("[{service}]"));
    inside.next()?;
    let pairs = inside.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    Some(pairs.map(|(key, value)| (key.trim().to_string(), value.trim().to_string())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_found_as_psql_finds_it() {
        let wanted = ["db", "5432", "iro", "jo"];
        for (line, password) in [
            ("db:5432:iro:jo:secret", Some("secret")),
            ("*:*:*:jo:se\\:cr\\\\et:x", Some("se:cr\\et:x")),
            ("db:5432:iro:bo:secret", None),
            ("# db:5432:iro:jo:secret", None),
            ("db:5432:iro:jo", None),
        ] {
            assert_eq!(password_in(line, wanted).as_deref(), password, "{line}");
        }
    }

    #[test]
    fn a_service_is_found_among_others() {
        let text = "# ours\n[other]\nhost=a\n\n[iro]\nhost = db\n# not this\nport=5433\n[more]\nhost=c\n";
        let found = section(text, "iro").unwrap();
        assert_eq!(found, [("host".into(), "db".into()), ("port".into(), "5433".into())]);
        assert_eq!(section(text, "iro2"), None);
    }

    #[test]
    fn nothing_leaves_this_computer_in_clear() {
        let wants = |typed: &str| {
            let address = Address::parse(typed).unwrap();
            let all = [("host".to_string(), "localhost".to_string())].into_iter().chain(address.settings).collect();
            Settings { all, password: None, passed_over: None }.wants_tls().ok()
        };
        assert_eq!(wants("postgresql://db/iro"), Some(true));
        assert_eq!(wants("postgresql://db/iro?sslmode=verify-full"), Some(true));
        for mode in ["disable", "allow", "prefer", "require", "verify-ca", "x"] {
            assert_eq!(wants(&format!("postgresql://db/iro?sslmode={mode}")), None, "{mode}");
        }
        assert_eq!(wants("postgresql://localhost/iro"), Some(false));
        assert_eq!(wants("postgresql:///iro?host=/run"), Some(false));
        assert_eq!(wants("postgresql://localhost/iro?sslmode=verify-full"), Some(true));
        assert_eq!(wants("postgresql://localhost/iro?sslmode=require"), None);
    }
}
