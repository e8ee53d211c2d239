#!/usr/bin/env bash
# Makes what docker-compose.yml reads from ./secrets: passwords of the databases, connection strings with them, the master key.
# What is there already stays: running it again is safe. Back the folder up apart from the database.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:-$root/secrets}

# A container engine mounts each file with the owner and mode it has here, into containers that run as other accounts: the files are
# readable, and the folder lets nobody pass.
umask 077
mkdir -p "$folder"
chmod 0700 "$folder"

random() {
  head -c 32 /dev/urandom | base64 | tr -d '\n'
}

# Letters, digits, '-' and '_' only, so that no language on the way reads it as more than text; of every kind one, as SQL Server asks.
password() {
  printf 'Aa0-%s' "$(random | tr '+/' '-_' | tr -d '=')"
}

# make NAME COMMAND…: the file's text is what the command prints. Whole or not at all.
make() {
  local file=$folder/$1
  shift
  [[ ! -e $file ]] || return 0
  rm -f "$file.new"
  "$@" > "$file.new"
  chmod 0444 "$file.new"
  mv "$file.new" "$file"
}

sqlserver_connection() {
  # The certificate is the container's own: on this network the password travels encrypted, and nobody else answers to the name.
  printf 'Server=sqlserver,1433;Database=identitysource;User ID=identitysource;Password=%s;Encrypt=True;TrustServerCertificate=True' \
    "$(< "$folder/sqlserver_password")"
}

postgres_connection() {
  printf 'Host=postgres;Database=identitysource;Username=identitysource;Password=%s' "$(< "$folder/postgres_password")"
}

make master_key random
make sqlserver_sa_password password
make sqlserver_password password
make sqlserver_connection sqlserver_connection
make postgres_admin_password password
make postgres_password password
make postgres_connection postgres_connection
