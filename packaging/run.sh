#!/bin/sh
# Installs what this machine lacks, builds Starling and opens its window.
# Arguments are handed on: `sh packaging/run.sh check` runs `starling check`.
set -eu
cd "$(dirname "$0")/.."
. packaging/install.sh

install_packages "$BUILD_DEBIAN" "$BUILD_FEDORA" "$BUILD_ARCH"
install_rust

[ -x target/release/starling ] || say "building; the first time takes some minutes"
cargo build --release --locked || give_up "the build failed; the reason stands above"
exec target/release/starling "$@"
