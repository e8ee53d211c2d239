#!/usr/bin/env bash
# Packs the published server as one file: artifacts/identitysource.tar.gz. It runs where the ASP.NET Core 10 runtime is.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/machine.sh
source "$root/scripts/machine.sh"
# shellcheck source=scripts/server.sh
source "$root/scripts/server.sh"

need_sdk
build_server
tree=$root/artifacts/package
package=$root/artifacts/identitysource.tar.gz
rm -rf "$tree"
mkdir "$tree"
cp -R "$server" "$tree/identitysource"
rm "$tree/identitysource/built"
cp "$root/docs/operating/install.md" "$root/docs/operating/examples/identitysource.service" "$tree/identitysource/"
# The same tree makes the same file, and everybody may read what nobody may change.
tar --create --sort=name --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' --mtime=@0 -C "$tree" identitysource | gzip --no-name > "$package.new"
mv "$package.new" "$package"
rm -rf "$tree"
say "$package"
