// What the server said of one photo or file of a dossier: of which paper it is, and what its draft keeps of that. Pure.

/** Of the page itself, not of the sending: it goes again only when the page is another one. */
const OF_THE_PAGE = /^(image|document)\./;

/** What a parked item's draft keeps, so that the page says it: sha256 → the sentence. */
export const refusedPages = ({ problem }) => (problem?.sha256 && OF_THE_PAGE.test(problem.key) ? { [problem.sha256]: problem.message } : {});

/** Why an item could not be sent, with the paper it is about; `name(component)` says what that is called. */
export function problemOf(item, procedure, name) {
  const { message = "", sha256 } = item?.problem ?? {};
  const given = sha256 && item.manifest.components.find((one) => one.pages.some((page) => page.sha256 === sha256));
  const asked = given && procedure?.components.find((one) => one.key === given.key);
  return asked ? `${name(asked)}: ${message}` : message;
}
