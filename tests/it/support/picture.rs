//! A picture of a window that has no screen, for whoever wants to see what a test sees: `STARLING_SHOTS=folder`.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels and parts of colours"
)]

use std::path::PathBuf;

use eframe::egui::epaint::{Mesh, Primitive, Vertex};
use eframe::egui::{ColorImage, Rect, Vec2};

use super::window::Window;

/// Writes what the window shows, where pictures were asked for.
pub fn keep(window: &mut Window, name: &str) {
    let Some(folder) = std::env::var_os("STARLING_SHOTS") else { return };
    window.step();
    let scale = window.output().pixels_per_point;
    let size = window.ctx.content_rect().size() * scale;
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    let letters = window.ctx.fonts(|fonts| fonts.image());
    let mut canvas = Canvas::new(size);
    for clipped in window.ctx.tessellate(window.output().shapes.clone(), scale) {
        if let Primitive::Mesh(mesh) = &clipped.primitive {
            canvas.draw(mesh, &letters, clipped.clip_rect * scale, scale);
        }
    }
    canvas.write(&PathBuf::from(folder).join(format!("{name}.png")));
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[f32; 3]>,
}

impl Canvas {
    fn new(size: Vec2) -> Self {
        let (width, height) = (size.x.ceil() as usize, size.y.ceil() as usize);
        Self { width, height, pixels: vec![[0.0; 3]; width * height] }
    }

    fn draw(&mut self, mesh: &Mesh, texture: &ColorImage, clip: Rect, scale: f32) {
        for triangle in mesh.indices.chunks_exact(3) {
            let corners = [0, 1, 2].map(|index: usize| mesh.vertices[triangle[index] as usize]);
            self.fill(corners, texture, clip, scale);
        }
    }

    fn fill(&mut self, corners: [Vertex; 3], texture: &ColorImage, clip: Rect, scale: f32) {
        let at = corners.map(|corner| corner.pos.to_vec2() * scale);
        let cross = |a: Vec2, b: Vec2| a.x * b.y - a.y * b.x;
        let area = cross(at[1] - at[0], at[2] - at[0]);
        if area.abs() < 1e-6 {
            return;
        }
        let span = |values: [f32; 3], least: f32, most: f32, end: usize| {
            let from = values.into_iter().fold(f32::INFINITY, f32::min).max(least).max(0.0);
            let to = values.into_iter().fold(f32::NEG_INFINITY, f32::max).min(most).max(0.0);
            from.floor() as usize..(to.ceil() as usize).min(end)
        };
        for y in span(at.map(|at| at.y), clip.top(), clip.bottom(), self.height) {
            for x in span(at.map(|at| at.x), clip.left(), clip.right(), self.width) {
                let here = Vec2::new(x as f32 + 0.5, y as f32 + 0.5);
                let parts = [
                    cross(at[1] - here, at[2] - here) / area,
                    cross(at[2] - here, at[0] - here) / area,
                    cross(at[0] - here, at[1] - here) / area,
                ];
                if parts.iter().all(|part| *part >= 0.0) {
                    let sum = |pick: &dyn Fn(&Vertex) -> f32| -> f32 {
                        corners.iter().zip(parts).map(|(corner, part)| pick(corner) * part).sum()
                    };
                    let ink = letter(texture, sum(&|corner| corner.uv.x), sum(&|corner| corner.uv.y));
                    let colour = [0, 1, 2, 3].map(|channel| {
                        sum(&|corner| f32::from(corner.color.to_array()[channel])) / 255.0 * ink[channel]
                    });
                    let below = &mut self.pixels[y * self.width + x];
                    for channel in 0..3 {
                        below[channel] = colour[channel] + below[channel] * (1.0 - colour[3]);
                    }
                }
            }
        }
    }

    fn write(&self, path: &PathBuf) {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        let pixels: Vec<u8> = self.pixels.iter().flatten().map(|part| (part * 255.0).round() as u8).collect();
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a picture that somebody asked for")]
        std::fs::write(path, bytes).unwrap();
    }
}

/// The nearest pixel of the texture with the letters.
fn letter(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = texture.size;
    let (x, y) = ((u * width as f32) as usize, (v * height as f32) as usize);
    let pixel = texture.pixels[y.min(height - 1) * width + x.min(width - 1)];
    pixel.to_array().map(|part| f32::from(part) / 255.0)
}
