#!/bin/sh
# Installs Starling from this folder: for you alone into ~/.local, or with a folder as argument there.
#   sh install.sh               sh install.sh /usr/local               sh install.sh --remove [FOLDER]
# The library with your takes lies elsewhere and is never touched.
set -eu
cd "$(dirname "$0")"
remove=no
if [ "${1:-}" = --remove ]; then
    remove=yes
    shift
fi
prefix=${1:-$HOME/.local}

find bin share -type f | while read -r file; do
    if [ "$remove" = yes ]; then
        rm -f "$prefix/$file"
    else
        mkdir -p "$(dirname "$prefix/$file")"
        # By another name first, so that a program that runs keeps its file.
        cp "$file" "$prefix/$file.new"
        mv "$prefix/$file.new" "$prefix/$file"
    fi
done
if [ "$remove" = yes ]; then
    rmdir "$prefix/share/doc/starling/licences" "$prefix/share/doc/starling" 2>/dev/null || true
    echo "starling: removed from $prefix. Your library is where it was."
    exit 0
fi
# The menu finds the program also where its folder is not searched for commands.
sed -i "s|^Exec=starling|Exec=\"$prefix/bin/starling\"|" "$prefix/share/applications/app.starling.Starling.desktop"
echo "starling: installed into $prefix."
case ":$PATH:" in
*":$prefix/bin:"*) echo "starling: start it from the menu, or type: starling" ;;
*) echo "starling: start it from the menu, or type: $prefix/bin/starling" ;;
esac
