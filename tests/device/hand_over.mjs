// Drafts handed from one device to another, without the screens: scenarios in, what became of them out.
import { readFileSync } from "node:fs";
import { fromBase45, toBase45 } from "../../sothuhoso/device/base45.js";
import { blocksOf, collector, mixed } from "../../sothuhoso/device/fountain.js";
import { checkHanded, contentOf, handedOf, pagesOf } from "../../sothuhoso/device/handed.js";
import { hex, packed, sha256 } from "../../sothuhoso/device/handed_bytes.js";
import { filmOf, gatherer, openedWhole, SIZES, wholeOf } from "../../sothuhoso/device/handed_codes.js";
import { codeOf, fileOf, newCode, openedFile } from "../../sothuhoso/device/handed_file.js";

function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const noise = (length, seed) => {
  const roll = dice(seed);
  return Uint8Array.from({ length }, () => Math.floor(roll() * 256));
};

const why = async (work) => {
  try {
    await work();
    return "";
  } catch (problem) {
    return problem.message;
  }
};

const same = (one, other) => hex(one) === hex(other);

const scenarios = {
  /** Blocks shown until the data is back, a share of them missed: `{shown, taken, right}`. */
  fountain({ bytes, size, missed, seed, start = 0 }) {
    const data = noise(bytes, seed);
    const blocks = blocksOf(data, size);
    const collects = collector(blocks.length, size);
    const roll = dice(seed + 1);
    let [shown, taken] = [0, 0];
    for (let n = start; !collects.whole && shown < 60 * blocks.length + 60; n++, shown++) {
      if (roll() < missed) continue;
      collects.take(n, mixed(blocks, n));
      taken++;
    }
    const right = collects.whole && same(collects.data().subarray(0, bytes), data) && same(collects.data().subarray(0, bytes), data);
    return { count: blocks.length, shown, taken, right };
  },

  base45({ texts, lengths }) {
    return { bytes: texts.map((text) => fromBase45(text) && [...fromBase45(text)]), back: lengths.map((n) => same(fromBase45(toBase45(noise(n, n))), noise(n, n))), text: toBase45(new TextEncoder().encode("Hello!!")) };
  },

  /** A draft by a film of codes, with other codes in between. */
  async codes({ draft, thumbs, size, missed, seed }) {
    const pictures = Object.fromEntries(Object.entries(thumbs).map(([sha, length]) => [sha, noise(length, length)]));
    const whole = await wholeOf(handedOf(draft), pictures);
    const film = filmOf(whole, SIZES[size]);
    const gathers = gatherer();
    const roll = dice(seed);
    let said = { whole: null, percent: 0 };
    let shown = 0;
    const percents = [];
    for (; !said.whole && shown < 40 * film.count + 40; shown++) {
      if (roll() < missed) continue;
      gathers.see("https://example.org/");
      said = gathers.see(film.text(shown));
      percents.push(said.percent);
    }
    const arrived = await openedWhole(said.whole);
    return {
      count: film.count,
      shown,
      longest: film.text(0).length,
      rising: percents.every((percent, i) => !i || percent >= percents[i - 1]),
      same: contentOf(arrived.draft) === contentOf(draft),
      draft: arrived.draft,
      thumbs: Object.fromEntries(Object.entries(arrived.thumbs).map(([sha, bytes]) => [sha, same(bytes, pictures[sha])])),
    };
  },

  /** What is not one of ours, or lies: nothing is taken, nothing throws but with a reason. */
  async strangers({ draft }) {
    const whole = await wholeOf(handedOf(draft), {});
    const film = filmOf(whole, SIZES.small);
    const gathers = gatherer();
    const texts = ["", "SH1:", "SH1:%%%", "SH1:" + toBase45(noise(11, 1)), "SH1:" + toBase45(noise(500, 2)), "SH1:" + "A".repeat(4000), "x".repeat(5000), "SH1:đ"];
    const known = texts.map((text) => gathers.see(text).known);
    const flipped = Uint8Array.from(whole);
    flipped[whole.length - 1] ^= 1;
    const bomb = await wholeOf({ format: 1, draft, filler: "0".repeat(900_000) }, {});
    return {
      known,
      after: gathers.see(film.text(0)).known,
      flipped: await why(() => openedWhole(flipped)),
      cut: await why(() => openedWhole(whole.subarray(0, 60))),
      bomb: { bytes: bomb.length, why: await why(() => openedWhole(bomb)) },
    };
  },

  check: ({ cases }) => cases.map((raw) => {
    try {
      return { draft: checkHanded(raw), why: "" };
    } catch (problem) {
      return { draft: null, why: problem.message };
    }
  }),

  same: ({ pairs }) => pairs.map(([one, other]) => contentOf(one) === contentOf(other)),

  /** A draft by a file: made, opened with the right and the wrong code, cut, damaged. */
  async file({ draft, sizes }) {
    const photos = Object.fromEntries(await Promise.all(sizes.map(async (size) => {
      const bytes = noise(size, size);
      return [hex(await sha256(bytes)), bytes];
    })));
    const pages = Object.entries(photos).map(([sha, bytes], i) => ({ id: `00000000-0000-4000-8000-00000000000${i}`, sha256: sha, bytes: bytes.length, media_type: "image/jpeg" }));
    const whole = { ...draft, components: { paper: { pages } } };
    const listed = pagesOf(whole).map(({ sha256: sha, bytes }) => ({ sha256: sha, bytes, thumb: 9 }));
    const code = newCode();
    const told = [];
    const made = await fileOf(handedOf(whole), listed, async (sha) => ({ blob: new Blob([photos[sha]]), thumb: new Blob([noise(9, 9)]) }), code, (done, all) => told.push([done, all]));
    const bytes = new Uint8Array(await made.arrayBuffer());
    const opened = await openedFile(made, code);
    const first = opened.photos.length ? await opened.photo(0) : null;
    const changed = (at) => {
      const out = Uint8Array.from(bytes);
      out[at] ^= 1;
      return new Blob([out]);
    };
    return {
      code,
      told,
      secretShown: Buffer.from(bytes).includes(Buffer.from(draft.secret)) || Buffer.from(bytes).includes(Buffer.from(photos[listed[0].sha256].subarray(0, 32))),
      same: contentOf(opened.draft) === contentOf(whole),
      photos: await Promise.all(opened.photos.map(async (one, i) => same(new Uint8Array(await (await opened.photo(i)).blob.arrayBuffer()), photos[one.sha256]))),
      kinds: [first.blob.type, first.thumb.type],
      wrong: await why(() => openedFile(made, code === "000000000000" ? "000000000001" : "000000000000")),
      head: await why(() => openedFile(changed(12), code)),
      version: await why(() => openedFile(new Blob([bytes.subarray(0, 9), Uint8Array.of(2), bytes.subarray(10)]), code)),
      stranger: await why(() => openedFile(new Blob([noise(4000, 4)]), code)),
      empty: await why(() => openedFile(new Blob([]), code)),
      cut: await why(() => openedFile(new Blob([bytes.subarray(0, bytes.length - 5)]), code)),
      shorter: await why(() => openedFile(new Blob([bytes.subarray(0, bytes.length - 4 - sizes.at(-1) - 9 - 16)]), code)),
      longer: await why(() => openedFile(new Blob([bytes, noise(40, 3)]), code)),
      photo: await why(async () => (await openedFile(changed(bytes.length - 3), code)).photo(sizes.length - 1)),
      bomb: await why(async () => openedFile(await fileOf({ format: 1, draft, filler: "0".repeat(3_000_000) }, [], null, code), code)),
    };
  },

  codes_typed: ({ typed }) => typed.map(codeOf),
  packed: async ({ value }) => (await packed(value)).length,
};

const results = [];
for (const [name, given] of JSON.parse(readFileSync(0, "utf-8"))) results.push(await scenarios[name](given));
process.stdout.write(JSON.stringify(results));
