// Which QR is it, when it is not that of an ID card: the device's copy of domain/qr_kinds and of the part of
// domain/dossier_code that it needs. tests/vectors/id_qr.json holds both sides to one table.
const BHYT_NUMBER = /^(?:[A-Z]{2}[0-9A-Z]{8,13}|[0-9]{10,15})$/;
const HEX = /^(?:[0-9A-Fa-f]{2}){3,}$/;
const LINK = /^(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)\S/i;
const PAYMENT = /^000201[0-9]{2}\S/; // EMVCo: payload format 01, then a numbered field
const COVID = /^(?:hc1:|.*(?:covid|tokhaiyte|suckhoedientu|bluezone))/i;
const TOKEN = /^[0-9A-Za-z+/=_.-]{64,}$/;
const OWN = /^SH-[0-9]{5}-[0-9]{6}-[0-9]{4,}$/;
const OWN_RUN = /^SH([0-9]{5})([0-9]{6})([0-9]{4,})$/;

/** The text that bytes say in UTF-8, `null` for what is not. */
export function utf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

/** Health insurance cards also use `|`, with name and address as hexadecimal UTF-8. */
function isBhyt(text) {
  const [number, coded = ""] = text.split("|");
  return BHYT_NUMBER.test(number) && isCodedText(coded);
}

/** An old identity number is hexadecimal too, but for control characters. */
function isCodedText(text) {
  if (!HEX.test(text)) return false;
  const said = utf8(text.match(/../g).map((byte) => parseInt(byte, 16)));
  return said !== null && !/[\p{C}\p{Z}]/u.test(said.replaceAll(" ", ""));
}

/** A number as it is kept: capitals, digits, dots, dashes; ours gets its dashes back. */
function normalise(text) {
  const plain = text.normalize("NFKC").toUpperCase().replace(/\p{Pd}/gu, "-").replace(/[^0-9A-Z.-]/g, "");
  const run = OWN_RUN.exec(plain.replaceAll("-", ""));
  return run ? `SH-${run[1]}-${run[2]}-${run[3]}` : plain;
}

/** The first that fits. */
const KINDS = [
  ["qr.bhyt", isBhyt],
  ["qr.payment", (text) => PAYMENT.test(text)],
  ["qr.own_receipt", (text) => OWN.test(normalise(text)) || text.includes("/theo-doi#")],
  ["qr.covid", (text) => COVID.test(text)],
  ["qr.vneid", (text) => text.toLowerCase().includes("vneid")],
  ["qr.url", (text) => LINK.test(text)],
  ["qr.vneid", (text) => TOKEN.test(text) && !/^[0-9]+$/.test(text)],
];

/** Of a code that is no card's, what helps all the same: `number` (health insurance), `path` and `dossier` (one of ours). */
export function helpfulFacts(problem, texts) {
  if (problem === "qr.bhyt") return { number: texts.map((text) => text.trim().split("|")[0]).find((text) => BHYT_NUMBER.test(text)) ?? "" };
  if (problem !== "qr.own_receipt") return {};
  const hash = texts.map((text) => /\/theo-doi(#[0-9A-Za-z_-]+)/.exec(text)?.[1]).find(Boolean);
  if (hash) return { path: `/theo-doi${hash}` }; // by what it says, never where it says
  return { path: "/theo-doi", dossier: texts.map(normalise).find((text) => OWN.test(text)) ?? "" };
}

/** The key of a known kind of QR that is no ID card's, or "". `text` is cleaned and not empty. */
export const foreignKind = (text) => KINDS.find(([, fits]) => fits(text))?.[0] ?? "";
