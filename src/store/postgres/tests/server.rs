//! A PostgreSQL server for the tests: in a temporary folder, on a Unix socket and a local port, run by an ordinary
//! user. It ends together with the process that started it, even if that is killed.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The login that may do everything on the server.
pub const OWNER: &str = "owner";

/// Starts the server and then waits for its standard input to close, which happens when the test process ends. Commits
/// are synced to disk only if `fsync` is on.
const SCRIPT: &str = r#"
set -eu
bin=$1 fsync=$2 port=$3 tls=$4
dir=$(mktemp -d -t iro-pg.XXXXXX)
trap '' INT TERM HUP
stop() { "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true; cd /; rm -rf "$dir"; }
trap stop EXIT
"$bin/initdb" -D "$dir/data" -U owner --auth=trust --no-sync -E UTF8 --locale=C >"$dir/log" 2>&1
echo "host all all 127.0.0.1/32 trust" >>"$dir/data/pg_hba.conf"
if [ "$tls" = on ]; then
    # An authority, a certificate of its for this server, and another authority.
    cd "$dir"
    new="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    for ca in ca other; do openssl req -x509 $new -subj "/CN=$ca" -addext subjectAltName=DNS:localhost -keyout $ca.key -out $ca.crt; done
    openssl req $new -subj /CN=localhost -keyout server.key -out server.csr
    echo subjectAltName=DNS:localhost >ext
    openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out server.crt
    chmod 600 ./*.key
    printf "ssl = on\nssl_cert_file = '$dir/server.crt'\nssl_key_file = '$dir/server.key'\n" >>data/postgresql.conf
    sed -i '1i hostssl all with_password 127.0.0.1/32 scram-sha-256' data/pg_hba.conf
    cd /
fi >>"$dir/log" 2>&1
"$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -o "-k $dir -p $port -c listen_addresses=127.0.0.1 -c fsync=$fsync -c max_connections=100" start >>"$dir/log" 2>&1
echo "$dir"
while read -r word; do
    case $word in
    crash) "$bin/pg_ctl" -D "$dir/data" -m immediate stop >>"$dir/log" 2>&1 || true; echo down ;;
    start) "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -o "-k $dir -p $port -c listen_addresses=127.0.0.1 -c fsync=$fsync -c max_connections=100" start >>"$dir/log" 2>&1; echo up ;;
    esac
done
"#;

pub struct Server {
    /// The folder of the server's socket.
    pub socket: PathBuf,
    pub port: u16,
    child: std::sync::Mutex<(Child, BufReader<std::process::ChildStdout>)>,
}

/// The server shared by the tests of this process. `None`, with a message, if PostgreSQL isn't installed; under `CI`
/// that is a failure.
pub fn shared() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| start(false, false)).as_ref()
}

/// Starts a server. `durable` if it has to survive a crash; `tls` if it needs a certificate, which is then beside its
/// socket with that of its authority.
pub fn start(durable: bool, tls: bool) -> Option<Server> {
    let Some(bin) = programs() else {
        let missing = "PostgreSQL's server programs are not installed (Debian: `apt-get install postgresql`)";
        assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{missing}");
        eprintln!("not tested: {missing}");
        return None;
    };
    let port = free_port();
    let fsync = if durable { "on" } else { "off" };
    let mut command = as_ordinary_user();
    command.args(["sh", "-c", SCRIPT, "server"]).arg(&bin).arg(fsync).arg(port.to_string()).arg(if tls {
        "on"
    } else {
        "off"
    });
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).current_dir("/");
    let mut child = command.spawn().expect("a shell");
    let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut socket = String::new();
    out.read_line(&mut socket).expect("a line");
    assert!(!socket.trim().is_empty(), "the server did not start");
    Some(Server { socket: PathBuf::from(socket.trim()), port, child: std::sync::Mutex::new((child, out)) })
}

impl Server {
    /// Creates an empty database and returns its name.
    pub fn database(&self) -> String {
        self.copy_of("template0")
    }

    /// Creates a copy of a database that nobody is connected to, and returns its name.
    pub fn copy_of(&self, template: &str) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
        // A template can only be copied by one connection at a time.
        static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _alone = ALONE.lock();
        self.sql("postgres", OWNER, &format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("a database");
        name
    }

    /// The address of the store in a database, for this login.
    pub fn address(&self, database: &str, login: &str) -> String {
        format!("postgresql:///{database}?host={}&port={}&user={login}", self.socket.display(), self.port)
    }

    /// Runs statements in `psql` and returns its output, or its error messages.
    pub fn sql(&self, database: &str, login: &str, statements: &str) -> Result<String, String> {
        let psql = programs().map_or_else(|| PathBuf::from("psql"), |bin| bin.join("psql"));
        let ran = Command::new(psql)
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h"])
            .arg(&self.socket)
            .args(["-p", &self.port.to_string(), "-U", login, "-d", database, "-c", statements])
            .output()
            .expect("psql runs");
        match ran.status.success() {
            true => Ok(String::from_utf8_lossy(&ran.stdout).trim_end().to_string()),
            false => Err(String::from_utf8_lossy(&ran.stderr).trim_end().to_string()),
        }
    }

    /// Sends a command to the script: `crash` stops the server as a power cut would, `start` starts it again.
    pub fn tell(&self, word: &str) {
        let mut held = self.child.lock().expect("nobody panicked");
        let (child, out) = &mut *held;
        writeln!(child.stdin.as_mut().expect("it is piped"), "{word}").expect("the script listens");
        let mut answer = String::new();
        out.read_line(&mut answer).expect("an answer");
    }
}

/// A command that runs as an ordinary user, because `initdb` refuses to run as root.
pub fn as_ordinary_user() -> Command {
    let root = fs::metadata("/proc/self").is_ok_and(|about| is_of_root(&about));
    if !root {
        return Command::new("env");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    command
}

#[cfg(unix)]
fn is_of_root(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(about) == 0
}

#[cfg(not(unix))]
fn is_of_root(_about: &fs::Metadata) -> bool {
    false
}

/// The folder of the server's programs: given by `IRO_TEST_PG_BIN`, on the path, or in Debian's folder.
pub fn programs() -> Option<PathBuf> {
    let named = env::var_os("IRO_TEST_PG_BIN").map(PathBuf::from);
    let on_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let mut debian: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    debian.sort();
    let all = named.into_iter().chain(debian.into_iter().rev()).chain(on_path);
    all.into_iter().find(|bin| is_whole(bin))
}

fn is_whole(bin: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres", "psql"].iter().all(|program| bin.join(program).is_file())
}

pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
