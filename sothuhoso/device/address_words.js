// An address as words, exactly as domain/address_words: what they are compared by, and what parts them.
import { fold, nfc } from "./fold.js";

const WORD = /[\p{L}\p{N}]+(?:['’ʼ`][\p{L}\p{N}]+)*/gu;
const GLUED = /^([a-z]+)([0-9]{1,2})$/; // P5, Q1, phuong12
const APOSTROPHE = /['’ʼ`]/g;
const NO_LETTER = /[^\p{L}\p{N}]+/gu;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

export const NOTHING = 0;
export const POINT = 1;
export const DASH = 2;
export const COMMA = 3;
const GAPS = [
  [COMMA, /[,;:()\n|/]/],
  [DASH, /[-–—]/],
  [POINT, /[.]/],
];

export const key = (name) => syllables(name).map(keyOf).join("");

/** The name with its accents, comparable: the tone at the end of each syllable. */
export const marks = (name) => syllables(name).map(marksOf).join("");

/** `[{key, marks, first, gap}]` of `nfc` text; `glued`: keys of kinds that stand before a number without a space. */
export function wordsOf(text, glued) {
  const out = [];
  let end = 0;
  for (const found of text.matchAll(WORD)) {
    let gap = out.length ? gapOf(text.slice(end, found.index)) : COMMA;
    let first = found.index;
    end = first + found[0].length;
    const split = GLUED.exec(fold(found[0]));
    if (split && glued.has(split[1]) && found[0].endsWith(split[2])) {
      const middle = end - split[2].length;
      out.push(word(text.slice(first, middle), first, gap));
      [first, gap] = [middle, NOTHING];
    }
    out.push(word(text.slice(first, end), first, gap));
  }
  return out;
}

/** Whether these are the words meant: with their accents, or typed without any. */
export const says = (words, meant) =>
  words.every((one, at) => one.key === meant[at].key && [meant[at].key, meant[at].marks].includes(one.marks));

const word = (said, first, gap) => ({ key: key(said), marks: marks(said), first, gap });

const gapOf = (between) => GAPS.find(([, signs]) => signs.test(between))?.[0] ?? NOTHING;

const syllables = (name) => nfc(name).replace(APOSTROPHE, "").replace(NO_LETTER, " ").split(" ").filter(Boolean);

/** Names share some thousand syllables: each is taken apart once. */
function remembered(compute) {
  const known = new Map();
  return (syllable) => {
    if (!known.has(syllable)) known.set(syllable, compute(syllable));
    return known.get(syllable);
  };
}

const oneSound = (text) => text.replaceAll("y", "i").replaceAll("k", "c");

const isNumber = (text) => /^\p{Nd}+$/u.test(text);

const plainNumber = (text) => text.replace(/^0+/, "") || "0";

const keyOf = remembered((syllable) => {
  const bare = fold(syllable).replace(NO_LETTER, "");
  return isNumber(bare) ? plainNumber(bare) : oneSound(bare);
});

const marksOf = remembered((syllable) => {
  const letters = syllable.toLowerCase().normalize("NFD");
  const bare = letters.replace(TONES, "").normalize("NFC");
  if (isNumber(bare)) return plainNumber(bare);
  return oneSound(bare) + (letters.match(TONES) ?? []).sort().join("");
});
