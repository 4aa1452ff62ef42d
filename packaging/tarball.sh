#!/bin/sh
# Makes a folder that installs itself for one user or for all, packed in target/packages: sh packaging/tarball.sh
set -eu
cd "$(dirname "$0")/.."
. packaging/install.sh
. packaging/stage.sh

build_program

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
name=starling-$VERSION-linux-$(uname -m)
stage "$work/$name" ""
install -m755 packaging/linux/install.sh "$work/$name/install.sh"
install -m644 LICENSE-MIT LICENSE-APACHE "$work/$name"
mkdir -p "$work/$name/share/doc/starling/licences"
install -m644 assets/fonts/OFL.txt "$work/$name/share/doc/starling/licences/IBM-Plex.txt"
install -m644 assets/icons/LICENSE "$work/$name/share/doc/starling/licences/Phosphor.txt"
mkdir -p target/packages
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work" -cJf \
    "target/packages/$name.tar.xz" "$name"
say "made target/packages/$name.tar.xz"
