//! Many processes on one server: at both isolation levels, and through a pooler that gives each transaction one of
//! three connections. `cargo test --release --features postgres --test it pooler -- --ignored --nocapture
//! --test-threads 1` runs sixteen processes with two hundred changes each.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use crate::database::Database;
use crate::database::server::{OWNER, Server, as_ordinary_user, free_port, shared};
use crate::env::Env;
use crate::store::race::{race, sixteen_of_two_hundred};

/// A pooler in front of a server that gives each transaction one of three connections. It ends with the process that
/// started it.
struct Pooler {
    port: u16,
    child: Child,
}

const POOLER: &str = r#"
set -eu
dir=$(mktemp -d -t iro-pool.XXXXXX)
trap '' INT TERM HUP
cat >"$dir/ini" <<END
[databases]
* = host=$1 port=$2 user=$3
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $4
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
logfile = $dir/log
END
pgbouncer -q "$dir/ini" >>"$dir/log" 2>&1 &
pooler=$!
trap 'kill $pooler 2>/dev/null || true; cd /; rm -rf "$dir"' EXIT
echo started
read -r _ || true
"#;

impl Pooler {
    /// Starts a pooler in front of this server; `None` if pgbouncer isn't installed, which is printed and fails under
    /// `CI`.
    fn before(server: &Server) -> Option<Pooler> {
        let on_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
        let mut folders = on_path.into_iter().chain([PathBuf::from("/usr/sbin")]);
        let Some(folder) = folders.find(|folder| folder.join("pgbouncer").is_file()) else {
            let missing = "the pooler pgbouncer is not installed (Debian: `apt-get install pgbouncer`)";
            assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{missing}");
            eprintln!("not tested: {missing}");
            return None;
        };
        let port = free_port();
        let mut command = as_ordinary_user();
        command.args(["sh", "-c", &format!("PATH=\"{}:$PATH\"\n{POOLER}", folder.display()), "pooler"]);
        command.arg(&server.socket).args([server.port.to_string(), OWNER.to_string(), port.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).current_dir("/");
        let mut pooler = Pooler { port, child: command.spawn().expect("a shell") };
        let mut started = String::new();
        BufReader::new(pooler.child.stdout.take().expect("it is piped")).read_line(&mut started).expect("a line");
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(pooler);
            }
            thread::sleep(Duration::from_millis(25));
        }
        panic!("the pooler did not start");
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

/// What is between the writers and the server.
#[derive(Clone, Copy)]
enum Way {
    Straight,
    Serializable,
    Pooled,
    SerializablePooled,
}

impl Way {
    /// A store that is reached in this way, and its pooler, if any.
    fn store(self) -> Option<(Env, Option<Pooler>)> {
        let server = shared()?;
        let mut database = Database::made(server);
        if let Way::Serializable | Way::SerializablePooled = self {
            let name = database.name();
            let level = format!("ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'");
            database.sql(OWNER, &level).unwrap();
        }
        let pooler = match self {
            Way::Straight | Way::Serializable => None,
            Way::Pooled | Way::SerializablePooled => Some(Pooler::before(server)?),
        };
        if let Some(pooler) = &pooler {
            database.go_through(pooler.port);
        }
        Some((Env::on(database), pooler))
    }
}

#[test]
fn race_on_a_server_loses_nothing_at_either_isolation() {
    for way in [Way::Straight, Way::Serializable] {
        let Some((env, _)) = way.store() else { return };
        race(&env, 6, 4);
    }
}

#[test]
fn race_through_a_pooler_loses_nothing() {
    for way in [Way::Pooled, Way::SerializablePooled] {
        let Some((env, _pooler)) = way.store() else { return };
        race(&env, 6, 4);
    }
}

#[test]
#[ignore = "takes minutes"]
fn race_of_sixteen_on_a_server() {
    for (name, way) in [
        ("read committed", Way::Straight),
        ("serializable", Way::Serializable),
        ("through a pooler", Way::Pooled),
        ("through a pooler, serializable", Way::SerializablePooled),
    ] {
        let Some((env, _pooler)) = way.store() else { return };
        sixteen_of_two_hundred(name, &env);
    }
}
