#!/bin/sh
# Installs what the tests need and passes all of them: formatting, lints, unit and integration tests.
set -eu
cd "$(dirname "$0")/.."
. packaging/install.sh

# A screen, a sound server, a screen reader's view and a voice, none of them real.
TEST_DEBIAN="xvfb openbox xdotool x11-utils imagemagick pulseaudio pulseaudio-utils dbus-x11 at-spi2-core \
python3-pyatspi espeak-ng sox strace hunspell hunspell-en-gb"
TEST_FEDORA="xorg-x11-server-Xvfb openbox xdotool xorg-x11-utils ImageMagick pulseaudio pulseaudio-utils \
dbus-x11 at-spi2-core python3-pyatspi espeak-ng sox strace hunspell hunspell-en-GB"
TEST_ARCH="xorg-server-xvfb openbox xdotool xorg-xwininfo imagemagick pulseaudio dbus at-spi2-core \
python-atspi espeak-ng sox strace hunspell hunspell-en_gb"

install_packages "$BUILD_DEBIAN $TEST_DEBIAN" "$BUILD_FEDORA $TEST_FEDORA" "$BUILD_ARCH $TEST_ARCH"
install_rust
for component in rustfmt clippy; do
    cargo "${component#rust}" --version >/dev/null 2>&1 || rustup component add "$component"
done

say "formatting"
cargo fmt --check
say "lints"
cargo clippy --locked --all-targets -- -D warnings
say "tests"
cargo test --locked
