//! Charts as PNG: the window's own painting, turned into pixels without a window or a graphics card.

use std::collections::HashMap;

use eframe::egui::epaint::{ClippedPrimitive, Color32, ColorImage, ImageDelta, Mesh, Primitive, Vertex};
use eframe::egui::{Context, ImageData, RawInput, Rect, TextureId, Theme, ViewportId, pos2, vec2};

use crate::domain::progress::chart::Chart;
use crate::domain::progress::chart::layout::{LINE, wrapped};
use crate::ui::theme::{self, LIGHT};
use crate::ui::widgets::chart::{Picture, paint};

/// The chart on light paper with its title and its notes, `width` points wide.
///
/// # Errors
/// Where the encoder refuses, in a few words.
pub fn png(chart: &Chart, width: f64, pixels_per_point: f32) -> Result<Vec<u8>, String> {
    let image = image(chart, width, pixels_per_point);
    let mut bytes = Vec::new();
    let [columns, lines] = image.size.map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    let mut encoder = png::Encoder::new(&mut bytes, columns, lines);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let per_metre = dots_per_metre(pixels_per_point);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let title = encoder.add_itxt_chunk("Title".to_owned(), chart.title.clone());
    title
        .and_then(|()| encoder.add_itxt_chunk("Description".to_owned(), chart.summary.clone()))
        .map_err(|error| said(&error))?;
    let mut writer = encoder.write_header().map_err(|error| said(&error))?;
    let pixels: Vec<u8> = image.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]).collect();
    writer.write_image_data(&pixels).map_err(|error| said(&error))?;
    writer.finish().map_err(|error| said(&error))?;
    Ok(bytes)
}

fn said(error: &png::EncodingError) -> String {
    error.to_string()
}

/// So that the picture is printed in the size in which the window shows it: 96 points to the inch.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand dots")]
fn dots_per_metre(pixels_per_point: f32) -> u32 {
    (96.0 * pixels_per_point / 0.0254).round() as u32
}

fn image(chart: &Chart, width: f64, pixels_per_point: f32) -> ColorImage {
    let picture = Picture::new(std::sync::Arc::new(chart.clone()), cast(width));
    let notes: Vec<String> = chart.notes.iter().flat_map(|note| wrapped(note, width)).collect();
    let top = cast(picture.top());
    let line = cast(LINE);
    let below = (0..notes.len()).fold(8.0, |height, _| height + line);
    let size = vec2(cast(width), top + picture.height() + below);
    let (primitives, textures) = painted(size, pixels_per_point, |ui| {
        let colours = LIGHT.of_pictures(LIGHT.surface);
        let (painter, origin) = (ui.painter(), pos2(0.0, 0.0));
        let mut window = paint::Window { painter, origin, top: 0.0, colours: &colours };
        paint::title_line(&mut window, &chart.title);
        paint::panels(&mut window, &picture);
        for (index, note) in (0_u32..).zip(&notes) {
            paint::note_line(&mut window, picture.layout().height, index, note);
        }
    });
    let mut ground = Ground::new(size * pixels_per_point, LIGHT.surface);
    for ClippedPrimitive { clip_rect, primitive } in primitives {
        if let Primitive::Mesh(mesh) = primitive
            && let Some(texture) = textures.0.get(&mesh.texture_id)
        {
            ground.draw(&mesh, texture, clip_rect, pixels_per_point);
        }
    }
    ground.image
}

#[expect(clippy::cast_possible_truncation, reason = "a picture has a few thousand points")]
fn cast(points: f64) -> f32 {
    points as f32
}

/// What egui made of a drawing, and the textures that it refers to.
fn painted(
    size: eframe::egui::Vec2,
    pixels_per_point: f32,
    draw: impl Fn(&eframe::egui::Ui),
) -> (Vec<ClippedPrimitive>, Textures) {
    let ctx = Context::default();
    theme::install(&ctx);
    ctx.set_theme(Theme::Light);
    let mut textures = Textures::default();
    let mut primitives = Vec::new();
    // The first pass finds out which letters are needed, the second draws with them.
    for _ in 0..2 {
        let mut input =
            RawInput { screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size)), ..RawInput::default() };
        if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(pixels_per_point);
        }
        let mut output = ctx.run_ui(input, |ui| draw(ui));
        primitives = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        for (id, deltas) in std::mem::take(&mut output.textures_delta.set) {
            deltas.into_iter().for_each(|delta| textures.take_in(id, delta));
        }
        output.textures_delta.clear();
    }
    (primitives, textures)
}

/// Textures as a graphics card would keep them.
#[derive(Default)]
struct Textures(HashMap<TextureId, ColorImage>);

impl Textures {
    fn take_in(&mut self, id: TextureId, delta: ImageDelta) {
        let ImageData::Color(image) = delta.image;
        match (delta.pos, self.0.get_mut(&id)) {
            (Some([left, top]), Some(whole)) => {
                let width = whole.size[0];
                for (line, pixels) in image.pixels.chunks(image.size[0].max(1)).enumerate() {
                    let start = (top + line) * width + left;
                    if let Some(place) = whole.pixels.get_mut(start..start + pixels.len()) {
                        place.copy_from_slice(pixels);
                    }
                }
            }
            _ => {
                self.0.insert(id, ColorImage::clone(&image));
            }
        }
    }
}

/// The pixels as they are drawn on.
struct Ground {
    image: ColorImage,
}

/// A corner of a triangle in pixels.
struct Corner {
    x: f32,
    y: f32,
    u: f32,
    v: f32,
    colour: [f32; 4],
}

impl Ground {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand pixels")]
    fn new(size: eframe::egui::Vec2, paper: Color32) -> Self {
        let sides = [size.x.ceil().max(1.0) as usize, size.y.ceil().max(1.0) as usize];
        Self { image: ColorImage::filled(sides, paper) }
    }

    fn draw(&mut self, mesh: &Mesh, texture: &ColorImage, clip: Rect, pixels_per_point: f32) {
        let clip = clip * pixels_per_point;
        for triangle in mesh.indices.chunks_exact(3) {
            let corner = |index: &u32| {
                let vertex = mesh.vertices.get(usize::try_from(*index).ok()?)?;
                Some(corner(vertex, texture, pixels_per_point))
            };
            if let [a, b, c] = triangle
                && let (Some(a), Some(b), Some(c)) = (corner(a), corner(b), corner(c))
            {
                self.fill(&[a, b, c], texture, clip);
            }
        }
    }

    /// Fills a triangle: every pixel whose middle lies in it, edges shared with a neighbour only once.
    fn fill(&mut self, corners: &[Corner; 3], texture: &ColorImage, clip: Rect) {
        let [first, second, third] = corners;
        let area = edge(first, second, third.x, third.y);
        if area.abs() < f32::EPSILON {
            return;
        }
        let range = |values: [f32; 3], least: f32, most: f32, size: usize| {
            let from = values.into_iter().fold(f32::INFINITY, f32::min).max(least);
            let to = values.into_iter().fold(f32::NEG_INFINITY, f32::max).min(most);
            pixel(from.floor())..pixel(to.ceil()).min(size)
        };
        let flat = flat(corners, texture);
        let [width, height] = self.image.size;
        let columns = range(corners.each_ref().map(|corner| corner.x), clip.left(), clip.right(), width);
        for line in range(corners.each_ref().map(|corner| corner.y), clip.top(), clip.bottom(), height) {
            let y = middle(line);
            for column in columns.clone() {
                let x = middle(column);
                let parts = [(second, third), (third, first), (first, second)]
                    .map(|(from, to)| inside(from, to, x, y, area));
                let [Some(of_first), Some(of_second), Some(of_third)] = parts else { continue };
                let source = flat.unwrap_or_else(|| {
                    let mixed = mix(corners, [of_first, of_second, of_third]);
                    times(sample(texture, mixed.u, mixed.v), mixed.colour)
                });
                if let Some(below) = self.image.pixels.get_mut(line * width + column) {
                    *below = over(source, *below);
                }
            }
        }
    }
}

/// What lies between the corners at a point that takes so much of each.
fn mix(corners: &[Corner; 3], parts: [f32; 3]) -> Corner {
    let sum =
        |pick: &dyn Fn(&Corner) -> f32| corners.iter().zip(parts).map(|(one, part)| pick(one) * part).sum();
    let channel = |index: usize| sum(&|one| one.colour.get(index).copied().unwrap_or(0.0));
    Corner {
        x: sum(&|one| one.x),
        y: sum(&|one| one.y),
        u: sum(&|one| one.u),
        v: sum(&|one| one.v),
        colour: [channel(0), channel(1), channel(2), channel(3)],
    }
}

/// The colour of a triangle that has only one.
fn flat(corners: &[Corner; 3], texture: &ColorImage) -> Option<[f32; 4]> {
    let [first, rest @ ..] = corners;
    let bits = |one: &Corner| ([one.u, one.v].map(f32::to_bits), one.colour.map(f32::to_bits));
    rest.iter()
        .all(|one| bits(one) == bits(first))
        .then(|| times(sample(texture, first.u, first.v), first.colour))
}

fn times(mut colour: [f32; 4], tint: [f32; 4]) -> [f32; 4] {
    for (part, tint) in colour.iter_mut().zip(tint) {
        *part *= tint;
    }
    colour
}

fn corner(vertex: &Vertex, texture: &ColorImage, pixels_per_point: f32) -> Corner {
    let [width, height] = texture.size.map(side);
    Corner {
        x: vertex.pos.x * pixels_per_point,
        y: vertex.pos.y * pixels_per_point,
        u: vertex.uv.x * width,
        v: vertex.uv.y * height,
        colour: parts(vertex.color),
    }
}

/// Twice the area of the triangle that a point makes with an edge, above zero on one of its sides.
fn edge(from: &Corner, to: &Corner, x: f32, y: f32) -> f32 {
    (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)
}

/// How much of a triangle lies on the far side of a point; `None` outside. Of two triangles that share an edge,
/// one has the points that lie on it.
fn inside(from: &Corner, to: &Corner, x: f32, y: f32, area: f32) -> Option<f32> {
    let part = edge(from, to, x, y) / area;
    let (dx, dy) = if area > 0.0 { (to.x - from.x, to.y - from.y) } else { (from.x - to.x, from.y - to.y) };
    let owns_edge = dy < 0.0 || (dy == 0.0 && dx > 0.0);
    (part > 0.0 || (part == 0.0 && owns_edge)).then_some(part)
}

/// The texture between its pixels, as a graphics card blends them.
fn sample(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = texture.size;
    let (left, top) = ((u - 0.5).max(0.0), (v - 0.5).max(0.0));
    let (column, line) = (pixel(left.floor()), pixel(top.floor()));
    let (right, below) = (left.fract(), top.fract());
    let at = |column: usize, line: usize| {
        let place = line.min(height.saturating_sub(1)) * width + column.min(width.saturating_sub(1));
        texture.pixels.get(place).copied().map_or([0.0; 4], parts)
    };
    let corners = [
        (at(column, line), (1.0 - right) * (1.0 - below)),
        (at(column + 1, line), right * (1.0 - below)),
        (at(column, line + 1), (1.0 - right) * below),
        (at(column + 1, line + 1), right * below),
    ];
    let mut mixed = [0.0; 4];
    for (pixel, weight) in corners {
        for (sum, value) in mixed.iter_mut().zip(pixel) {
            *sum += value * weight;
        }
    }
    mixed
}

fn parts(colour: Color32) -> [f32; 4] {
    colour.to_array().map(|part| f32::from(part) / 255.0)
}

/// A premultiplied colour laid over an opaque one.
fn over(source: [f32; 4], below: Color32) -> Color32 {
    let clear = 1.0 - source[3];
    let [red, green, blue, _] = parts(below);
    let mixed = [source[0] + red * clear, source[1] + green * clear, source[2] + blue * clear];
    theme::colour(crate::domain::progress::chart::palette::Rgb(mixed.map(byte)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float casts saturate")]
fn byte(part: f32) -> u8 {
    (part * 255.0).round() as u8
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float casts saturate")]
fn pixel(place: f32) -> usize {
    place as usize
}

#[expect(clippy::cast_precision_loss, reason = "a picture has a few thousand pixels")]
fn middle(pixel: usize) -> f32 {
    pixel as f32 + 0.5
}

#[expect(clippy::cast_precision_loss, reason = "a texture has a few thousand pixels")]
fn side(pixels: usize) -> f32 {
    pixels as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::epaint::WHITE_UV;

    fn half_ink() -> Color32 {
        LIGHT.text.gamma_multiply(0.5)
    }

    fn white() -> ColorImage {
        ColorImage::filled([1, 1], Color32::WHITE)
    }

    fn mesh(corners: &[[f32; 2]], indices: &[u32]) -> Mesh {
        let vertex = |[x, y]: &[f32; 2]| Vertex { pos: pos2(*x, *y), uv: WHITE_UV, color: half_ink() };
        Mesh { indices: indices.to_vec(), vertices: corners.iter().map(vertex).collect(), ..Mesh::default() }
    }

    #[test]
    fn triangles_that_share_an_edge_cover_every_pixel_once() {
        let everywhere = Rect::from_min_size(pos2(0.0, 0.0), vec2(40.0, 40.0));
        let corners = [[3.0, 2.0], [33.5, 2.0], [33.5, 29.0], [3.0, 29.0]];
        for indices in [[0, 1, 2, 0, 2, 3], [0, 2, 1, 0, 3, 2], [1, 2, 3, 1, 3, 0]] {
            let mut ground = Ground::new(vec2(40.0, 40.0), LIGHT.surface);
            ground.draw(&mesh(&corners, &indices), &white(), everywhere, 1.0);
            let inked: Vec<Color32> =
                ground.image.pixels.iter().copied().filter(|pixel| *pixel != LIGHT.surface).collect();
            // The right edge runs through the middle of a column, which is one side's or the other's.
            assert!(inked.len() == 30 * 27 || inked.len() == 31 * 27, "{}", inked.len());
            assert!(inked.windows(2).all(|pair| pair[0] == pair[1]), "no pixel is drawn on twice");
        }
    }

    #[test]
    fn nothing_is_drawn_outside_the_clip() {
        let mut ground = Ground::new(vec2(40.0, 40.0), LIGHT.surface);
        let clip = Rect::from_min_max(pos2(5.0, 5.0), pos2(10.0, 10.0));
        let corners = [[0.0, 0.0], [20.0, 0.0], [20.0, 20.0], [0.0, 20.0]];
        ground.draw(&mesh(&corners, &[0, 1, 2, 0, 2, 3]), &white(), clip, 2.0);
        let inked = ground.image.pixels.iter().filter(|pixel| **pixel != LIGHT.surface).count();
        assert_eq!(inked, 100);
    }
}
