# Short names for what is done often: `just`, or `just NAME`.

# list these
default:
    @just --list

# all that a change has to pass
check:
    .ci/run

# the tests
test *ARGS:
    cargo test {{ARGS}}

# put the source into its usual form
fmt:
    cargo fmt

# the lints
lint:
    cargo clippy --all-targets -- -D warnings

# write the documents that are run anew, then read what changed
docs:
    UPDATE_DOCS=1 cargo test --test it
    git diff --stat

# what the program looks like: the tour and the walk, on this screen
gallery:
    cargo build
    PATH="$PWD/target/debug:$PATH" examples/tour.sh
    IRO_DATA_DIR=examples/store IRO_AS_OF=2026-03-16T09:00 cargo run -q -- due

# one file that needs no library and starts faster (Linux, with the C library's static part)
static:
    RUSTFLAGS="-C target-feature=+crt-static -C relocation-model=static" cargo build --release --target "$(rustc --print host-tuple)"

# packages for people without Rust, in target/packages
package:
    packaging/build

# at every place: killed or a call fails (faults), a power cut (power), another command in between (interleaving)
matrix WHAT:
    cargo test --profile matrix --test it {{WHAT}} -- --ignored --nocapture

# sixteen processes with two hundred changes each
race:
    cargo test --release --test it race -- --ignored --nocapture

# how fast it is
bench:
    cargo bench --bench speed

# the instructions that commands take; with a release, a commit or a program, beside that one
instructions *EARLIER:
    benches/instructions {{EARLIER}}
