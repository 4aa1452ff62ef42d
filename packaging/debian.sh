#!/bin/sh
# Makes a Debian package in target/packages: sh packaging/debian.sh
# STARLING_PROGRAM=FILE takes a program that is built already; STARLING_PICTURES=URL names where the pictures lie,
# STARLING_MAINTAINER who answers for the package.
set -eu
MAINTAINER=${STARLING_MAINTAINER:-The Starling authors <maintainers@starling.app>}
cd "$(dirname "$0")/.."
. packaging/install.sh
. packaging/stage.sh

install_packages "dpkg-dev fakeroot" "dpkg-dev fakeroot" "dpkg fakeroot"
build_program

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
umask 022
stage "$work/root" /usr
doc=$work/root/usr/share/doc/starling

# What the program links is asked of the program; what it loads at run time is listed here.
mkdir -p "$work/debian"
printf 'Source: starling\n\nPackage: starling\nArchitecture: any\n' >"$work/debian/control"
linked=$(cd "$work" && dpkg-shlibdeps -O root/usr/bin/starling 2>/dev/null | sed 's/^shlibs:Depends=//')
loaded="libegl1, libgl1, libwayland-client0, libx11-6, libxcursor1, libxi6, libxkbcommon-x11-0, libxrandr2"

mkdir -p "$work/root/DEBIAN"
cat >"$work/root/DEBIAN/control" <<CONTROL
Package: starling
Version: $VERSION
Section: education
Priority: optional
Architecture: $(dpkg --print-architecture)
Depends: $linked, $loaded
Recommends: libasound2-plugins, xdg-desktop-portal
Installed-Size: $(du -sk "$work/root/usr" | cut -f 1)
Maintainer: $MAINTAINER
Description: practise spoken interview answers and see how long each part takes
 Starling shows a question, records the answer, and lets the speaker mark with
 one key where Situation, Task, Action and Result begin. It keeps the take with
 a rating and the story it tells, plays it back, and shows over weeks how the
 split of the time moves towards the target.
 .
 Everything stays on this machine: the program never uses a network.
CONTROL

cat >"$doc/copyright" <<COPYRIGHT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Starling

Files: *
Copyright: 2026 The Starling authors
License: Expat or Apache-2.0

Files: assets/fonts/*
Copyright: 2017 IBM Corp. with Reserved Font Name "Plex"
License: OFL-1.1

Files: assets/icons/*
Copyright: 2020-2021 Phosphor Icons
License: Expat

License: Expat
$(sed -e '1,/^$/d' LICENSE-MIT | sed -e '/^Copyright/d' -e 's/^$/./' -e 's/^/ /' | sed '1{/^ \.$/d}')

License: Apache-2.0
 On Debian systems the whole text lies in /usr/share/common-licenses/Apache-2.0.

License: OFL-1.1
$(sed -e 's/[[:space:]]*$//' -e 's/^$/./' -e 's/^/ /' assets/fonts/OFL.txt)
COPYRIGHT

{
    printf 'starling (%s) unstable; urgency=medium\n\n' "$VERSION"
    printf '  * What changed stands in /usr/share/doc/starling/NEWS.gz.\n\n'
    printf ' -- %s  %s\n' "$MAINTAINER" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$doc/changelog.gz"
gzip -9n <CHANGELOG.md >"$doc/NEWS.gz"

find "$work/root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p target/packages
package=target/packages/starling_${VERSION}_$(dpkg --print-architecture).deb
fakeroot dpkg-deb --root-owner-group -Zxz --build "$work/root" "$package" >/dev/null
say "made $package"
say "install it with: sudo apt-get install ./$package"
