# shellcheck shell=bash
# What run.sh and test.sh need of the machine. Sourced; everything that is said goes to standard error, because the output of
# "./run.sh COMMAND" is the command's alone. A machine that lacks something ends the script with exit code 3.

say() {
  printf '%s\n' "$*" >&2
}

need_sdk() {
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
  if ! command -v dotnet > /dev/null && [[ -x ${DOTNET_ROOT:-$HOME/.dotnet}/dotnet ]]; then
    PATH="${DOTNET_ROOT:-$HOME/.dotnet}:$PATH"
  fi
  # "dotnet --list-sdks" takes a tenth of the time that asking for the version in use takes.
  if ! dotnet --list-sdks 2> /dev/null | grep -q '^10\.'; then
    say "The .NET 10 SDK is missing. Install it (https://dotnet.microsoft.com/download/dotnet/10.0) and start again."
    exit 3
  fi
  # The runtime does not start without ICU. Its package has another name in each release of Debian; that of its headers brings it along.
  has_icu || need_packages libicu-dev
}

has_icu() {
  has_files '/usr/lib/*/libicuuc.so.*' || has_files '/usr/lib*/libicuuc.so.*' || ldconfig -p 2> /dev/null | grep -q 'libicuuc\.so'
}

has_postgresql() {
  [[ -n ${IDENTITYSOURCE_PG_BIN:-} ]] || command -v pg_ctl > /dev/null || has_files '/usr/lib/postgresql/*/bin/initdb' \
    || has_files '/usr/pgsql-*/bin/initdb'
}

has_files() {
  compgen -G "$1" > /dev/null
}

# need_packages PACKAGE…: installs them when that is allowed, else says how.
need_packages() {
  (($# > 0)) || return 0
  if ! command -v apt-get > /dev/null; then
    say "Missing: $* (the names of Debian's packages). Install them with this system's package manager and start again."
    exit 3
  fi
  if ((EUID != 0)); then
    say "Missing: $*. Install with"
    say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    say "and start again."
    exit 3
  fi
  say "Installing $* ..."
  apt_log=$(mktemp)
  trap end_installation EXIT
  keep_postgresql_quiet "$@"
  apt_quietly "$@" || { say "$(< "$apt_log")"; exit 3; }
  end_installation
  trap - EXIT
}

end_installation() {
  rm -f "$quiet" "$apt_log"
}

# Debian makes and starts a cluster of its own when the package is installed; nobody here asked for that one. The setting lasts
# for this installation only, also when that fails.
quiet=/etc/postgresql-common/createcluster.d/identitysource.conf

keep_postgresql_quiet() {
  if [[ " $* " == *' postgresql '* ]]; then
    mkdir -p "${quiet%/*}"
    echo 'create_main_cluster = false' > "$quiet"
  fi
}

apt_quietly() {
  export DEBIAN_FRONTEND=noninteractive
  local install=(apt-get install -y -q --no-install-recommends "$@")
  # The lists of a fresh machine are empty or too old to name what the mirror still has.
  "${install[@]}" > "$apt_log" 2>&1 || { apt-get update -q > "$apt_log" 2>&1 && "${install[@]}" >> "$apt_log" 2>&1; }
}

# is_older FILE PATH…: is there anything below these paths, folders included (a deleted file), that is newer than the file?
is_older() {
  local file=$1
  shift
  [[ ! -e $file || -n $(find "$@" -newer "$file" -print -quit 2> /dev/null) ]]
}
