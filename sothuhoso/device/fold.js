// Text for searching, exactly as domain/names.fold: lower case, no accents, đ → d, single spaces.
// tests/vectors/fold.json is read by both sides.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

export const nfc = (text) => text.replace(INVISIBLE, (c) => (/\s/u.test(c) && c !== "\ufeff" ? c : "")).normalize("NFC");

export const collapse = (text) => words(nfc(text)).join(" ");

export function fold(text) {
  const bare = nfc(text).toLowerCase().normalize("NFKD").replace(/\p{M}/gu, (c) => (combining(c) ? "" : c));
  return words(bare.replace(/[đĐ]/g, "d").toLowerCase()).join(" ");
}

export const words = (text) => text.split(/\s+/u).filter(Boolean);

// NFKD leaves marks without a combining class (of Indic scripts) in place, and so do we.
const combining = (mark) => /[\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/.test(mark);
