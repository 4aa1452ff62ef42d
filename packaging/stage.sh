# Sourced by the scripts that make packages: builds the program and lays its files out as a system has them.
# shellcheck shell=sh

APP_ID=app.starling.Starling
VERSION=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
# The day of the last change, so that the same sources give the same package.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH

# Builds the program as it is handed out, unless STARLING_PROGRAM names one that is built already.
build_program() {
    if [ -n "${STARLING_PROGRAM:-}" ]; then
        return 0
    fi
    install_packages "$BUILD_DEBIAN" "$BUILD_FEDORA" "$BUILD_ARCH"
    install_rust
    say "building; this takes some minutes"
    # Paths of the machine that builds would make two builds differ.
    RUSTFLAGS="--remap-path-prefix=$(pwd)=/starling --remap-path-prefix=$HOME/.cargo=/cargo" \
        cargo build --profile dist --locked || give_up "the build failed; the reason stands above"
    STARLING_PROGRAM=target/dist/starling
}

# Every library that is built into the program, with its version and its licence.
list_of_licences() {
    printf 'Starling is built from these libraries, each under the licence named beside it.\n\n'
    cargo tree --locked --edges normal --prefix none --format '{p}: {l}' | sed 's/ ([^)]*)//g' | sort -u | grep -v '^starling '
}

# Lays everything out below $1, for the prefix $2.
stage() {
    root=$1$2
    share=$root/share
    install -Dm755 "$STARLING_PROGRAM" "$root/bin/starling"
    strip --strip-unneeded "$root/bin/starling" 2>/dev/null || say "strip is not here; the program stays as it is"
    install -Dm644 packaging/linux/$APP_ID.desktop "$share/applications/$APP_ID.desktop"
    install -Dm644 assets/icon/starling.svg "$share/icons/hicolor/scalable/apps/$APP_ID.svg"
    for size in 16 24 32 48 64 128 256 512; do
        install -Dm644 assets/icon/starling-$size.png "$share/icons/hicolor/${size}x$size/apps/$APP_ID.png"
    done
    metainfo "$share/metainfo/$APP_ID.metainfo.xml"
    mkdir -p "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/vendor-completions" \
        "$share/fish/vendor_completions.d" "$share/doc/starling"
    "$STARLING_PROGRAM" man | gzip -9n >"$share/man/man1/starling.1.gz"
    "$STARLING_PROGRAM" completions bash >"$share/bash-completion/completions/starling"
    "$STARLING_PROGRAM" completions zsh >"$share/zsh/vendor-completions/_starling"
    "$STARLING_PROGRAM" completions fish >"$share/fish/vendor_completions.d/starling.fish"
    list_of_licences >"$share/doc/starling/libraries.txt"
    install -m644 README.md "$share/doc/starling/README.md"
}

# What software centres show. The pictures need an address in the web, which only who publishes knows.
metainfo() {
    mkdir -p "$(dirname "$1")"
    day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
    if [ -n "${STARLING_PICTURES:-}" ]; then
        pictures="s|@PICTURES@|$STARLING_PICTURES|"
    else
        pictures='/<screenshots>/,/<\/screenshots>/d'
    fi
    sed -e "$pictures" -e "s/@VERSION@/$VERSION/" -e "s/@DATE@/$day/" packaging/linux/$APP_ID.metainfo.xml.in >"$1"
}
