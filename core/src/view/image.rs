//! Images: pixels, and what names them.

use crate::digest::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An image in RGB: three bytes a pixel (red, green, blue, each 0..=255), row by row from the top, each from the left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

/// Why something is no image.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// A side is empty or too long.
    #[error(
        "an image of {width}x{height} pixels: expected sides of 1 to {} pixels",
        Image::MAX_SIDE
    )]
    Sides {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// Too few or too many bytes.
    #[error(
        "{bytes} bytes for {width}x{height} pixels: expected {} a pixel",
        Image::CHANNELS
    )]
    Bytes {
        /// How many bytes there are.
        bytes: usize,
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
}

impl Image {
    /// Bytes of a pixel.
    pub const CHANNELS: usize = 3;
    /// Longest side, in pixels.
    pub const MAX_SIDE: u32 = 4_096;

    /// An image of these pixels.
    ///
    /// # Errors
    /// [`ImageError`] if the sides are out of bounds or do not fit the number of bytes.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Result<Self, ImageError> {
        let image = Self {
            width,
            height,
            pixels,
        };
        image.check().map(|()| image)
    }

    /// Take these sides, all pixels black, and lend the pixels, `[height * width * 3]`. Memory is used again.
    ///
    /// # Panics
    /// If a side is 0 or longer than [`Image::MAX_SIDE`].
    pub fn blank(&mut self, width: u32, height: u32) -> &mut [u8] {
        let sides = 1..=Self::MAX_SIDE;
        assert!(
            sides.contains(&width) && sides.contains(&height),
            "{}",
            ImageError::Sides { width, height }
        );
        self.clear();
        (self.width, self.height) = (width, height);
        self.pixels.resize(self.bytes(), 0);
        &mut self.pixels
    }

    /// Become an image without pixels, which is none until it is painted.
    pub(crate) fn clear(&mut self) {
        (self.width, self.height) = (0, 0);
        self.pixels.clear();
    }

    /// Pixels from left to right.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels from top to bottom.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The bytes, `[height * width * 3]`.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    fn bytes(&self) -> usize {
        self.width as usize * self.height as usize * Self::CHANNELS
    }

    /// That it is an image: its sides are within bounds, and it has exactly their bytes.
    ///
    /// # Errors
    /// [`ImageError`].
    pub fn check(&self) -> Result<(), ImageError> {
        let &Self { width, height, .. } = self;
        let sides = 1..=Self::MAX_SIDE;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(ImageError::Sides { width, height });
        }
        let bytes = self.pixels.len();
        if bytes != self.bytes() {
            return Err(ImageError::Bytes {
                bytes,
                width,
                height,
            });
        }
        Ok(())
    }

    /// What names it.
    #[must_use]
    pub fn digest(&self) -> ImageDigest {
        let mut sides = [0; 8];
        sides[..4].copy_from_slice(&self.width.to_le_bytes());
        sides[4..].copy_from_slice(&self.height.to_le_bytes());
        ImageDigest {
            width: self.width,
            height: self.height,
            digest: Digest::of(b"rgb8").chain(&sides).chain(&self.pixels),
        }
    }
}

/// An image without its pixels: what a trajectory keeps of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageDigest {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Digest of pixel format, sides and pixels.
    pub digest: Digest,
}

impl fmt::Display for ImageDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            width,
            height,
            digest,
        } = self;
        write!(f, "image {width}x{height}, digest {digest}")
    }
}

/// Where the images of recorded frames go, while a run is on: frames name them by digest only.
///
/// Called from every thread of a run, for an image as often as it is recorded.
pub trait KeepImages: Send + Sync {
    /// Keep an image; one that is kept already need not be kept again.
    fn keep(&self, name: ImageDigest, image: &Image);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_has_the_bytes_of_its_sides_and_sides_within_bounds() {
        assert!(Image::new(2, 2, vec![0; 12]).is_ok());
        assert!(matches!(
            Image::new(2, 2, vec![0; 11]),
            Err(ImageError::Bytes { bytes: 11, .. })
        ));
        for (width, height) in [(0, 1), (1, 0), (Image::MAX_SIDE + 1, 1), (1, u32::MAX)] {
            let refused = Image::new(width, height, vec![]);
            assert_eq!(refused, Err(ImageError::Sides { width, height }));
        }
        assert!(Image::default().check().is_err());
    }

    #[test]
    fn a_blank_image_forgets_what_it_showed_and_keeps_its_memory() {
        let mut image = Image::default();
        image.blank(4, 4).fill(9);
        let memory = image.pixels().as_ptr();
        assert!(image.blank(2, 3).iter().all(|&b| b == 0));
        assert_eq!((image.width(), image.height()), (2, 3));
        assert_eq!(image.pixels().as_ptr(), memory);
        assert_eq!(image.check(), Ok(()));
    }
}
