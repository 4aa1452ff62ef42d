#!/bin/sh
# Makes Starling.app and a disk image of it in target/packages, on a Mac: sh packaging/macos.sh
# Not tried on a Mac so far. STARLING_SIGNER names the identity to sign with; without it the bundle is signed for this machine only.
set -eu
cd "$(dirname "$0")/.."
. packaging/install.sh
[ "$(uname -s)" = Darwin ] || give_up "this makes a bundle for macOS and runs there only"
install_rust
VERSION=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
for target in aarch64-apple-darwin x86_64-apple-darwin; do
    rustup target add "$target"
    cargo build --profile dist --locked --target "$target"
done
app=target/packages/Starling.app
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
lipo -create -output "$app/Contents/MacOS/starling" \
    target/aarch64-apple-darwin/dist/starling target/x86_64-apple-darwin/dist/starling
sed "s/@VERSION@/$VERSION/" packaging/macos/Info.plist.in >"$app/Contents/Info.plist"
icons=$(mktemp -d)/Starling.iconset
mkdir -p "$icons"
for size in 16 32 128 256 512; do
    cp assets/icon/starling-$size.png "$icons/icon_${size}x$size.png"
done
cp assets/icon/starling-32.png "$icons/icon_16x16@2x.png"
cp assets/icon/starling-64.png "$icons/icon_32x32@2x.png"
cp assets/icon/starling-256.png "$icons/icon_128x128@2x.png"
cp assets/icon/starling-512.png "$icons/icon_256x256@2x.png"
iconutil -c icns -o "$app/Contents/Resources/Starling.icns" "$icons"
codesign --force --options runtime --entitlements packaging/macos/entitlements.plist \
    --sign "${STARLING_SIGNER:--}" "$app"
hdiutil create -volname Starling -srcfolder "$app" -ov -format UDZO "target/packages/Starling-$VERSION.dmg"
say "made target/packages/Starling-$VERSION.dmg"
