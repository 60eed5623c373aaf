// The line's state as the pill says it, on every page.
import { moment } from "./format.js";

/** online | weak | offline | sending */
export function lineWord({ up, dead, weak }, sending = false) {
  if (dead) return "offline";
  if (weak || !up) return "weak";
  return sending ? "sending" : "online";
}

/** The hour of the last contact, "" where all is well or nothing was ever heard. */
export const contactWord = ({ up, dead, weak, at }, lang) => (at && (dead || weak || !up) ? moment(new Date(at).toISOString(), "time", lang) : "");
