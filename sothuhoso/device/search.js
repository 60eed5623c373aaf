// Finding a procedure by the words people use, on the device. Pure; tests/vectors/search.json says what must come first.
import { fold, words } from "./fold.js";

const LIMIT = 12;
const ENOUGH = 0.55; // how much of what was asked a procedure must answer

const VIETNAM = 7 * 3_600_000; // ahead of UTC, all year; asking `Intl` for a time zone is slow on cheap phones

/** The day as the law counts it, in Vietnam's time; today's without an argument. */
export const today = (time = Date.now()) => new Date(Number(time) + VIETNAM).toISOString().slice(0, 10);

export const inForce = (procedure, day) =>
  procedure.effective_from <= day && (!procedure.effective_to || day <= procedure.effective_to);

/** Everything prepared once per catalogue; its terms come folded. */
export function buildIndex(catalogue, day = today()) {
  const entries = catalogue.procedures
    .filter((procedure) => inForce(procedure, day))
    .map((procedure) => {
      const phrases = procedure.terms.map((phrase) => ({ phrase, tokens: words(phrase) }));
      return { procedure, phrases, tokens: new Set(phrases.flatMap((entry) => entry.tokens)) };
    });
  const families = catalogue.families.map((family) => ({ family, words: family.terms }));
  return { entries, families, rare: rarity(entries) };
}

/** How much a word tells procedures apart: common words ("dang ky") weigh little. */
function rarity(entries) {
  const found = new Map();
  for (const { tokens } of entries) for (const token of tokens) found.set(token, (found.get(token) ?? 0) + 1);
  return (token) => Math.log(1 + entries.length / (found.get(token) ?? entries.length));
}

/** `{families, procedures}` for what was typed, best first. */
export function search(index, query) {
  const asked = fold(query);
  const tokens = words(asked);
  if (!tokens.length) return { families: [], procedures: [] };
  const hits = index.entries
    .map((entry) => ({ procedure: entry.procedure, exact: entry.phrases.some((one) => one.phrase === asked), score: score(entry, asked, tokens, index.rare) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || a.procedure.code.localeCompare(b.procedure.code));
  // Whoever says exactly what one procedure is called needs no question, unless a family is called so too.
  const said = hits.some((hit) => hit.exact);
  const families = index.families
    .filter((entry) => (said ? entry.words.includes(asked) : entry.words.some((word) => speaksOf(asked, word))))
    .map((entry) => entry.family);
  return { families, procedures: hits.slice(0, LIMIT).map((hit) => hit.procedure) };
}

function score(entry, asked, tokens, rare) {
  if (entry.procedure.code.startsWith(asked)) return 1000;
  const covered = cover(entry.tokens, tokens, rare);
  if (covered < ENOUGH) return 0;
  const best = Math.max(...entry.phrases.map((one) => closeness(one, asked, tokens, rare)));
  return 40 * covered + best + (entry.procedure.common ? (7 - entry.procedure.common) / 2 : 0);
}

function closeness({ phrase, tokens: own }, asked, tokens, rare) {
  if (phrase === asked) return 100;
  if (phrase.startsWith(asked)) return 70 + 10 / own.length;
  const together = 40 * cover(new Set(own), tokens, rare);
  return holds(asked, phrase) ? together + 20 + 4 * own.length : together;
}

/** The share of the asked words, by weight, that begin one of `known`; the last word may still be half typed. */
function cover(known, tokens, rare) {
  let sum = 0;
  let got = 0;
  tokens.forEach((token, i) => {
    const weight = rare(token);
    sum += weight;
    if (known.has(token)) got += weight;
    else if (token.length > 1 || i === tokens.length - 1) got += [...known].some((word) => word.startsWith(token)) ? weight * 0.8 : 0;
  });
  return got / sum;
}

const holds = (text, part) => ` ${text} `.includes(` ${part} `);
const speaksOf = (asked, word) => holds(asked, word) || holds(word, asked) || (asked.length > 3 && word.startsWith(asked));

/** Communes and wards by name, accents or not; all when nothing was typed. */
export function searchUnits(units, query) {
  const tokens = words(fold(query));
  return units.filter((unit) => {
    const own = words(fold(`${unit.name} ${unit.code}`));
    return tokens.every((token) => own.some((word) => word.startsWith(token)));
  });
}
