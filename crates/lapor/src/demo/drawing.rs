//! Pictures and papers for the demonstration: simple drawings, made when they are needed.

use crate::compose::Failed;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use rand::Rng;
use rand::rngs::StdRng;

const WIDTH: i32 = 480;
const HEIGHT: i32 = 320;

const SKY: [u8; 3] = [176, 206, 230];
const NIGHT: [u8; 3] = [28, 34, 58];
const GRASS: [u8; 3] = [110, 150, 84];
const ASPHALT: [u8; 3] = [96, 96, 98];
const MUD: [u8; 3] = [134, 104, 72];
const WATER: [u8; 3] = [92, 128, 150];
const WALL: [u8; 3] = [214, 198, 170];
const ROOF: [u8; 3] = [150, 74, 56];
const WOOD: [u8; 3] = [112, 80, 52];
const DARK: [u8; 3] = [52, 46, 44];
const PAPER: [u8; 3] = [246, 244, 238];
const INK: [u8; 3] = [70, 74, 84];
const LEAVES: [u8; 3] = [58, 104, 62];

struct Sketch {
    image: RgbImage,
}

impl Sketch {
    fn new(color: [u8; 3]) -> Self {
        let (width, height) = (WIDTH.unsigned_abs(), HEIGHT.unsigned_abs());
        Self { image: RgbImage::from_pixel(width, height, Rgb(color)) }
    }

    fn dot(&mut self, x: i32, y: i32, color: [u8; 3]) {
        let inside = (0..WIDTH).contains(&x) && (0..HEIGHT).contains(&y);
        if inside
            && let Some(pixel) =
                self.image.get_pixel_mut_checked(x.unsigned_abs(), y.unsigned_abs())
        {
            *pixel = Rgb(color);
        }
    }

    fn rectangle(&mut self, (x, y): (i32, i32), (w, h): (i32, i32), color: [u8; 3]) {
        for row in y..y + h {
            for column in x..x + w {
                self.dot(column, row, color);
            }
        }
    }

    fn ellipse(&mut self, (x, y): (i32, i32), (a, b): (i32, i32), color: [u8; 3]) {
        for row in -b..=b {
            for column in -a..=a {
                if column * column * b * b + row * row * a * a <= a * a * b * b {
                    self.dot(x + column, y + row, color);
                }
            }
        }
    }

    /// Grain, so that two drawings of one thing are not one file.
    fn grain(&mut self, rng: &mut StdRng) {
        for pixel in self.image.pixels_mut() {
            let shift = rng.random_range(-7_i16..=7);
            for part in &mut pixel.0 {
                *part = u8::try_from((i16::from(*part) + shift).clamp(0, 255)).unwrap_or(*part);
            }
        }
    }

    fn jpeg(&self) -> Result<Vec<u8>, Failed> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 72).encode_image(&self.image)?;
        Ok(bytes)
    }
}

/// A picture of the thing, as JPEG; of an office's finished work when `mended`.
pub(crate) fn picture(of: &str, mended: bool, rng: &mut StdRng) -> Result<Vec<u8>, Failed> {
    let mut sketch = Sketch::new(SKY);
    let x = rng.random_range(60..200);
    sketch.rectangle((0, 150), (WIDTH, 170), GRASS);
    match of {
        "road" => road(&mut sketch, x, mended),
        "water" => {
            sketch.rectangle((0, 190), (WIDTH, 90), if mended { WATER } else { MUD });
            sketch.ellipse((x, 230), (50, 14), if mended { WATER } else { DARK });
        }
        "flood" => {
            house(&mut sketch, x);
            sketch.rectangle((0, if mended { 290 } else { 215 }), (WIDTH, 120), MUD);
        }
        "lamp" => lamp(&mut sketch, x, mended),
        "bridge" => bridge(&mut sketch, x, mended),
        "waste" => {
            let heap = if mended { 0 } else { 16 };
            for nth in 0..heap {
                let at = (x + nth * 14, 250 - (nth % 4) * 12);
                sketch.ellipse(at, (20, 14), if nth % 2 == 0 { DARK } else { WALL });
            }
        }
        "tree" => {
            sketch.rectangle((x + 60, 90), (22, 190), WOOD);
            sketch.ellipse((x + if mended { 70 } else { 110 }, 90), (70, 48), LEAVES);
        }
        "food" => {
            sketch.rectangle((0, 0), (WIDTH, HEIGHT), WALL);
            sketch.ellipse((240, 170), (150, 90), PAPER);
            sketch.ellipse((200, 160), (50, 36), WATER);
            sketch.ellipse((285, 180), (46, 32), WOOD);
        }
        _ => house(&mut sketch, x),
    }
    sketch.grain(rng);
    sketch.jpeg()
}

fn road(sketch: &mut Sketch, x: i32, mended: bool) {
    sketch.rectangle((0, 190), (WIDTH, 130), ASPHALT);
    for nth in 0..6 {
        sketch.rectangle((nth * 90, 250), (44, 6), PAPER);
    }
    let color = if mended { DARK } else { MUD };
    sketch.ellipse((x + 60, 270), (74, 22), color);
    if !mended {
        sketch.ellipse((x + 66, 274), (50, 12), WATER);
        sketch.ellipse((x + 200, 220), (34, 10), MUD);
    }
}

fn lamp(sketch: &mut Sketch, x: i32, mended: bool) {
    sketch.rectangle((0, 0), (WIDTH, HEIGHT), NIGHT);
    sketch.rectangle((0, 230), (WIDTH, 90), DARK);
    if mended {
        sketch.ellipse((x + 70, 110), (60, 44), [250, 226, 150]);
    }
    sketch.rectangle((x, 70), (8, 200), ASPHALT);
    sketch.rectangle((x, 70), (70, 6), ASPHALT);
    sketch.ellipse((x + 70, 78), (12, 8), if mended { PAPER } else { INK });
}

fn bridge(sketch: &mut Sketch, x: i32, mended: bool) {
    sketch.rectangle((0, 230), (WIDTH, 90), WATER);
    for nth in 0..16 {
        let missing = !mended && (nth * 30 - x).abs() < 45;
        if !missing {
            sketch.rectangle((nth * 30, 190), (26, 10), WOOD);
        }
    }
    sketch.rectangle((0, 150), (WIDTH, 3), DARK);
}

fn house(sketch: &mut Sketch, x: i32) {
    sketch.rectangle((x, 140), (170, 110), WALL);
    for step in 0..50 {
        sketch.rectangle((x - 15 + step * 2, 140 - step), (200 - step * 4, 2), ROOF);
    }
    sketch.rectangle((x + 20, 180), (36, 70), WOOD);
    sketch.rectangle((x + 95, 170), (44, 34), INK);
}

/// A page with lines of writing, as PDF.
pub(crate) fn paper(title: &str) -> Vec<u8> {
    let plain: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let mut page = format!("BT /F1 14 Tf 60 770 Td ({plain}) Tj ET\n");
    for line in 0..18 {
        let (y, width) = (730 - line * 26, 420 - (line * 37) % 130);
        page.push_str(&format!("0.7 g 60 {y} {width} 6 re f\n"));
    }
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (nth, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", nth + 1));
    }
    let table = pdf.len();
    pdf.push_str("xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.push_str(&format!("{offset:010} 00000 n \n"));
    }
    pdf.push_str(&format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    pdf.into_bytes()
}
