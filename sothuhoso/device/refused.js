// What the server said of one photo or file of a dossier: of which paper it is, and what its draft keeps of that.
import { findProcedure, named } from "./catalogue.js";

/** Of the page itself, not of the sending: it goes again only when the page is another one. */
const OF_THE_PAGE = /^(image|document)\./;

/** What a parked item's draft keeps, so that the page says it: sha256 → the sentence. */
export const refusedPages = ({ problem }) => (problem?.sha256 && OF_THE_PAGE.test(problem.key) ? { [problem.sha256]: problem.message } : {});

/** Why an item could not be sent, with the paper it is about. */
export function problemOf(item, lang) {
  const { message = "", sha256 } = item?.problem ?? {};
  const given = sha256 && item.manifest.components.find((one) => one.pages.some((page) => page.sha256 === sha256));
  const asked = given && findProcedure(item.manifest.procedure)?.components.find((one) => one.key === given.key);
  return asked ? `${named(asked, lang)}: ${message}` : message;
}
