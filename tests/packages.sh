#!/bin/sh
# Proves the packages on a clean system in a folder: sh tests/packages.sh
# Makes the Debian package and the tarball, checks them with the tools of the field, installs, starts, upgrades and removes.
# Needs root, because a clean system in a folder does. STARLING_PROGRAM=FILE takes a program that is built already.
set -eu
cd "$(dirname "$0")/.."
. packaging/install.sh
[ "$(id -u)" -eq 0 ] || give_up "run this as root: a clean system in a folder needs it"
install_packages "debootstrap lintian desktop-file-utils appstream xvfb xauth" "debootstrap" "debootstrap"

sh packaging/debian.sh
sh packaging/tarball.sh
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
package=target/packages/starling_${version}_$(dpkg --print-architecture).deb
tarball=target/packages/starling-$version-linux-$(uname -m).tar.xz

say "checking with lintian, desktop-file-validate and appstreamcli"
lintian --fail-on error,warning --allow-root "$package"
work=$(mktemp -d)
trap 'umount "$work/clean/proc" 2>/dev/null || true; rm -rf "$work"' EXIT
chmod 755 "$work"
dpkg-deb -x "$package" "$work/unpacked"
desktop-file-validate "$work"/unpacked/usr/share/applications/*.desktop
appstreamcli validate --no-net "$work"/unpacked/usr/share/metainfo/*.xml >/dev/null

say "making a clean system"
debootstrap --variant=minbase bookworm "$work/clean" >"$work/log" 2>&1 || { tail "$work/log" >&2; give_up "no clean system"; }
mount -t proc proc "$work/clean/proc"
inside() {
    chroot "$work/clean" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/srv LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

say "installing"
cp "$package" "$work/clean/srv/starling.deb"
inside apt-get -qq update
inside apt-get -qq install -y --no-install-recommends /srv/starling.deb xvfb xauth >"$work/log" 2>&1 || { tail "$work/log" >&2; give_up "it cannot be installed"; }
inside starling --version
# The files of the manual are left out of a clean system by its own rule; the command prints the page as well.
inside starling man | grep -q '^\.SH COMMANDS'
printf '# Conflict\n\n1. Tell me about a quarrel over tabs.\n' >"$work/clean/srv/list.md"
inside starling import /srv/list.md
before=$(inside find /srv/.local/share/starling/library -type f | sort)

say "opening the window"
inside apt-get -qq install -y --no-install-recommends x11-utils >/dev/null 2>&1
# The program runs until its window has a title that the X server knows; then it is ended like by a log-out.
# shellcheck disable=SC2016  # Read by the shell inside.
inside timeout 60 xvfb-run -a -s "-screen 0 1280x900x24 +extension GLX" sh -c '
    starling & program=$!
    until xwininfo -root -tree | grep -q "Starling\""; do kill -0 $program || exit 1; done
    kill -TERM $program; wait $program; code=$?; test $code -eq 0 || test $code -eq 143' || give_up "the window does not open on a clean system"

say "upgrading and removing"
inside apt-get -qq install -y --reinstall --no-install-recommends /srv/starling.deb >/dev/null 2>&1
[ "$(inside find /srv/.local/share/starling/library -type f -name '*.ron' -path '*questions*' | wc -l)" -ge 1 ] || give_up "the upgrade lost questions"
inside apt-get -qq purge -y starling >/dev/null 2>&1
inside test ! -e /usr/bin/starling
for file in $before; do
    inside test -e "$file" || give_up "removing the package took $file"
done

say "the tarball, for one user and away again"
mkdir "$work/unpack" "$work/home"
tar -xJf "$tarball" -C "$work/unpack"
HOME=$work/home sh "$work"/unpack/*/install.sh >/dev/null
"$work/home/.local/bin/starling" --version
desktop-file-validate "$work"/home/.local/share/applications/*.desktop
HOME=$work/home sh "$work"/unpack/*/install.sh --remove >/dev/null
left=$(find "$work/home" -type f)
[ -z "$left" ] || give_up "removing left: $left"
say "the packages hold"
