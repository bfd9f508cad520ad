# shellcheck shell=bash
# A real mail server for the tests: Exim takes mail by SMTP and puts it into mailboxes, Dovecot gives it out by
# IMAP. Both run as an ordinary user in a folder of their own, on 127.0.0.1 alone, and end with the tests.
# Sourced by ./test after scripts/test-services.sh.

MAILBOXES=400

mail_tools=''
mail_exim=''
mail_home=''

# Dovecot is installed. Exim is only unpacked: installing a second mail server would remove a first one.
ensure_mail() {
  local folder=target/test-tools/exim
  if ! have dovecot || ! [ -x /usr/lib/dovecot/imap ]; then
    apt_install 'The tests of mail need an IMAP server' dovecot-imapd
  fi
  if ! have openssl; then
    apt_install 'The tests of mail need a certificate' openssl
  fi
  if [ ! -x "$folder/usr/sbin/exim4" ]; then
    have apt-get || die 'The tests of mail need Exim from Debian, and this machine has no apt-get.'
    say 'The tests of mail need an SMTP server; unpacking Exim from Debian, without installing it'
    rm -rf "$folder" "$folder.part"
    mkdir -p "$folder.part"
    (cd "$folder.part" && apt-get download -qq exim4-daemon-light libidn12 libnss-wrapper >/dev/null 2>&1) ||
      (as_root apt-get update -qq >/dev/null 2>&1 &&
        cd "$folder.part" && apt-get download -qq exim4-daemon-light libidn12 libnss-wrapper >/dev/null 2>&1) ||
      die "Exim could not be fetched from Debian. Is the network reachable?"
    for archive in "$folder.part"/*.deb; do
      dpkg -x "$archive" "$folder.part" || die "$archive could not be unpacked."
    done
    rm -f "$folder.part"/*.deb
    # It comes with the right to become root, which it does not need here.
    chmod 755 "$folder.part/usr/sbin/exim4"
    mv "$folder.part" "$folder"
  fi
  mail_tools="$PWD/$folder"
}

start_mail() {
  local user group libraries smtp imap imaps number lend=()
  mail_home=$(mktemp -d "${TMPDIR:-/tmp}/amanah-mail.XXXXXX")
  chmod 755 "$mail_home"
  user=$(id -un)
  if [ "$(id -u)" -eq 0 ]; then
    # Neither server is run by root, so root lends them the user that Debian's package made.
    user=dovecot
    lend=(setpriv --reuid=dovecot --regid=dovecot --clear-groups)
  fi
  group=$(id -gn "$user")
  # The tools may lie where that user cannot look.
  cp "$mail_tools/usr/sbin/exim4" "$mail_tools"/usr/lib/*/libidn.so.12 "$mail_tools"/usr/lib/*/libnss_wrapper.so \
    "$mail_home/" || mail_failed 'has lost its programs; remove target/test-tools/exim'
  mkdir -p "$mail_home/mail" "$mail_home/run" "$mail_home/state" "$mail_home/spool"
  for ((number = 0; number < MAILBOXES; number++)); do
    mkdir -p "$mail_home/mail/box$number/"{cur,new,tmp}
  done
  # Of the server alone: whoever checks it properly does not take an authority's own certificate for one.
  printf '%s\n' '[req]' 'distinguished_name=name' 'x509_extensions=extensions' '[name]' '[extensions]' \
    'basicConstraints=critical,CA:FALSE' 'subjectAltName=DNS:localhost' >"$mail_home/openssl.conf"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -config "$mail_home/openssl.conf" -keyout "$mail_home/key.pem" -out "$mail_home/cert.pem" 2>"$mail_home/log" ||
    mail_failed 'has no certificate'
  # Exim asks for a user of its own name, which is not on this machine: a list of our own says who that is.
  printf '%s:x:%s:%s::/:/bin/sh\n' Debian-exim "$(id -u "$user")" "$(id -g "$user")" \
    "$user" "$(id -u "$user")" "$(id -g "$user")" >"$mail_home/passwd"
  printf '%s:x:%s:\n' Debian-exim "$(id -g "$user")" "$group" "$(id -g "$user")" >"$mail_home/group"
  if ! { smtp=$(free_port) && imap=$(free_port) && imaps=$(free_port); }; then
    die 'No free port was found for the mail server.'
  fi
  write_exim_settings "$user" "$group"
  write_dovecot_settings "$user" "$group" "$imap" "$imaps"
  if [ "$(id -u)" -eq 0 ]; then
    chown -R "$user:$group" "$mail_home"
  fi
  (cd / && "${lend[@]}" dovecot -c "$mail_home/dovecot.conf" >>"$mail_home/log" 2>&1) || mail_failed 'did not start'
  libraries=(LD_LIBRARY_PATH="$mail_home" LD_PRELOAD="$mail_home/libnss_wrapper.so"
    NSS_WRAPPER_PASSWD="$mail_home/passwd" NSS_WRAPPER_GROUP="$mail_home/group")
  # In front, and behind us: so its id is known, whoever it runs as.
  (cd / && exec "${lend[@]}" env "${libraries[@]}" "$mail_home/exim4" -C "$mail_home/exim.conf" -bdf -q1m \
    -oX "127.0.0.1:$smtp" >>"$mail_home/log" 2>&1) &
  mail_exim=$!
  for _ in {1..100}; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$smtp") 2>/dev/null && (exec 3<>"/dev/tcp/127.0.0.1/$imaps") 2>/dev/null; then
      export AMANAH_TEST_MAIL="$smtp,$imap,$imaps,$mail_home"
      return
    fi
    sleep 0.1
  done
  mail_failed 'does not answer'
}

write_exim_settings() {
  cat >"$mail_home/exim.conf" <<SETTINGS
keep_environment =
exim_user = $1
exim_group = $2
primary_hostname = mail.test
spool_directory = $mail_home/spool
log_file_path = $mail_home/exim-%s
domainlist local_domains = programme.test : people.test
acl_smtp_rcpt = take
acl_smtp_data = all
deliver_drop_privilege = true
never_users =
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
message_size_limit = 40M
begin acl
take:
  accept domains = +local_domains
  deny
all:
  accept
begin routers
local:
  driver = accept
  domains = +local_domains
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  directory = $mail_home/mail/\${lookup{\$local_part}dsearch,filter=dir{$mail_home/mail}}
  maildir_format
  return_path_add
  user = $1
  group = $2
begin retry
* * F,1h,1m
SETTINGS
}

write_dovecot_settings() {
  cat >"$mail_home/dovecot.conf" <<SETTINGS
base_dir = $mail_home/run
state_dir = $mail_home/state
log_path = $mail_home/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = $1
default_internal_group = $2
default_login_user = $1
first_valid_uid = 1
disable_plaintext_auth = no
ssl = yes
ssl_cert = <$mail_home/cert.pem
ssl_key = <$mail_home/key.pem
mail_location = maildir:~/
auth_mechanisms = plain
passdb {
  driver = static
  args = password=a-password-of-the-tests
}
userdb {
  driver = static
  args = uid=$1 gid=$2 home=$mail_home/mail/%Ln
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $3
  }
  inet_listener imaps {
    port = $4
    ssl = yes
  }
}
SETTINGS
}

mail_failed() {
  cat "$mail_home/log" "$mail_home/dovecot.log" "$mail_home/exim-main" >&2 2>/dev/null || true
  die "The private mail server $1 (its own words are above)."
}

# Ends only what was started here, by ids of our own.
stop_mail() {
  if [ -n "$mail_exim" ]; then
    kill "$mail_exim" 2>/dev/null || true
  fi
  mail_exim=''
  if [ -n "$mail_home" ] && [ -d "$mail_home" ]; then
    if [ -s "$mail_home/run/master.pid" ]; then
      kill "$(cat "$mail_home/run/master.pid")" 2>/dev/null || true
    fi
    rm -rf "$mail_home"
  fi
  mail_home=''
}
