//! Runs the same tests on a server: with `IRO_TEST_STORE=postgres`, each store is a database on a server that the tests
//! start.

#[cfg(feature = "postgres")]
pub use on_a_server::Database;

#[cfg(feature = "postgres")]
#[path = "../../src/store/postgres/tests/server.rs"]
pub mod server;

/// In a build without the feature, there are no databases.
#[cfg(not(feature = "postgres"))]
pub struct Database;

#[cfg(not(feature = "postgres"))]
impl Database {
    pub fn new() -> Option<Database> {
        let asked = std::env::var_os("IRO_TEST_STORE").is_some();
        assert!(!asked, "IRO_TEST_STORE needs a build with `--features postgres`");
        None
    }

    pub fn fork(&self) -> Database {
        Database
    }

    pub fn address(&self) -> String {
        String::new()
    }
}

#[cfg(feature = "postgres")]
mod on_a_server {
    use std::process::Command;
    use std::sync::OnceLock;

    use super::server::{OWNER, Server, shared};

    /// A database with a store in it.
    pub struct Database {
        server: &'static Server,
        name: String,
        /// The port of a pooler, if the database is used through one.
        through: Option<u16>,
    }

    impl Database {
        /// A database for a test; `None` unless tests are to run on a server.
        pub fn new() -> Option<Database> {
            match std::env::var("IRO_TEST_STORE").as_deref() {
                Ok("postgres") => Some(Database::made(shared().expect("a server, as IRO_TEST_STORE asks for"))),
                Ok(other) => panic!("IRO_TEST_STORE is `postgres` or not set, not {other:?}"),
                Err(_) => None,
            }
        }

        /// A database with an empty store.
        pub fn made(server: &'static Server) -> Database {
            static TEMPLATE: OnceLock<String> = OnceLock::new();
            let template = TEMPLATE.get_or_init(|| {
                let name = server.database();
                let made = Command::new(env!("CARGO_BIN_EXE_iro"))
                    .args(["--store", &server.address(&name, OWNER), "store", "init"])
                    .output()
                    .expect("the program runs");
                assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
                name
            });
            Database { server, name: server.copy_of(template), through: None }
        }

        /// A copy of the database.
        pub fn fork(&self) -> Database {
            Database { server: self.server, name: self.server.copy_of(&self.name), through: self.through }
        }

        pub fn address(&self) -> String {
            match self.through {
                Some(port) => self.address_at(port),
                None => self.server.address(&self.name, OWNER),
            }
        }

        /// Uses a pooler at this port from now on.
        pub fn go_through(&mut self, port: u16) {
            self.through = Some(port);
        }

        /// The address for another login.
        pub fn address_of(&self, login: &str) -> String {
            self.server.address(&self.name, login)
        }

        /// The address through another local port.
        pub fn address_at(&self, port: u16) -> String {
            format!("postgresql://{OWNER}@127.0.0.1:{port}/{}", self.name)
        }

        pub fn name(&self) -> &str {
            &self.name
        }

        pub fn sql(&self, login: &str, statements: &str) -> Result<String, String> {
            self.server.sql(&self.name, login, statements)
        }
    }

    impl Drop for Database {
        fn drop(&mut self) {
            let _left = self.server.sql("postgres", OWNER, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}
