//! The encrypted connection to a server: the program verifies the server before it sends anything.

use std::fs;
use std::path::PathBuf;

use crate::database::server::{OWNER, Server, start};
use crate::env::{Env, Run};

struct Seat {
    env: Env,
    server: Server,
    database: String,
}

impl Seat {
    fn new() -> Option<Seat> {
        let server = start(false, true)?;
        let database = server.database();
        let env = Env::in_folder("it has a store on a server beside it");
        env.iro(&["--store", &server.address(&database, OWNER), "store", "init"]).ok();
        Some(Seat { env, server, database })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.server.socket.join(name)
    }

    fn address(&self, login: &str, host: &str, settings: &str) -> String {
        format!("postgresql://{login}@{host}:{}/{}?{settings}", self.server.port, self.database)
    }

    fn doctor(&self, host: &str, settings: &str) -> Run {
        self.env.iro(&["--store", &self.address(OWNER, host, settings), "doctor"])
    }
}

#[test]
fn only_the_server_of_the_certificate_is_spoken_to() {
    let Some(seat) = Seat::new() else { return };
    let root = |name: &str| format!("sslmode=verify-full&sslrootcert={}", seat.file(name).display());
    seat.doctor("localhost", &root("ca.crt")).ok().says("encrypted, the server's name checked");
    for (host, settings, said) in [
        ("127.0.0.1", root("ca.crt"), "is not accepted"),
        ("localhost", root("other.crt"), "is not accepted"),
        ("localhost", root("none.crt"), "is not there"),
        ("localhost", "sslmode=verify-full".to_owned(), "give the certificate of the authority"),
        ("localhost", root("ca.crt").replace("verify-full", "verify-ca"), "does not make sure which server answers"),
        ("localhost", root("ca.crt").replace("verify-full", "require"), "does not make sure which server answers"),
    ] {
        let refused = seat.doctor(host, &settings).code(1);
        assert!(refused.stderr.contains(said), "{host} {settings}: {}", refused.stderr);
    }
    let sql = |statement: &str| seat.server.sql("postgres", OWNER, statement).unwrap();
    // A server with a self-signed certificate.
    for (setting, file) in [("ssl_cert_file", "ca.crt"), ("ssl_key_file", "ca.key")] {
        sql(&format!("ALTER SYSTEM SET {setting} = '{}'", seat.file(file).display()));
    }
    sql("SELECT pg_reload_conf()");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let refused = seat.doctor("localhost", &root("ca.crt")).code(1);
    assert!(refused.stderr.contains("is its own authority"), "{}", refused.stderr);
    // A server without TLS is sent nothing in clear.
    sql("ALTER SYSTEM SET ssl = off");
    sql("SELECT pg_reload_conf()");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let refused = seat.doctor("localhost", &root("ca.crt")).code(1);
    assert!(refused.stderr.contains("can't be reached"), "{}", refused.stderr);
}

#[cfg(unix)]
#[test]
fn a_password_comes_from_a_file_that_nobody_else_reads() {
    use std::os::unix::fs::PermissionsExt;
    let Some(seat) = Seat::new() else { return };
    seat.server.sql("postgres", OWNER, "CREATE ROLE with_password LOGIN PASSWORD 'sample'; ").unwrap();
    seat.env
        .iro(&[
            "--store",
            &seat.server.address(&seat.database, OWNER),
            "store",
            "people",
            "--add",
            "with_password",
            "--name",
            "Jo Bloggs",
        ])
        .ok();
    let file = seat.env.scratch("passwords");
    let list = |line: &str, mode: u32| {
        fs::write(&file, line).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let settings = format!("sslmode=verify-full&sslrootcert={}", seat.file("ca.crt").display());
        let address = seat.address("with_password", "localhost", &settings);
        let mut command = seat.env.command();
        let ran = command.env("PGPASSFILE", &file).args(["--store", &address, "list"]).output().unwrap();
        (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
    };
    let (code, said) = list("localhost:*:*:with_password:sample\n", 0o600);
    assert_eq!(code, Some(0), "{said}");
    for (line, mode, expected) in [
        ("localhost:*:*:with_password:another\n", 0o600, "does not let you in"),
        ("elsewhere:*:*:with_password:sample\n", 0o600, "asks for a password, and there is none"),
        ("localhost:*:*:with_password:sample\n", 0o644, "others can read it"),
    ] {
        let (code, said) = list(line, mode);
        assert!(code == Some(1) && said.contains(expected), "{said}");
        assert!(!said.contains("sample") && !said.contains("another"), "{said}");
    }
}
