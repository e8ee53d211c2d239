#!/usr/bin/env bash
# Starts IdentitySource, or runs one of its commands: ./run.sh, ./run.sh app create --name Shop --json
# Installs what is missing (as root; others are told what to install) and builds when a source file changed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/machine.sh
source "$root/scripts/machine.sh"
# shellcheck source=scripts/server.sh
source "$root/scripts/server.sh"

need_sdk
if [[ -z ${ConnectionStrings__Default:-} ]] && ! has_postgresql; then
  need_packages postgresql
fi
build_server

# Production is said explicitly; without a word it is somebody trying it out.
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
# The working folder stays the caller's, for the files that commands are given.
export IdentitySource__DataFolder=${IdentitySource__DataFolder:-$root/data}
exec dotnet "$server/IdentitySource.Server.dll" "$@"
