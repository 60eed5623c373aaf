// The page "papers": the procedure's plain questions, and a card for each paper with its state and pages.
import { remember } from "./base.js";
import { named, useCatalogueState } from "./catalogue.js";
import { applyPatch, useDraftState } from "./drafts.js";
import { EDIT, goStep, need } from "./flow.js";
import { countOf, loneNote } from "./laid.js";
import { brought } from "./manifest.js";
import { standsAs, unreadPapers } from "./page_kept.js";
import { usePhotosState } from "./photos.js";
import { answered, choices, componentsFor, missingPapers, settled } from "./rules.js";
import { amount } from "./sizes.js";
import { useLanguage } from "./words.js";

export const setAnswer = (key, value) => applyPatch(`answers.${key}`, value);
export const setNumber = (key, value) => applyPatch(`components.${key}.number`, value);
export const setReason = (key, value) => applyPatch(`components.${key}.reason`, value);

/** "I do not have it, I will bring it" and "the number is enough": taken back with "". */
export const setState = (key, state) => applyPatch(`components.${key}.state`, state);

/** On to the review. Nobody is held up here: what is missing is said there, with the way back to it. */
export function leavePapers() {
  need([]);
  goStep("xem-lai");
}

/** What is doubted of a page: `doubts` (keys), `refused`, `kept` (why it stays, "" for nothing said). */
function doubtsOf(seen) {
  const doubted = seen && seen.verdict !== "good";
  return {
    doubts: doubted ? [...new Set(seen.reasons.map((one) => one.key))] : [],
    refused: seen?.verdict === "refuse",
    kept: seen?.kept?.why ?? "",
  };
}

/** A file that was digital before: `file` what it is ("" for a photo), `size`; `told`: why the server did not take it. */
const fileOf = (page, draft, lang) => ({
  file: brought(page) ? (page.media_type === "image/tiff" ? "TIFF" : "PDF") : "",
  size: brought(page) ? amount(page.bytes, lang) : "",
  told: draft.refused?.[page.sha256] ?? "",
});

const pageView = ({ thumbs, away }, component, pages, draft, lang) => (page, i) => ({
  id: page.id,
  sha256: page.sha256,
  counter: draft.channel === "counter",
  ...doubtsOf(draft.seen?.[page.sha256]),
  ...fileOf(page, draft, lang),
  number: i + 1,
  edit: `${EDIT}?hs=${draft.id}&giay=${component}&trang=${page.id}`,
  note: Boolean(draft.laid?.[page.sha256]?.note),
  lone: loneNote(pages, draft.laid) === page,
  thumb: thumbs[page.sha256] ?? "",
  away: away.includes(page.sha256),
  first: i === 0,
  last: i === pages.length - 1,
});

function paperView(component, draft, lang, photos, spoken) {
  const given = draft.components[component.key] ?? {};
  const pages = given.pages ?? [];
  const { work, refused } = photos;
  const state = standsAs(component, draft);
  return {
    key: component.key,
    name: named(component, lang),
    note: named(component, lang, "note"),
    kind: component.kind,
    required: component.required,
    form: component.form,
    // photographed | retake (a page cannot be read) | note (the photo without its sticky note is to come) | classified | number | later | shown, and of the open ones: spared (another of the group is there) | optional |
    // choice (one of several) | open
    state: state !== "open" ? state : spoken ? "spared" : !component.required ? "optional" : component.group ? "choice" : "open",
    wants: given.state ?? "",
    number: given.number ?? "",
    reason: given.reason ?? "",
    byNumber: component.kind === "submit" && Boolean(component.data_source),
    pages: pages.map(pageView(photos, component.key, pages, draft, lang)),
    count: countOf(pages, draft.laid),
    files: pages.filter(brought).length,
    taken: pages.length > 0,
    working: work?.component === component.key,
    done: work?.component === component.key ? Math.round((100 * (work.done + 0.5)) / (work.of + 0.5)) : 0,
    step: work?.component === component.key ? Math.min(work.done + 1, work.of) : 0,
    of: work?.component === component.key ? work.of : 0,
    refused: refused.filter((one) => one.component === component.key).map(({ key, facts }) => ({ key, facts })),
  };
}

const EMPTY = { questions: [], blocks: [], shown: [], missing: 0, done: 0, all: 0, removed: false, removedFrom: "", viewing: false, full: "", fullBoxes: [], fullWidth: 0, fullHeight: 0, fullNumber: 0, fullName: "" };

const view = remember(({ draft }, { data }, kept, lang) => {
  const photos = draft?.shared ? { ...kept, away: [] } : kept; // worked on together: the other side brings its own
  const procedure = draft && data?.procedures.find((p) => p.code === draft.procedure);
  if (!procedure) return EMPTY;
  const given = answered(procedure, draft.answers);
  const asked = componentsFor(procedure, draft.answers);
  const blocks = choices(asked.filter((c) => c.kind !== "show")).map((choice) => {
    const done = settled(choice, draft.components);
    const papers = choice.map((c) => paperView(c, draft, lang, photos, done));
    return { key: choice[0].key, several: choice.length > 1, done, papers };
  });
  const must = blocks.filter((block) => block.papers.some((paper) => paper.required && paper.kind === "submit"));
  const nameOf = (key) => named(procedure.components.find((c) => c.key === key) ?? {}, lang);
  return {
    questions: procedure.conditions.map((c) => ({ key: c.key, question: named(c, lang, "question"), value: given[c.key] })),
    blocks,
    shown: asked.filter((c) => c.kind === "show").map((c) => paperView(c, draft, lang, photos, false)),
    missing: missingPapers(procedure, draft).length + unreadPapers(procedure, draft).length,
    done: must.filter((block) => block.done && !block.papers.some((paper) => ["retake", "note"].includes(paper.state))).length,
    all: must.length,
    removed: Boolean(photos.removed),
    removedFrom: photos.removed ? nameOf(photos.removed.component) : "",
    viewing: Boolean(photos.shown),
    full: photos.shown?.address ?? "",
    fullBoxes: (photos.shown && draft.seen?.[photos.shown.sha256]?.reasons.map((one) => one.box).filter(Boolean)) || [],
    fullWidth: photos.shown?.width ?? 0,
    fullHeight: photos.shown?.height ?? 0,
    fullNumber: photos.shown?.number ?? 0,
    fullName: photos.shown ? nameOf(photos.shown.component) : "",
  };
});

export function usePapers() {
  return view(useDraftState(), useCatalogueState(), usePhotosState(), useLanguage());
}
