// What the server said of one photo or file of a dossier that waits, with the paper it is about. Pure.

/** Why an item could not be sent; `name(component)` says what a paper is called. */
export function problemOf(item, procedure, name) {
  const { message = "", sha256 } = item.problem ?? {};
  const given = sha256 && item.manifest.components.find((one) => one.pages.some((page) => page.sha256 === sha256));
  const asked = given && procedure?.components.find((one) => one.key === given.key);
  return asked ? `${name(asked)}: ${message}` : message;
}
