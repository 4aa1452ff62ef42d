//! Sound files, sound and unsound.

use super::*;
use std::io::Cursor;
use std::time::{Duration, Instant};

fn open(bytes: &[u8]) -> Result<WavReader, WavError> {
    WavReader::open(Box::new(Cursor::new(bytes.to_vec())))
}

fn read_all(bytes: &[u8]) -> Vec<f32> {
    let mut reader = open(bytes).unwrap();
    let mut out = vec![0.0; usize::try_from(reader.frames().0).unwrap()];
    let count = reader.read(Frames::ZERO, Mix::All, &mut out).unwrap();
    out.truncate(count);
    out
}

fn hound_file(spec: hound::WavSpec, write: impl Fn(&mut hound::WavWriter<&mut Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
    write(&mut writer);
    writer.finalize().unwrap();
    file.into_inner()
}

fn spec(channels: u16, bits: u16, sample_format: hound::SampleFormat) -> hound::WavSpec {
    hound::WavSpec { channels, sample_rate: 44_100, bits_per_sample: bits, sample_format }
}

fn small_file() -> Vec<u8> {
    hound_file(spec(1, 16, hound::SampleFormat::Int), |writer| {
        for sample in [1i16, -2, 300, i16::MIN, i16::MAX, 7, 8, 9] {
            writer.write_sample(sample).unwrap();
        }
    })
}

#[test]
fn every_encoding_reads_as_a_second_program_wrote_it() {
    for (bits, scale) in [(8, 7), (16, 15), (24, 23), (32, 31)] {
        let values: Vec<i32> =
            (-40..40).map(|step| step * i32::try_from((1i64 << scale) / 40).unwrap()).collect();
        let bytes = hound_file(spec(2, bits, hound::SampleFormat::Int), |writer| {
            for value in &values {
                writer.write_sample(*value).unwrap();
            }
        });
        let mut reader = open(&bytes).unwrap();
        assert_eq!((reader.frames(), reader.layout().channels), (Frames(40), 2));
        let mut integers = Vec::new();
        assert_eq!(reader.read_integers(Frames(3), 1_000, &mut integers).unwrap(), 37);
        assert_eq!(integers, values[6..]);
        let mut left = [0.0; 2];
        reader.read(Frames(10), Mix::Channel(0), &mut left).unwrap();
        assert!((f64::from(left[1]) - f64::from(values[22]) / f64::from(scale).exp2()).abs() < 1e-6);
    }
    let bytes = hound_file(spec(2, 32, hound::SampleFormat::Float), |writer| {
        for value in [0.5f32, -0.25, f32::NAN, 0.5, f32::INFINITY, 1.0] {
            writer.write_sample(value).unwrap();
        }
    });
    assert_eq!(read_all(&bytes), [0.125, 0.25, 0.5]);
}

#[test]
fn any_frame_can_be_read_first() {
    let bytes = small_file();
    let all = read_all(&bytes);
    let mut reader = open(&bytes).unwrap();
    for at in (0..10).rev() {
        let mut out = [0.0; 3];
        let count = reader.read(Frames(at as u64), Mix::All, &mut out).unwrap();
        assert_eq!(out[..count], all[at.min(8)..(at + 3).min(8)]);
    }
}

#[test]
fn the_quickest_way_hears_the_same_samples() {
    for channels in [1, 2] {
        let bytes = hound_file(spec(channels, 16, hound::SampleFormat::Int), |writer| {
            for n in 0..2 * 40_000i32 {
                writer.write_sample(i16::try_from(n * 7_919 % 65_536 - 32_768).unwrap()).unwrap();
            }
        });
        let mut reader = open(&bytes).unwrap();
        let wanted = 35_000;
        let mut plain = vec![0; wanted];
        reader.read_16_bits(Frames(3), Mix::All, &mut plain).unwrap();
        let mut quick = Vec::new();
        let add = |samples: &[i16]| quick.extend_from_slice(samples);
        assert_eq!(reader.for_each_16_bits(Frames(3), Mix::All, wanted, add).unwrap(), wanted);
        assert_eq!(quick, plain);
    }
}

#[test]
fn a_header_that_does_not_know_or_lies_is_not_believed() {
    let honest = small_file();
    for declared in [0, u32::MAX, 1 << 30, 17, 16] {
        let mut bytes = honest.clone();
        bytes[40..44].copy_from_slice(&u32::to_le_bytes(declared));
        assert_eq!(read_all(&bytes), read_all(&honest), "{declared}");
    }
    let mut shorter = honest.clone();
    shorter[40..44].copy_from_slice(&6u32.to_le_bytes());
    assert_eq!(read_all(&shorter).len(), 3);
}

#[test]
fn a_long_file_gives_its_size_apart() {
    let honest = small_file();
    let mut bytes = b"RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0".to_vec();
    bytes.extend([0; 8]);
    bytes.extend(12u64.to_le_bytes());
    bytes.extend([0; 12]);
    bytes.extend(&honest[12..40]);
    bytes.extend(u32::MAX.to_le_bytes());
    bytes.extend(&honest[44..]);
    assert_eq!(read_all(&bytes), read_all(&honest)[..6]);
}

#[test]
fn the_samples_before_a_bad_place_are_read() {
    struct Failing(Cursor<Vec<u8>>);
    impl io::Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let left = 54u64.saturating_sub(self.0.position());
            if left == 0 {
                return Err(io::Error::other("the disk is broken"));
            }
            let most = out.len().min(usize::try_from(left).unwrap());
            self.0.read(&mut out[..most])
        }
    }
    impl io::Seek for Failing {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }
    let mut reader = WavReader::open(Box::new(Failing(Cursor::new(small_file())))).unwrap();
    let mut out = [0.0; 8];
    assert_eq!(reader.read(Frames::ZERO, Mix::All, &mut out).unwrap(), 5);
    assert!(reader.read(Frames(5), Mix::All, &mut out).is_err());
}

/// Reads whatever can be read, and asserts that no more frames come than the bytes can hold.
fn survive(bytes: &[u8]) {
    if let Ok(mut reader) = open(bytes) {
        assert!(reader.frames().0 <= bytes.len() as u64);
        let mut out = [0.0; 64];
        let _ = reader.read(Frames::ZERO, Mix::All, &mut out);
        let _ = reader.read(Frames(reader.frames().0.saturating_sub(3)), Mix::Channel(1), &mut out);
        let _ = reader.read(Frames(u64::MAX), Mix::All, &mut out);
    }
}

#[test]
fn no_byte_and_no_cut_can_stop_the_reader() {
    let extensible = hound_file(spec(3, 24, hound::SampleFormat::Int), |writer| {
        for sample in 0..6 {
            writer.write_sample(sample).unwrap();
        }
    });
    for file in [small_file(), extensible] {
        for cut in 0..file.len() {
            survive(&file[..cut]);
        }
        for at in 0..file.len() {
            for value in 0..=u8::MAX {
                let mut damaged = file.clone();
                damaged[at] = value;
                survive(&damaged);
            }
        }
    }
}

#[test]
fn a_file_of_empty_chunks_ends_soon() {
    let mut bytes = b"RIFF\0\0\0\0WAVE".to_vec();
    bytes.resize(16 * 1024 * 1024, 0);
    let begun = Instant::now();
    assert!(matches!(open(&bytes), Err(WavError::NoFormat)));
    assert!(begun.elapsed() < Duration::from_secs(2));
}
