//! How what was learned is written down: little-endian numbers, lists with their length first,
//! and a checksum at the end.

use std::io::{self, Write};

/// Bytes gathered before they are written, whole words of the checksum.
const GATHERED: usize = 1 << 16;

/// Writes. The first failure is told at the end; nothing is written behind it.
pub(crate) struct Writer<'a> {
    to: &'a mut dyn Write,
    gathered: Vec<u8>,
    sum: u64,
    failed: io::Result<()>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(to: &'a mut dyn Write) -> Self {
        Self { to, gathered: Vec::with_capacity(2 * GATHERED), sum: SEED, failed: Ok(()) }
    }

    fn extend(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(GATHERED) {
            self.gathered.extend(part);
            if let Some((whole, rest)) = self.gathered.split_at_checked(GATHERED) {
                self.sum = checksum(self.sum, whole);
                if self.failed.is_ok() {
                    self.failed = self.to.write_all(whole);
                }
                let rest = rest.len();
                self.gathered.copy_within(GATHERED.., 0);
                self.gathered.truncate(rest);
            }
        }
    }

    /// A number in as few bytes as it needs (LEB128).
    pub(crate) fn count(&mut self, number: usize) {
        let mut rest = number;
        while rest >= 0x80 {
            self.extend(&[low(rest) | 0x80]);
            rest >>= 7;
        }
        self.extend(&[low(rest)]);
    }

    pub(crate) fn float(&mut self, number: f32) {
        self.extend(&number.to_le_bytes());
    }

    pub(crate) fn half(&mut self, number: u16) {
        self.extend(&number.to_le_bytes());
    }

    pub(crate) fn long(&mut self, number: u64) {
        self.extend(&number.to_le_bytes());
    }

    pub(crate) fn word(&mut self, word: &str) {
        self.bytes(word.as_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.extend(bytes);
    }

    pub(crate) fn list<T>(&mut self, list: &[T], each: impl Fn(&mut Self, &T)) {
        self.count(list.len());
        for one in list {
            each(self, one);
        }
    }

    /// A long table of which most is nothing.
    pub(crate) fn sparse<T: Copy + PartialEq + Default>(
        &mut self,
        table: &[T],
        each: impl Fn(&mut Self, T),
    ) {
        self.count(table.len());
        let runs = table.chunk_by(|a, b| (*a == T::default()) == (*b == T::default()));
        let mut empty = 0;
        for run in runs {
            if run.first() == Some(&T::default()) {
                empty = run.len();
                continue;
            }
            self.count(empty);
            self.count(run.len());
            for one in run {
                each(self, *one);
            }
            empty = 0;
        }
        self.count(empty);
        self.count(0);
    }

    /// Writes the checksum behind everything.
    pub(crate) fn end(self) -> io::Result<()> {
        self.failed?;
        let sum = checksum(self.sum, &self.gathered);
        self.to.write_all(&self.gathered)?;
        self.to.write_all(&sum.to_le_bytes())
    }
}

/// Reads what a [`Writer`] wrote; nothing when it was not.
#[derive(Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Begins, when the checksum at the end is right.
    pub(crate) fn of(bytes: &'a [u8]) -> Option<Self> {
        let (body, sum) = bytes.split_last_chunk()?;
        (checksum(SEED, body) == u64::from_le_bytes(*sum)).then_some(Self(body))
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(crate) fn count(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0_usize, 0);
        loop {
            let [byte] = self.take()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    pub(crate) fn small(&mut self) -> Option<u32> {
        self.count()?.try_into().ok()
    }

    pub(crate) fn float(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    pub(crate) fn half(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    pub(crate) fn long(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(crate) fn word(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(crate) fn list<T>(&mut self, each: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.count()?;
        (0..length).map(|_| each(self)).collect()
    }

    pub(crate) fn sparse<T: Copy + Default>(
        &mut self,
        each: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let length = self.count()?;
        let mut table = vec![T::default(); length];
        let mut at = 0;
        loop {
            at += self.count()?;
            let filled = self.count()?;
            if filled == 0 {
                return Some(table);
            }
            for cell in table.get_mut(at..at + filled)? {
                *cell = each(self)?;
            }
            at += filled;
        }
    }

    /// Whether all was read.
    pub(crate) fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

/// The lowest eight bits.
fn low(number: usize) -> u8 {
    number.to_le_bytes().first().copied().unwrap_or_default()
}

/// Where every checksum begins.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over words of eight bytes, going on from `sum`.
fn checksum(sum: u64, bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(sum, |sum, chunk| {
        let mut word = [0; 8];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        let mixed = (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3);
        mixed ^ (mixed >> 32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_damage_is_seen() {
        let table = [0.0, 0.0, 1.5, -2.0, 0.0, 3.0, 0.0];
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes);
        writer.count(300);
        writer.word("lampu");
        writer.sparse(&table, Writer::float);
        writer.list(&[1_u64, u64::MAX], |to, one| to.long(*one));
        writer.end().unwrap();
        let mut reader = Reader::of(&bytes).unwrap();
        assert_eq!(reader.count(), Some(300));
        assert_eq!(reader.word(), Some("lampu"));
        assert_eq!(reader.sparse(Reader::float).unwrap(), table);
        assert_eq!(reader.list(Reader::long).unwrap(), [1, u64::MAX]);
        assert!(reader.is_over());
        for at in 0..bytes.len() {
            bytes[at] ^= 4;
            assert!(Reader::of(&bytes).is_none(), "{at}");
            bytes[at] ^= 4;
        }
        assert!(Reader::of(&bytes[..bytes.len() - 1]).is_none());
    }

    #[test]
    fn what_is_long_is_written_piece_by_piece() {
        let long: Vec<u32> = (0..100_000).collect();
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes);
        writer.list(&long, |to, one| to.count(*one as usize));
        writer.bytes(&vec![7; 3 * GATHERED + 1]);
        writer.end().unwrap();
        let mut reader = Reader::of(&bytes).unwrap();
        assert_eq!(reader.list(Reader::small).unwrap(), long);
        assert_eq!(reader.bytes().map(<[u8]>::len), Some(3 * GATHERED + 1));
        assert!(reader.is_over());
    }
}
