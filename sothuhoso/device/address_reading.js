// An address read from its end, exactly as domain/address_reading, which says why it is read this way.
import { TODAY } from "./address_table.js";
import { COMMA, DASH, NOTHING, says } from "./address_words.js";

const MAX_NAME = 6; // words

/** Four ways to read the words, each asked for only when those before it found nothing. */
export function readings(words, table) {
  const loose = words.slice(1).every(({ gap }) => gap < DASH);

  /** Names of one word, two and more. They begin behind their kind, or where the address is parted. */
  function namesBefore(end, level) {
    const out = [];
    let key = "";
    for (let first = end - 1; first >= Math.max(0, end - MAX_NAME); first -= 1) {
      const word = words[first];
      key = word.key + key;
      const { start, kinds } = kindsBefore(first);
      const letters = kinds.filter((one) => one.level === level).map(({ letter }) => letter);
      const parted = loose || word.gap > NOTHING;
      if (letters.length || (!kinds.length && parted && !/^\p{Nd}+$/u.test(key))) out.push({ start, first, end, letters, key });
      if (word.gap === COMMA) break;
    }
    return out;
  }

  function kindsBefore(end) {
    for (const { said, kinds } of table.kinds) {
      const start = end - said.length;
      const together = start >= 0 && words.slice(start + 1, end + 1).every(({ gap }) => gap !== COMMA);
      if (together && says(words.slice(start, end), said)) return { start, kinds };
    }
    return { start: end, kinds: [] };
  }

  const meanings = (index, name) => index.get(name.key) ?? [];

  /** 1 where accents were written, and others than these. */
  function misspelled(name, marks) {
    const written = words.slice(name.first, name.end).map((word) => word.marks).join("");
    return written === name.key || written === marks ? 0 : 1;
  }

  const provincesBefore = (end) =>
    namesBefore(end, "province").flatMap((name) =>
      meanings(table.provinces, name)
        .filter(({ kind }) => !name.letters.length || !kind || name.letters.includes(kind))
        .map((province) => ({ start: name.start, province })),
    );

  /** Those of the kind that is told, if any is: many have risen to another since. */
  const districtsBefore = (end, provinces) =>
    namesBefore(end, "district").flatMap((name) => {
      const found = meanings(table.districts, name).filter(
        ({ number }) => !provinces || provinces.has(table.provinceOf[number]),
      );
      const told = found.filter(({ kind }) => name.letters.includes(kind));
      return (told.length ? told : found).map((district) => ({
        start: name.start,
        district,
        wrong: misspelled(name, district.marks),
      }));
    });

  /** Islands were districts without communes and are written as such. */
  function communesBefore(end, wrong = 0) {
    const communes = namesBefore(end, "commune").flatMap((name) =>
      meanings(table.communes, name).map((commune) => {
        const told = name.letters.length > 0;
        const otherKind = told && commune.kind && !name.letters.includes(commune.kind) ? 1 : 0;
        const misfit = wrong + otherKind + misspelled(name, commune.marks);
        return { start: name.start, commune, told, wrong: misfit, doubt: commune.earlier || (loose && !told) };
      }),
    );
    const islands = namesBefore(end, "district").flatMap((name) =>
      meanings(table.communes, name)
        .filter(({ district, kind }) => table.islands.has(district) && name.letters.includes(kind))
        .map((commune) => ({ start: name.start, commune, told: true, wrong, doubt: false })),
    );
    return [...communes, ...islands];
  }

  const inDistrict = (end, provinces) =>
    districtsBefore(end, provinces).flatMap(({ start, district, wrong }) =>
      communesBefore(start, wrong)
        .filter(({ commune }) => commune.district === district.number)
        .map((hit) => ({ ...hit, doubt: hit.doubt || district.earlier })),
    );

  function liesIn(commune, districts) {
    const origins = commune.district === TODAY ? table.origins.get(commune.codes[0]) : [commune.district];
    return origins.some((number) => districts.has(number));
  }

  const country = namesBefore(words.length, "country").find(({ key }) => table.countries.has(key));
  const last = country ? country.start : words.length;
  const provinces = provincesBefore(last);

  /** Commune, district and province as they were. */
  const whole = () => provinces.flatMap(({ start, province }) => inDistrict(start, new Set([province.old])));

  /** The old district in the province of today, with the old commune or today's. */
  const mixed = () =>
    provinces.flatMap(({ start, province }) => [
      ...inDistrict(start, province.wide),
      ...districtsBefore(start, province.wide).flatMap(({ start: at, district, wrong }) =>
        communesBefore(at, wrong)
          .filter(({ commune }) => commune.district === TODAY && liesIn(commune, new Set([district.number])))
          .map((hit) => ({ ...hit, doubt: hit.doubt || district.earlier })),
      ),
    ]);

  /** Commune and district, or commune and province. Without its kind the latter may be the old district's name. */
  const pair = () => [
    ...inDistrict(last, null),
    ...provinces.flatMap(({ start, province }) => {
      const inside = new Set([...table.provinceOf.keys()].filter((number) => province.wide.has(table.provinceOf[number])));
      const districts = districtsBefore(start, province.wide).filter(({ district }) => !table.islands.has(district.number));
      const doubtful = new Set(districts.map((one) => one.start));
      return communesBefore(start)
        .filter(({ commune }) => liesIn(commune, inside))
        .map((hit) => ({ ...hit, doubt: hit.doubt || doubtful.has(hit.start) }));
    }),
  ];

  /** A commune with nothing above it: certain only where its kind is told. */
  const alone = () =>
    (provinces.length ? [] : communesBefore(last))
      .filter(({ told, start }) => told || start === 0 || !loose)
      .map((hit) => ({ ...hit, doubt: hit.doubt || !hit.told }));

  return [whole, mixed, pair, alone];
}
