//! Bits one after the other, as FLAC has them: the highest first.

/// Bits that become bytes.
#[derive(Debug, Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// Bits that do not fill a word yet, at the lower end.
    word: u64,
    count: u32,
}

impl Bits {
    pub fn clear(&mut self) {
        self.bytes.clear();
        (self.word, self.count) = (0, 0);
    }

    /// The whole bytes so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds the lower `count` bits of a number, 32 at most.
    pub fn put(&mut self, value: u32, count: u32) {
        let value = u64::from(value) & ((1 << count) - 1);
        self.word = self.word << count | value;
        self.count += count;
        if self.count >= 32 {
            self.count -= 32;
            let [.., a, b, c, d] = (self.word >> self.count).to_be_bytes();
            self.bytes.extend_from_slice(&[a, b, c, d]);
        }
    }

    /// Adds the lower `count` bits of a number with a sign, 32 at most.
    pub fn put_signed(&mut self, value: i32, count: u32) {
        self.put(value.cast_unsigned(), count);
    }

    /// Adds so many zeros and a one.
    pub fn put_unary(&mut self, zeros: u32) {
        let mut left = zeros;
        while left >= 32 {
            self.put(0, 32);
            left -= 32;
        }
        self.put(0, left);
        self.put(1, 1);
    }

    /// Adds a residual in Rice's code: the sign below the number, the lower bits as they are, the rest in unary.
    pub fn put_rice(&mut self, residual: i32, parameter: u32) {
        let folded = fold(residual);
        let zeros = folded >> parameter;
        let lower = folded & ((1 << parameter) - 1);
        if zeros + 1 + parameter <= 32 {
            self.put(1 << parameter | lower, zeros + 1 + parameter);
        } else {
            self.put_unary(zeros);
            self.put(lower, parameter);
        }
    }

    /// Adds zeros up to the next whole byte, so that everything is in the bytes.
    pub fn fill_byte(&mut self) {
        self.put(0, (8 - self.count % 8) % 8);
        let [_, _, _, _, rest @ ..] = (self.word << (32 - self.count)).to_be_bytes();
        let whole = self.count as usize / 8;
        self.bytes.extend(rest.iter().take(whole));
        (self.word, self.count) = (0, 0);
    }
}

/// 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4.
pub(super) const fn fold(residual: i32) -> u32 {
    (residual << 1 ^ residual >> 31).cast_unsigned()
}

/// The check sum of a frame's header.
pub(super) fn crc8(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ byte, |crc, _| if crc & 0x80 == 0 { crc << 1 } else { crc << 1 ^ 0x07 })
    })
}

/// The check sum of a whole frame, eight bytes at a time.
pub(super) fn crc16(bytes: &[u8]) -> u16 {
    let at =
        |table: usize, byte: u8| CRC16.get(table).and_then(|table| table.get(usize::from(byte))).copied();
    let (eights, rest) = bytes.as_chunks::<8>();
    let crc = eights.iter().fold(0_u16, |crc, eight| {
        let [high, low] = crc.to_be_bytes();
        let [a, b, others @ ..] = *eight;
        let first = at(7, a ^ high).unwrap_or(0) ^ at(6, b ^ low).unwrap_or(0);
        (0..6).rev().zip(others).fold(first, |crc, (table, byte)| crc ^ at(table, byte).unwrap_or(0))
    });
    rest.iter().fold(crc, |crc, byte| {
        let [high, low] = crc.to_be_bytes();
        u16::from_be_bytes([low, 0]) ^ at(0, high ^ byte).unwrap_or(0)
    })
}

/// What a byte makes of the check sum, with so many zero bytes after it.
static CRC16: [[u16; 256]; 8] = crc16_tables();

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "worked out by the compiler")]
const fn crc16_tables() -> [[u16; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut step = 0;
        while step < 64 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x8005 };
            step += 1;
            if step % 8 == 0 {
                tables[step / 8 - 1][byte] = crc;
            }
        }
        byte += 1;
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_in_order_and_the_last_byte_is_filled() {
        let mut bits = Bits::default();
        bits.put(0b101, 3);
        bits.put_signed(-1, 4);
        bits.put_unary(40);
        bits.put(u32::MAX, 32);
        bits.fill_byte();
        assert_eq!(bits.bytes(), [0b1011_1110, 0, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF]);
        bits.clear();
        for (residual, parameter) in [(0, 0), (-1, 0), (1, 1), (-3, 1)] {
            bits.put_rice(residual, parameter);
        }
        bits.fill_byte();
        // 1, 01, 010, 0011
        assert_eq!(bits.bytes(), [0b1010_1000, 0b1100_0000]);
        assert_eq!([0, -1, 1, i32::MIN, i32::MAX].map(fold), [0, 1, 2, u32::MAX, u32::MAX - 1]);
    }

    #[test]
    fn check_sums_are_those_that_others_publish() {
        // CRC-8/SMBUS and CRC-16/UMTS in the catalogue of parametrised CRC algorithms.
        assert_eq!(crc8(b"123456789"), 0xF4);
        assert_eq!(crc16(b"123456789"), 0xFEE8);
        let long: Vec<u8> = (0..=255).collect();
        let slow = long.iter().fold(0_u16, |crc, byte| {
            (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
                if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x8005 }
            })
        });
        assert_eq!(crc16(&long), slow);
    }
}
