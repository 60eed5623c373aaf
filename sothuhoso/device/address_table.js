// The table of old and new units, indexed by name, exactly as domain/address_table; its layout is told there.
import { key, marks } from "./address_words.js";

export const TODAY = -1; // in the place of a district: units of today have none
const KINDS = { x: "xa", p: "phuong", d: "dac_khu" };

/** `units` by code; `communes`, `districts`, `provinces` by name; `origins`: code → old districts it was made of. */
export function openTable(raw) {
  const words = raw.kinds.flatMap(([level, letter, said]) => said.map((one) => ({ level, letter, said: one.split(" ") })));
  const table = {
    units: new Map(),
    communes: new Map(),
    districts: new Map(),
    provinces: new Map(),
    kinds: kindsOf(words),
    countries: new Set(raw.countries.map(key)),
    glued: new Set(words.filter(({ said }) => said.length === 1).map(({ said }) => key(said[0]))),
    provinceOf: [],
    islands: new Set(),
    origins: new Map(),
  };
  const written = new Map(raw.kinds.map(([level, letter, said]) => [level + letter, said[0]]));
  for (const province of raw.provinces) addUnits(table, written, province);
  addOld(table, raw);
  return table;
}

/** `[{said, kinds}]`, those of several words first: "thi xa" before "xa". */
function kindsOf(words) {
  const found = new Map();
  for (const { level, letter, said } of [...words].sort((a, b) => b.said.length - a.said.length)) {
    const meant = said.map((one) => ({ key: key(one), marks: marks(one) }));
    const name = JSON.stringify(meant);
    if (!found.has(name)) found.set(name, { said: meant, kinds: [] });
    found.get(name).kinds.push({ level, letter });
  }
  return [...found.values()];
}

function addUnits(table, written, [provinceCode, letter, province, units]) {
  const above = `${written.get(`province${letter}`)} ${province}`;
  for (const one of units.split("|")) {
    const [code, kind, name] = [one.slice(0, 5), one[5], one.slice(6)];
    const place = `${written.get(`commune${kind}`)} ${name}, ${above}`;
    table.units.set(code, { code, name, kind: KINDS[kind], province_code: provinceCode, province, place });
    add(table.communes, key(name), { kind, marks: marks(name), codes: [code], district: TODAY, earlier: false });
  }
}

function addOld(table, { provinces, old }) {
  const today = new Map(provinces.map(([, letter, name]) => [name, letter]));
  const merged = new Map();
  old.forEach(([, , code], number) => add(merged, code, number));
  old.forEach(([name, also, code, districts], number) => {
    const wide = new Set(today.has(name) ? merged.get(code) : [number]);
    add(table.provinces, key(name), { kind: today.get(name) ?? "t", old: number, wide });
    for (const other of also) add(table.provinces, key(other), { kind: "", old: number, wide });
    for (const district of districts) addDistrict(table, number, district);
  });
}

function addDistrict(table, province, [letter, name, before, communes, earlier]) {
  const number = table.provinceOf.push(province) - 1;
  add(table.districts, key(name), { kind: letter, marks: marks(name), number, earlier: false });
  for (const other of before) add(table.districts, key(other), { kind: "", marks: marks(other), number, earlier: true });
  for (const [joined, names] of Object.entries(communes)) {
    const codes = joined.split(" ");
    for (const one of names.split("|")) {
      const [kind, commune] = [one[0], one.slice(1)];
      if (kind === letter && commune === name && !"xp".includes(kind)) table.islands.add(number);
      add(table.communes, key(commune), { kind, marks: marks(commune), codes, district: number, earlier: false });
    }
    for (const code of codes) add(table.origins, code, number);
  }
  for (const [joined, names] of Object.entries(earlier)) {
    const codes = joined.split(" ");
    for (const one of names.split("|")) {
      add(table.communes, key(one), { kind: "", marks: marks(one), codes, district: number, earlier: true });
    }
  }
}

function add(index, name, value) {
  if (index.has(name)) index.get(name).push(value);
  else index.set(name, [value]);
}
