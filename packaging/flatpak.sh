#!/bin/sh
# Builds and installs Starling as a Flatpak for this user: sh packaging/flatpak.sh
# The crates are brought along, because a Flatpak builds without a network.
set -eu
cd "$(dirname "$0")/.."
. packaging/install.sh
. packaging/stage.sh

if [ "${1:-}" = --stage ]; then
    stage "" "$2"
    exit 0
fi
command -v flatpak-builder >/dev/null 2>&1 || install_packages "flatpak flatpak-builder" "flatpak flatpak-builder" "flatpak flatpak-builder"
install_rust
say "bringing the crates along"
mkdir -p .cargo
trap 'rm -rf vendor .cargo/config.toml; rmdir .cargo 2>/dev/null || true' EXIT
cargo vendor --locked --quiet vendor >.cargo/config.toml
flatpak-builder --user --install --force-clean --install-deps-from=flathub target/flatpak \
    packaging/flatpak/app.starling.Starling.yml
say "start it with: flatpak run app.starling.Starling"
