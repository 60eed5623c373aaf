// Three versions of a shared draft become one: what stands here, what the server's row says, and what it said when this
// device looked last. Pure. A field that changed on both sides keeps the row's value; the other one is offered.
import { collapse } from "./fold.js";
import { laidOf } from "./laid.js";
import { originOf, PERSON_FIELDS } from "./manifest.js";

const SLOTS = ["owner", "submitter", "subject"];
const PARTS = ["state", "number", "reason"];
const NOTHING = { value: "", origin: "typed", at: "" };
const PERSON = /^persons\./;
/** Fields that are written, letter by letter; the others are chosen. */
export const WRITTEN = /^(persons\.\w+\.(?!sex$)\w+|components\.\w+\.(number|reason))$/;

const given = (value, origin) => ({ value: String(value ?? ""), origin: originOf(origin) });

/** path → `{value, origin}` of everything in a draft that is shared, but for its pages. */
export function fieldsOf(draft) {
  const out = {};
  for (const slot of SLOTS) {
    for (const field of PERSON_FIELDS) {
      const kept = draft.persons[slot]?.[field];
      if (kept) out[`persons.${slot}.${field}`] = given(kept.value, kept.origin);
    }
  }
  for (const [key, value] of Object.entries(draft.answers)) out[`answers.${key}`] = given(value);
  for (const [key, component] of Object.entries(draft.components)) {
    for (const part of PARTS) if (component[part] !== undefined) out[`components.${key}.${part}`] = given(component[part]);
  }
  if (draft.submitter) out.submitter = given(draft.submitter);
  const named = Object.values(draft.components).flatMap((one) => one.pages ?? []);
  for (const { sha256 } of named) if (draft.laid?.[sha256]) out[`laid.${sha256}`] = given(JSON.stringify(laidOf(draft.laid[sha256])));
  return out;
}

/** What the row says of a field, as a draft keeps it: how a page lies is written as JSON; `null` for what cannot be read. */
export function keptAs(path, value) {
  if (!path.startsWith("laid.")) return value;
  try {
    return laidOf(JSON.parse(value));
  } catch {
    return null;
  }
}

/** component → its pages, as a manifest names them. */
export const pagesOf = (draft) =>
  Object.fromEntries(
    Object.entries(draft.components)
      .filter(([, component]) => component.pages)
      .map(([key, component]) => [key, component.pages.map(bare)]),
  );

export const bare = ({ id, sha256, bytes, media_type }) => ({ id, sha256, bytes, media_type });

/** The server keeps texts in one line, composed, without spaces around them: "Lan " here is "Lan" there. */
const same = (path, one, other) =>
  collapse(one.value) === collapse(other.value) && (!PERSON.test(path) || !one.value || one.origin === other.origin);

/**
 * What to take over from the row, what to offer, and what the row is known to say from now on.
 * `rows`: `[{path, value, origin, at, by}]`; `base`: `null` for who sees the row for the first time; `side`: citizen |
 * clerk, who we are. What our own side wrote is never newer there than it is here.
 */
export function mergeFields(here, base, rows, side) {
  const take = [];
  const offers = {};
  const known = { ...base };
  for (const { path, value, origin, at, by } of rows) {
    const before = base?.[path] ?? NOTHING;
    const mine = here[path] ?? NOTHING;
    known[path] = { value, origin, at };
    if (same(path, mine, { value, origin })) continue;
    if (base && (by === side || at === before.at)) continue; // written here since, and not there yet
    if (!same(path, mine, before) && mine.value && WRITTEN.test(path)) offers[path] = mine.value;
    take.push({ path, value, origin });
  }
  return { take, offers, base: known };
}

/** What stands here and not in the row: `[{path, value, origin, since}]`. */
export const changedFields = (here, base) =>
  Object.entries(here)
    .filter(([path, mine]) => !same(path, mine, base[path] ?? NOTHING))
    .map(([path, mine]) => ({ path, ...mine, since: base[path]?.at ?? "" }));

const ids = (pages) => pages.map((page) => page.id);

/** Pages merge by their ids: what was added, removed or moved here happens to the row's pages too. */
export function mergePages(here, base, theirs) {
  const gone = new Set(base.filter((id) => !ids(here).includes(id)));
  const out = theirs.filter((page) => !gone.has(page.id));
  const stayed = base.filter((id) => !gone.has(id));
  const moved = ids(here).filter((id) => stayed.includes(id));
  if (moved.some((id, i) => id !== stayed[i])) {
    const place = (page) => (moved.includes(page.id) ? moved.indexOf(page.id) : moved.length);
    out.sort((a, b) => place(a) - place(b));
  }
  here.forEach((page, i) => {
    if (base.includes(page.id) || ids(out).includes(page.id)) return;
    const before = i ? out.findIndex((one) => one.id === here[i - 1].id) : -1;
    out.splice(i && before < 0 ? out.length : before + 1, 0, page);
  });
  return out;
}

/** What makes the row's pages of one component those that stand here, `null` for nothing. */
export function changedPages(component, here, base) {
  const put = here.filter((page) => !base.includes(page.id));
  const remove = base.filter((id) => !ids(here).includes(id));
  const after = [...base.filter((id) => !remove.includes(id)), ...ids(put)];
  const order = ids(here).some((id, i) => id !== after[i]) ? ids(here) : [];
  return put.length || remove.length || order.length ? { component, put, remove, order } : null;
}
