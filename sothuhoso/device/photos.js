// The photos of the open draft: into the database first, then into the draft, so that a page never names a photo
// that is not there. Pages are added, ordered, replaced, removed and brought back; all of it through `applyPatch`.
import { createStore } from "./base.js";
import { database, smallPictures } from "./database.js";
import { allKept, applyPatch, draftState, subscribeDrafts } from "./drafts.js";
import { loneNote } from "./laid.js";
import { AS_FOUND, brought } from "./manifest.js";
import { Refusal } from "./refusal.js";
import { roomFor } from "./room.js";

const MAX_PAGES = 30; // of one paper
const MAX_ALL = 80; // of one dossier

/**
 * `work`: `{component, done, of}` while files are worked on. `refused`: `[{component, key, facts}]`. `removed`: the page
 * last deleted, for undo. `thumbs`: sha256 → address of the small picture. `shown`: the page looked at in full. `away`:
 * sha256 of the photos that another device has whole, and this one not.
 */
const store = createStore({ work: null, refused: [], removed: null, thumbs: {}, shown: null, away: [] });
export const usePhotosState = store.use;
export const photosState = store.get;

/** What makes photos is wanted with the first of them (and at rest, with the camera). */
const pictures = () => import("./picture.js");

const pagesOf = (key) => draftState().draft?.components[key]?.pages ?? [];
const setPages = (key, pages) => applyPatch(`components.${key}.pages`, pages);
const allPages = () => Object.values(draftState().draft?.components ?? {}).flatMap((component) => component.pages ?? []);

/** The kept photo, `undefined` when it is not (or no longer) on this device. */
export const photo = async (draft, sha) => (await database()).get("photos", [draft, sha]);

/** Keep a finished photo of the open draft; answers the page that names it. */
export async function keepPhoto(made) {
  await tidied; // which takes a photo that no page names for one that was deleted
  const draft = draftState().draft.id;
  const sha = await pictures().then((it) => it.sha256(made.blob));
  const row = { draft, sha256: sha, ...made, bytes: made.blob.size, at: new Date().toISOString() };
  await (await database()).put("photos", row);
  showThumb(row);
  return { id: crypto.randomUUID(), sha256: sha, bytes: row.bytes, media_type: made.media_type };
}

function showThumb(row) {
  if (!row.thumb || store.get().thumbs[row.sha256]) return;
  store.set({ thumbs: { ...store.get().thumbs, [row.sha256]: URL.createObjectURL(row.thumb) } });
}

/** How large the paper was said to be whose page was taken last. */
export const paperOf = (component) => laidOf(pagesOf(component).at(-1)).paper;

const laidOf = (page) => ({ ...AS_FOUND, ...draftState().draft.laid?.[page?.sha256] });

/** `pages` with one more: behind a page with a sticky note that waits for its photo without, else at the end. */
function withPage(pages, page) {
  const lone = pages.indexOf(loneNote(pages, draftState().draft.laid));
  return pages.toSpliced(lone < 0 ? pages.length : lone + 1, 0, page);
}

/** A finished photo becomes a page of a paper: at its end, or in the place of `replace` (a page's id). */
export async function addPhoto(component, made, replace = "") {
  const pages = pagesOf(component);
  if (draftState().draft.components[component]?.state === "classified") throw new Refusal("classified", {});
  const before = pages.find((page) => page.id === replace);
  const laid = { ...AS_FOUND, paper: before ? laidOf(before).paper : paperOf(component), note: laidOf(before).note };
  if (!replace && pages.length >= MAX_PAGES) throw new Refusal("too_many_of_one", { limit: MAX_PAGES });
  if (!replace && allPages().length >= MAX_ALL) throw new Refusal("too_many", { limit: MAX_ALL });
  if (!(await roomFor(made.blob.size))) throw new Refusal("no_room", {});
  let page;
  try {
    page = await keepPhoto(made);
  } catch (problem) {
    if (problem instanceof Refusal) throw problem;
    throw new Refusal("no_room", {});
  }
  const now = pagesOf(component);
  if (!replace && now.some((kept) => kept.sha256 === page.sha256)) throw new Refusal("twice", {});
  if (!brought(page) && (laid.paper !== AS_FOUND.paper || laid.note)) applyPatch(`laid.${page.sha256}`, laid);
  setPages(component, now.some((kept) => kept.id === replace) ? now.map((kept) => (kept.id === replace ? page : kept)) : withPage(now, page));
  if (!brought(page)) seeing((it) => it.seePage(page.sha256));
  return page;
}

/** Each page is looked at; what cannot be told here is told at the desk. */
const seeing = (work) => import("./page_seen.js").then(work).catch(() => {});

/** What was digital before stays as it is; a photo is prepared, also where the code for files is not to be had. */
const made = async (file) => (await import("./brought.js").then((it) => it.asItIs(file), () => null)) ?? pictures().then((it) => it.prepare(file));

/** Chosen files, one after the other: a phone's memory holds one large picture, not ten. */
export async function addFiles(component, files, replace = "") {
  const chosen = [...files];
  store.set({ refused: [], removed: null, work: { component, done: 0, of: chosen.length } });
  for (const [i, file] of chosen.entries()) {
    try {
      await addPhoto(component, await made(file), replace);
    } catch (problem) {
      refuse(component, problem, file.name);
    }
    store.set({ work: { component, done: i + 1, of: chosen.length } });
  }
  await allKept();
  store.set({ work: null });
}

export function refuse(component, problem, name = "") {
  const { key, facts } = problem instanceof Refusal ? problem : { key: "broken", facts: { name } };
  store.set({ refused: [...store.get().refused, { component, key, facts: { name, ...facts } }] });
}

export const forgetRefusals = () => store.set({ refused: [] });

/** One place earlier (-1) or later (1). */
export function movePage(component, id, by) {
  const pages = [...pagesOf(component)];
  const from = pages.findIndex((page) => page.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= pages.length) return;
  [pages[from], pages[to]] = [pages[to], pages[from]];
  setPages(component, pages);
}

export function removePage(component, id) {
  const pages = pagesOf(component);
  const at = pages.findIndex((page) => page.id === id);
  if (at < 0) return;
  store.set({ removed: { component, at, page: pages[at] }, shown: null });
  setPages(component, pages.filter((page) => page.id !== id));
}

/** It is classified (tài liệu mật): what was photographed of it leaves this device at once, and cannot be brought back. */
export async function classify(component) {
  const { draft, mine } = draftState();
  const gone = pagesOf(component).map((page) => page.sha256);
  if (!applyPatch(`components.${component}.pages`, [])) return;
  applyPatch(`components.${component}.state`, "classified");
  store.set({ removed: null, shown: null });
  await allKept();
  const stay = new Set(allPages().map((page) => page.sha256));
  for (const sha of mine ? gone : []) if (!stay.has(sha)) await forgetNow(draft.id, sha);
}

async function forgetNow(draft, sha) {
  await (await database()).delete("photos", [draft, sha]);
  const { [sha]: address, ...thumbs } = store.get().thumbs;
  if (address) URL.revokeObjectURL(address);
  store.set({ thumbs });
}

/** Bring the page last removed back to its place. */
export function undoRemove() {
  const { removed } = store.get();
  if (!removed) return;
  setPages(removed.component, pagesOf(removed.component).toSpliced(removed.at, 0, removed.page));
  store.set({ removed: null });
}

export const forgetRemoved = () => store.set({ removed: null });

/** Of a page that the other device took, this one keeps the small picture only. */
export async function keepThumb(draft, page, thumb) {
  const row = { draft, sha256: page.sha256, blob: null, thumb, media_type: page.media_type, bytes: page.bytes, at: new Date().toISOString() };
  await (await database()).put("photos", row);
  if (draftState().draft?.id === draft) showThumb(row);
}

/**
 * A photo that another device handed over, whole (`blob`) or its small picture only; neither where it had none itself.
 * What is here whole stays. Answers whether it is new here.
 */
export async function keepGiven(draft, page, { blob = null, thumb = null }) {
  const db = await database();
  const kept = await db.get("photos", [draft, page.sha256]);
  if (kept?.blob || (kept && !blob)) return false;
  const row = { draft, sha256: page.sha256, blob, thumb: thumb ?? kept?.thumb ?? null, media_type: page.media_type, bytes: page.bytes };
  await db.put("photos", { ...row, at: new Date().toISOString() });
  return true;
}

/** The photos of a draft that are kept: sha256 → row. */
export async function photosKept(draft) {
  const rows = await (await database()).getAllFromIndex("photos", "draft", draft);
  return new Map(rows.map((row) => [row.sha256, row]));
}

let elsewhere = async () => null;
/** Who fetches the whole photo that is not on this device: `(draft, sha256) => Promise<Blob | null>`. */
export const photosElsewhere = (fetcher) => (elsewhere = fetcher);

/** Look at a page in full. */
export async function showPage(component, id) {
  const { draft } = draftState();
  const page = pagesOf(component).find((kept) => kept.id === id);
  const row = page && (await photo(draft.id, page.sha256));
  // Of one that another device has whole, the small picture is better than none.
  const blob = row?.thumb && (row.blob ?? (await elsewhere(draft, page.sha256).catch(() => null)) ?? row.thumb);
  if (!row) return;
  closePage();
  store.set({ shown: { component, id, sha256: page.sha256, width: row.width, height: row.height, address: blob ? URL.createObjectURL(blob) : "", number: pagesOf(component).indexOf(page) + 1 } });
}

export function closePage() {
  const { shown } = store.get();
  if (!shown) return;
  if (shown.address) URL.revokeObjectURL(shown.address);
  store.set({ shown: null });
}

// --- small pictures of the open draft, and tidying up ------------------------------------------------------------

let shownFor = "";

async function loadThumbs() {
  const id = draftState().draft?.id ?? "";
  if (id === shownFor) return;
  shownFor = id;
  Object.values(store.get().thumbs).forEach(URL.revokeObjectURL);
  store.set({ thumbs: {}, work: null, refused: [], removed: null, away: [] });
  if (!id) return;
  const rows = await smallPictures(id);
  if (shownFor !== id) return;
  store.set({ away: rows.filter((row) => !row.blob).map((row) => row.sha256) });
  const used = new Set(allPages().map((page) => page.sha256));
  used.add(draftState().draft?.signature?.page.sha256);
  for (const row of rows) used.has(row.sha256) ? showThumb(row) : await forgetPhoto(id, row.sha256);
  if (allPages().some((page) => !brought(page) && !draftState().draft.seen?.[page.sha256])) seeing((it) => it.seeAll());
}

/** Photos that no page names any more (deleted, retaken) go when the draft is opened the next time. */
async function forgetPhoto(draft, sha) {
  if (draftState().mine) await (await database()).delete("photos", [draft, sha]);
}

let tidied = Promise.resolve();
const tidy = () => (tidied = tidied.then(loadThumbs).catch(() => {})); // no storage: there is nothing to tidy

// This code may come after the draft: what lies there is looked at before anything is added to it.
subscribeDrafts(tidy);
tidy();
