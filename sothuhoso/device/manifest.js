// A draft as it is sent: manifest format 3 (domain/submission). Pure. What an older page of ours has put into the outbox
// goes as it stands, in its own format.
import { collapse } from "./fold.js";
import { answered, componentsFor, standing } from "./rules.js";

export const PERSON_FIELDS = ["full_name", "id_number", "old_id_number", "birth_date", "sex", "address", "address_today", "issue_date", "phone", "email"];
/** Where a value of a person came from: domain/people.Origin. What else is said counts as typed. */
export const ORIGINS = ["qr", "mrz", "ocr", "earlier"];
export const originOf = (text) => (ORIGINS.includes(text) ? text : "typed");
const MAX_TEXT = 300;

const text = (value) => collapse(value ?? "").slice(0, MAX_TEXT);

function person(given, fields = PERSON_FIELDS) {
  const out = {};
  for (const field of fields) {
    const value = text(given?.[field]?.value);
    if (value) out[field] = { value, origin: originOf(given[field].origin) };
  }
  return Object.keys(out).length ? out : null;
}

const STATES = { photographed: "photographed", number: "number", later: "none", shown: "shown", classified: "classified" };

function component(asked, draft) {
  const given = draft.components[asked.key] ?? {};
  const state = STATES[standing(asked, given)];
  if (!state || (state === "shown" && !asked.required)) return null;
  const pages = state === "photographed" ? given.pages : [];
  return {
    key: asked.key,
    state,
    number: state === "number" ? text(given.number) : "",
    reason: state === "none" ? text(given.reason) : "",
    pages: pages.map((page) => ({ ...bare(page), laid: laid(page, draft), doubts: doubts(page, draft) })),
  };
}

const bare = ({ id, sha256, bytes, media_type }) => ({ id, sha256, bytes, media_type });

/** How a page lies where nobody said it (domain/manifest.Laid): what is `null` is found by who looks. */
export const AS_FOUND = { paper: "A4", corners: null, turn: null, note: false };
/** A file that was digital before (domain/manifest.BROUGHT): it goes as it is, there is nothing to find in it. */
export const brought = (page) => ["application/pdf", "image/tiff"].includes(page.media_type);
const laid = (page, draft) => (brought(page) ? null : { ...AS_FOUND, ...draft.laid?.[page.sha256] });

/** What this device doubts of a page, and why it stays. */
function doubts(page, draft) {
  const seen = draft.seen?.[page.sha256];
  if (brought(page) || !seen || seen.verdict === "good") return null;
  const gravest = seen.reasons.toSorted((a, b) => (b.verdict === "refuse") - (a.verdict === "refuse"));
  return { verdict: seen.verdict, reasons: [...new Set(gravest.map((one) => one.key))], kept: seen.kept ?? null };
}

/** Who hands it in signs; without such a person it is the owner, whatever was chosen before. */
function signature({ signature: signed, submitter }) {
  if (!signed) return null;
  const signer = submitter === "other" && signed.signer === "submitter" ? "submitter" : "owner";
  return { page: bare(signed.page), at: signed.at, signer };
}

const unsigned = ({ signature: signed, unsigned: said }) => (said?.how && !signed ? { how: said.how, reason: text(said.reason) } : null);

export function manifestOf(draft, procedure) {
  return {
    format: 3,
    procedure: procedure.code,
    procedure_version: procedure.version,
    unit: draft.unit,
    channel: draft.channel,
    secret: draft.secret,
    captured_at: draft.createdAt,
    lang: draft.lang,
    answers: answered(procedure, draft.answers),
    persons: {
      owner: person(draft.persons.owner) ?? {},
      submitter: draft.submitter === "other" ? person(draft.persons.submitter) : null,
      subject: procedure.subject ? person(draft.persons.subject) : null,
    },
    components: componentsFor(procedure, draft.answers)
      .map((asked) => component(asked, draft))
      .filter(Boolean),
    notice: draft.notice,
    number: draft.number ?? "",
    signature: signature(draft),
    unsigned: unsigned(draft),
  };
}

/** The photos a manifest names, each once, in order; the signature is the last. */
export function photosOf(manifest) {
  const pages = manifest.components.flatMap((given) => given.pages);
  if (manifest.signature) pages.push(manifest.signature.page);
  return [...new Map(pages.map((page) => [page.sha256, page])).values()];
}
