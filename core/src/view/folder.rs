//! Images as PNG: beside a trajectory file, and to be sent.

use super::image::{Image, ImageDigest, KeepImages};
use crate::digest::Digest;
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// An image as a PNG file: 8 bits a channel, RGB.
///
/// # Errors
/// If it is no image ([`Image::check`]).
pub fn png(image: &Image) -> io::Result<Vec<u8>> {
    image.check().map_err(io::Error::other)?;
    let mut bytes = vec![];
    let mut encoder = ::png::Encoder::new(&mut bytes, image.width(), image.height());
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer
        .write_image_data(image.pixels())
        .map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)?;
    Ok(bytes)
}

/// The folder beside a trajectory file that holds the images its frames name, each once, as `DIGEST.png`.
///
/// The first failure is kept and told by [`ImageFolder::check`]; nothing is written after it.
#[derive(Debug)]
pub struct ImageFolder {
    path: PathBuf,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    images: BTreeSet<Digest>,
    failure: Option<io::Error>,
}

impl ImageFolder {
    /// The folder of `file`: `F.images` for `F.jsonl`, compressed or not. It is made with its first image.
    #[must_use]
    pub fn beside(file: &Path) -> Self {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.split_once(".jsonl").map_or(&*name, |(stem, _)| stem);
        Self {
            path: file.with_file_name(format!("{stem}.images")),
            kept: Mutex::default(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many different images it was given.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().images.len()
    }

    /// Whether it was given none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether everything could be written so far.
    ///
    /// # Errors
    /// The first failure.
    pub fn check(&self) -> io::Result<()> {
        let failure = self.lock().failure.take();
        failure.map_or(Ok(()), |error| {
            let path = self.path.display();
            Err(io::Error::new(
                error.kind(),
                format!("cannot write images to `{path}`: {error}"),
            ))
        })
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // What a panicking thread was writing is told by its panic.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, name: ImageDigest, image: &Image) -> io::Result<()> {
        let path = self.path.join(format!("{}.png", name.digest));
        fs::create_dir_all(&self.path)?;
        // A file that was cut off in writing must not pass for the image it is named after.
        let part = path.with_extension("part");
        fs::write(&part, png(image)?)?;
        fs::rename(part, path)
    }
}

impl KeepImages for ImageFolder {
    fn keep(&self, name: ImageDigest, image: &Image) {
        {
            let mut kept = self.lock();
            if kept.failure.is_some() || !kept.images.insert(name.digest) {
                return;
            }
        }
        // Not under the lock: the other threads have images of their own to write.
        if let Err(error) = self.write(name, image) {
            self.lock().failure.get_or_insert(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient() -> Image {
        let mut image = Image::default();
        let pixels = image.blank(5, 3);
        (0..).zip(pixels).for_each(|(i, byte)| *byte = i);
        image
    }

    fn decoded(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
        let mut reader = ::png::Decoder::new(io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        (info.width, info.height, pixels)
    }

    #[test]
    fn a_png_holds_the_pixels() {
        let image = gradient();
        let back = decoded(&png(&image).unwrap());
        assert_eq!(back, (5, 3, image.pixels().to_vec()));
        assert!(png(&Image::default()).is_err());
    }

    #[test]
    fn an_image_is_written_once_under_its_digest() {
        let place = tempfile::tempdir().unwrap();
        let folder = ImageFolder::beside(&place.path().join("runs.jsonl.zst"));
        assert_eq!(folder.path(), place.path().join("runs.images"));
        let image = gradient();
        assert!(folder.is_empty() && !folder.path().exists());
        for _ in 0..3 {
            folder.keep(image.digest(), &image);
        }
        folder.check().unwrap();
        let files: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|f| f.unwrap().path())
            .collect();
        let name = format!("{}.png", image.digest().digest);
        assert_eq!(files, [folder.path().join(name)]);
        assert_eq!(decoded(&fs::read(&files[0]).unwrap()).2, image.pixels());
    }

    #[test]
    fn a_folder_that_cannot_be_written_says_so() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("runs.images"), "in the way").unwrap();
        let folder = ImageFolder::beside(&place.path().join("runs.jsonl"));
        folder.keep(gradient().digest(), &gradient());
        let error = folder.check().unwrap_err().to_string();
        assert!(error.contains("runs.images"), "{error}");
    }
}
