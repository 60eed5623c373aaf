// Bytes as the letters that a QR code packs densest (RFC 9285), so that every reader hands them over unharmed: a reader's
// guess of a character set cannot touch them. Pure.
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...LETTERS].map((letter, value) => [letter, value]));

export function toBase45(bytes) {
  let out = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const two = i + 1 < bytes.length;
    let value = two ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    for (let k = two ? 3 : 2; k; k--) {
      out += LETTERS[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return out;
}

/** The bytes, `null` for what is no such text. */
export function fromBase45(text) {
  if (text.length % 3 === 1) return null;
  const out = [];
  for (let i = 0; i < text.length; i += 3) {
    const letters = [...text.slice(i, i + 3)].map((letter) => VALUES.get(letter));
    if (letters.includes(undefined)) return null;
    const value = letters.reduceRight((sum, one) => sum * 45 + one, 0);
    if (value > (letters.length === 3 ? 0xffff : 0xff)) return null;
    if (letters.length === 3) out.push(value >> 8);
    out.push(value & 0xff);
  }
  return Uint8Array.from(out);
}
