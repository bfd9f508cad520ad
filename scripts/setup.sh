# shellcheck shell=bash
# What ./run and ./test both need: plain messages, Debian packages, a C compiler and Rust.
# Sourced, never run. It changes the machine only where something is missing, and says so first.

# The one download address of the project's scripts, used only where neither cargo nor a Debian
# package of rustup exists (Debian 12 has none).
RUSTUP_INSTALLER='https://sh.rustup.rs'

say() { printf '%s\n' "$*"; }

# Ends the script with a sentence that says what to do. The exit trap of the caller still runs.
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND…: runs it as root, or fails when there is no way to.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    return 1
  fi
}

APT_LISTS_READ=no

# apt_install WHY PACKAGE…: installs Debian packages, quietly, with one line that says why.
apt_install() {
  local why=$1
  shift
  have apt-get || die "$why. This machine has no apt-get, so please install by hand what Debian calls: $*"
  if [ "$(id -u)" -ne 0 ] && ! have sudo; then
    die "$why. Without root or sudo this script cannot install anything; please have installed: $*"
  fi
  say "$why; installing from Debian: $*"
  if [ "$APT_LISTS_READ" = no ]; then
    as_root apt-get update -qq >/dev/null ||
      die "Debian's package lists could not be read (the lines above say why). Is the network reachable?"
    APT_LISTS_READ=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    die "Installing $* failed (the lines above say why)."
}

ensure_compiler() {
  if ! have cc; then
    apt_install 'A C compiler is missing' gcc libc6-dev
  fi
}

# at_least WANTED FOUND: true when version FOUND is WANTED or newer.
at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

rustc_version() { rustc --version 2>/dev/null | cut -d ' ' -f 2; }

# Rust through rustup: Debian 12's own is too old for edition 2024. The version wanted stands in
# Cargo.toml and nowhere else.
ensure_rust() {
  local wanted
  wanted=$(sed -n 's/^rust-version *= *"\(.*\)"$/\1/p' Cargo.toml | head -n 1)
  export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
  if have cargo && at_least "$wanted" "$(rustc_version)"; then
    return
  fi
  if ! have rustup; then
    install_rustup
  fi
  if ! at_least "$wanted" "$(rustc_version)"; then
    say "Rust $wanted or newer is needed; fetching the stable toolchain"
    rustup toolchain install stable --profile minimal --no-self-update ||
      die 'rustup could not fetch the stable Rust toolchain (the lines above say why).'
    export RUSTUP_TOOLCHAIN=stable
  fi
  at_least "$wanted" "$(rustc_version)" ||
    die "Rust $wanted or newer is needed, but $(rustc --version 2>&1 | head -n 1) is what rustup gives."
}

install_rustup() {
  local installer
  if have apt-cache && [ -n "$(apt-cache search --names-only '^rustup$' 2>/dev/null)" ]; then
    apt_install 'Rust is missing' rustup
    return
  fi
  if ! have curl; then
    apt_install 'curl is needed to fetch Rust' curl ca-certificates
  fi
  say 'Rust is missing; installing it with the official rustup installer'
  installer=$(mktemp)
  curl --proto '=https' --tlsv1.2 -sSf "$RUSTUP_INSTALLER" -o "$installer" ||
    die 'The rustup installer could not be fetched. Is the network reachable?'
  sh "$installer" -y -q --profile minimal --no-modify-path ||
    die 'The rustup installer failed (the lines above say why).'
  rm -f "$installer"
}

# Formatting and clippy are parts of their own in a minimal toolchain.
ensure_rust_tools() {
  if cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; then
    return
  fi
  have rustup || die 'cargo fmt and cargo clippy are missing, and without rustup this script cannot add them.'
  rustup component add rustfmt clippy || die 'rustup could not add rustfmt and clippy (the lines above say why).'
}

# room_for GIGABYTES WHAT: a full disk is said before the build, not by the linker in the middle of it.
room_for() {
  local free_kib
  free_kib=$(df -Pk . | awk 'NR == 2 { print $4 }')
  if [ "$free_kib" -lt $(($1 * 1024 * 1024)) ]; then
    die "$2 needs about $1 GB of free space here, and there are only $((free_kib / 1024)) MB. Free some, then try again."
  fi
}
