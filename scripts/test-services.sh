# shellcheck shell=bash
# What the tests need beside Rust: a private PostgreSQL, a hardware module in software, a browser, the
# accessibility checker.
# Sourced by ./test after scripts/setup.sh. The mail server is in scripts/test-mail.sh.

AXE_VERSION=4.14.1
# Of axe.min.js inside that version, so that a changed package is noticed.
AXE_SHA256=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
POSTGRES_VERSION_MIN=15

postgres_programs=''
postgres_home=''

ensure_browser() {
  local wanted=()
  have chromium || wanted+=(chromium)
  have chromedriver || wanted+=(chromium-driver)
  if [ ${#wanted[@]} -gt 0 ]; then
    apt_install 'The browser tests need Chromium and its driver' "${wanted[@]}"
  fi
}

# The tests make their own tokens, each in a folder of its own.
ensure_softhsm() {
  local folder
  AMANAH_TEST_SOFTHSM=''
  if ! have softhsm2-util; then
    apt_install 'The tests of the keyring in an HSM need SoftHSM2' softhsm2
  fi
  for folder in /usr/lib/softhsm /usr/lib/*/softhsm /usr/lib64/softhsm /usr/local/lib/softhsm; do
    if [ -f "$folder/libsofthsm2.so" ]; then
      AMANAH_TEST_SOFTHSM="$folder/libsofthsm2.so"
      break
    fi
  done
  [ -n "$AMANAH_TEST_SOFTHSM" ] || die 'No libsofthsm2.so was found under /usr/lib, although SoftHSM2 is installed.'
  export AMANAH_TEST_SOFTHSM
}

# The checker is a single script; npm only fetches and verifies it, nothing of it is run here.
ensure_axe() {
  local folder="target/test-tools/axe-core-$AXE_VERSION" archive
  if [ ! -f "$folder/axe.min.js" ]; then
    have npm || apt_install 'npm is needed to fetch the accessibility checker axe-core' npm
    say "Fetching axe-core $AXE_VERSION"
    mkdir -p "$folder"
    (cd target/test-tools && npm pack --silent --ignore-scripts "axe-core@$AXE_VERSION" >/dev/null) ||
      die "npm could not fetch axe-core $AXE_VERSION (the lines above say why)."
    archive="target/test-tools/axe-core-$AXE_VERSION.tgz"
    tar -xzf "$archive" -C "$folder" --strip-components=1 package/axe.min.js package/LICENSE ||
      die 'The archive of axe-core could not be unpacked.'
    rm -f "$archive"
  fi
  if ! printf '%s  %s\n' "$AXE_SHA256" "$folder/axe.min.js" | sha256sum --check --status; then
    die "$folder/axe.min.js is not the file this project knows. Remove $folder and try again; if it happens twice, do not trust it."
  fi
  AMANAH_TEST_AXE="$PWD/$folder/axe.min.js"
  export AMANAH_TEST_AXE
}

find_postgres() {
  local folder version best=0
  postgres_programs=''
  for folder in /usr/lib/postgresql/*/bin; do
    version=$(basename "$(dirname "$folder")")
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ "${version%%.*}" -ge "$POSTGRES_VERSION_MIN" ] &&
      [ "${version%%.*}" -gt "$best" ]; then
      best=${version%%.*}
      postgres_programs=$folder
    fi
  done
}

ensure_postgres() {
  find_postgres
  if [ -z "$postgres_programs" ]; then
    apt_install 'The tests on the second engine need PostgreSQL' "postgresql-$POSTGRES_VERSION_MIN"
    find_postgres
  fi
  [ -n "$postgres_programs" ] || die "No PostgreSQL $POSTGRES_VERSION_MIN or newer was found under /usr/lib/postgresql."
}

# PostgreSQL refuses to run as root, so root lends it the user that Debian's package made.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

# A number below the range that the kernel hands out by itself, at which nobody answers.
free_port() {
  local port
  for _ in {1..50}; do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s\n' "$port"
      return
    fi
  done
  return 1
}

# A cluster of our own: in a folder only its user can enter, on 127.0.0.1 alone, gone at the end.
# Settings are quick where that is still true: `fsync` guards against a failing machine, which no
# test here simulates, while `synchronous_commit` stays on, so that a commit acknowledged before a
# kill is there afterwards, as in production.
start_postgres() {
  local port
  postgres_home=$(mktemp -d "${TMPDIR:-/tmp}/amanah-postgres.XXXXXX")
  chmod 700 "$postgres_home"
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$postgres_home"
  fi
  as_postgres "$postgres_programs/initdb" -D "$postgres_home/data" -U amanah --auth-local=reject \
    --auth-host=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$postgres_home.log" 2>&1 ||
    postgres_failed 'could not make its files'
  for _ in {1..5}; do
    port=$(free_port) || die 'No free port was found for PostgreSQL.'
    if as_postgres "$postgres_programs/pg_ctl" -D "$postgres_home/data" -l "$postgres_home/server.log" -s -w -t 60 \
      -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$postgres_home \
          -c max_connections=200 -c shared_buffers=64MB -c fsync=off -c full_page_writes=off \
          -c synchronous_commit=on -c autovacuum=off" start >>"$postgres_home.log" 2>&1; then
      export AMANAH_TEST_POSTGRES="postgres://amanah@127.0.0.1:$port/postgres"
      return
    fi
  done
  postgres_failed 'did not start'
}

postgres_failed() {
  cat "$postgres_home.log" "$postgres_home/server.log" >&2 2>/dev/null || true
  die "The private PostgreSQL $1 (its own words are above)."
}

# Ends only the server that was started here: pg_ctl takes the process id from our own data folder.
stop_postgres() {
  if [ -n "$postgres_home" ] && [ -d "$postgres_home" ]; then
    if [ -f "$postgres_home/data/postmaster.pid" ]; then
      as_postgres "$postgres_programs/pg_ctl" -D "$postgres_home/data" -s -m immediate stop >/dev/null 2>&1 || true
    fi
    rm -rf "$postgres_home" "$postgres_home.log"
  fi
  postgres_home=''
}
