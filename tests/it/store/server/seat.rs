//! A computer with a store on a server, and the logins that use it.

use crate::database::Database;
use crate::database::server::{OWNER, shared};
use crate::env::{Env, Run};

pub struct Seat {
    pub env: Env,
    pub database: Database,
}

impl Seat {
    pub fn new() -> Option<Seat> {
        Some(Seat { database: Database::made(shared()?), env: Env::in_folder("it has a store on a server beside it") })
    }

    /// Runs as the owner of the store.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_as(OWNER, args)
    }

    pub fn run_as(&self, login: &str, args: &[&str]) -> Run {
        self.env.iro(&[&["--store", self.database.address_of(login).as_str()], args].concat())
    }

    /// Makes a login for this test only, with a role in the store; returns its name, which begins with `name`.
    pub fn login(&self, name: &str, role: &str) -> String {
        let login = format!("{name}_{}", self.database.name());
        self.database.sql(OWNER, &format!("CREATE ROLE {login} LOGIN")).unwrap();
        self.run(&["store", "people", "--add", &login, "--name", name, "--role", role]).ok();
        login
    }
}
