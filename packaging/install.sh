# Sourced by packaging/run.sh and tests/run.sh: finds out what this machine lacks and installs it.
# shellcheck shell=sh
# shellcheck disable=SC2034  # The lists are read by the scripts that source this one.

RUST_NEEDED=1.95

# What the program is built with and what its window and sound load when it runs.
BUILD_DEBIAN="gcc libc6-dev pkg-config libasound2-dev libasound2-plugins libgl1 libegl1 libgl1-mesa-dri \
libwayland-client0 libxkbcommon-x11-0 libxcursor1 libxi6 libxrandr2"
BUILD_FEDORA="gcc pkgconf-pkg-config alsa-lib-devel alsa-plugins-pulseaudio mesa-libGL mesa-libEGL \
mesa-dri-drivers libwayland-client libxkbcommon-x11 libXcursor libXi libXrandr"
BUILD_ARCH="gcc pkgconf alsa-lib alsa-plugins mesa wayland libxkbcommon-x11 libxcursor libxi libxrandr"

say() {
    printf '%s\n' "starling: $*"
}

give_up() {
    printf '%s\n' "starling: $*" >&2
    exit 1
}

# Runs a command as root, by whatever way there is.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        give_up "this needs root, and there is no sudo. Run as root: $*"
    fi
}

has_debian_package() {
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'
}

# Installs those of the named Debian packages that are not there.
install_debian() {
    missing=""
    for package in "$@"; do
        has_debian_package "$package" || missing="$missing $package"
    done
    if [ -z "$missing" ]; then
        return 0
    fi
    say "installing:$missing"
    as_root apt-get update -qq || give_up "the package lists cannot be fetched. Is this machine online?"
    # The list of packages is meant to be split at its spaces.
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        give_up "these packages cannot be installed:$missing"
}

# Installs packages where apt-get is there, and names them where it is not.
# Arguments: the lists for Debian, Fedora and Arch.
install_packages() {
    if command -v apt-get >/dev/null 2>&1; then
        # shellcheck disable=SC2086
        install_debian $1
    elif command -v dnf >/dev/null 2>&1; then
        say "on Fedora this needs: sudo dnf install $2"
    elif command -v pacman >/dev/null 2>&1; then
        say "on Arch this needs: sudo pacman -S --needed $3"
    else
        say "this system has none of apt-get, dnf and pacman. What it needs is called on Debian: $1"
    fi
}

# Whether version $1 is at least version $2, both as major.minor.
is_at_least() {
    [ "${1%%.*}" -gt "${2%%.*}" ] && return 0
    [ "${1%%.*}" -eq "${2%%.*}" ] || return 1
    minor=${1#*.}
    [ "${minor%%.*}" -ge "${2#*.}" ]
}

has_rust() {
    command -v cargo >/dev/null 2>&1 || return 1
    is_at_least "$(cargo --version | cut -d ' ' -f 2)" "$RUST_NEEDED"
}

install_rust() {
    if [ -r "$HOME/.cargo/env" ]; then
        # shellcheck disable=SC1091
        . "$HOME/.cargo/env"
    fi
    if has_rust; then
        return 0
    fi
    if ! command -v rustup >/dev/null 2>&1; then
        say "installing Rust with rustup into $HOME/.cargo and $HOME/.rustup"
        command -v curl >/dev/null 2>&1 || install_packages "curl ca-certificates" curl curl
        curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal ||
            give_up "Rust $RUST_NEEDED or newer is needed and could not be fetched. See https://rustup.rs"
        # shellcheck disable=SC1091
        . "$HOME/.cargo/env"
    fi
    if ! has_rust; then
        say "installing the stable Rust toolchain"
        rustup toolchain install stable --profile minimal ||
            give_up "Rust $RUST_NEEDED or newer is needed, this machine has $(cargo --version 2>/dev/null || echo none)"
        RUSTUP_TOOLCHAIN=stable
        export RUSTUP_TOOLCHAIN
    fi
    has_rust || give_up "Rust $RUST_NEEDED or newer is needed, this machine has $(cargo --version 2>/dev/null || echo none)"
}
