// Text for searching, exactly as domain/names.fold: lower case, no accents, đ → d, single spaces.
// tests/vectors/fold.json is read by both sides.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
// White space as Python knows it: some control characters more than \s, the byte order mark less.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

export const nfc = (text) => text.replace(INVISIBLE, (c) => (/[\t-\r]/.test(c) ? c : "")).normalize("NFC");

export const collapse = (text) => words(nfc(text)).join(" ");

export function fold(text) {
  const bare = nfc(text).toLowerCase().normalize("NFKD").replace(/\p{M}/gu, (c) => (combining(c) ? "" : c));
  return words(bare.replace(/[đĐ]/g, "d").toLowerCase()).join(" ");
}

export const words = (text) => text.split(SPACES).filter(Boolean);

/** Without the spaces that people write numbers with. */
export const compact = (text) => text.split(SPACES).join("");

/** Without white space at both ends. */
export function strip(text) {
  const parts = text.split(new RegExp(`(${SPACES.source})`, "u"));
  if (!parts[0]) parts.splice(0, 2);
  if (!parts.at(-1)) parts.splice(-2, 2);
  return parts.join("");
}

// NFKD leaves marks without a combining class (of Indic scripts) in place, and so do we.
const combining = (mark) => /[\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/.test(mark);
