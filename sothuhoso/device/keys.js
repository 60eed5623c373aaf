// The desk works with a keyboard alone: a key clicks (or focuses) the element that carries it in `data-key`;
// j and k walk the rows marked `data-row`. Keys typed into a field are letters.
const typing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function step(direction) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const from = at >= 0 ? at : rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  rows[Math.min(rows.length - 1, Math.max(0, from + direction))].focus();
  return true;
}

function press(key) {
  const element = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === key && e.offsetParent !== null && !e.disabled);
  if (!element) return false;
  if (typing(element)) element.focus();
  else element.click();
  return true;
}

/** A field and what it found (`data-hits`): arrows walk from one to the other, Escape closes. */
function amongHits(event) {
  const region = event.target.closest?.("[data-hits]");
  if (!region) return false;
  const field = region.querySelector("input[type=search]");
  if (event.key === "Escape") {
    const close = region.querySelector("[data-close]");
    close?.click();
    field?.focus();
    return Boolean(close);
  }
  const hits = [...region.querySelectorAll("[data-hit]")];
  const at = hits.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !hits.length || (at < 0 && (step < 0 || document.activeElement !== field))) return false;
  (at + step < 0 ? field : hits[Math.min(hits.length - 1, at + step)])?.focus();
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!document.querySelector("dialog[open]") && amongHits(event)) {
    event.preventDefault();
    return;
  }
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]") && event.key !== "Escape") return;
  const done = event.key === "j" ? step(1) : event.key === "k" ? step(-1) : press(event.key);
  if (done) event.preventDefault();
}

export const listenKeys = () => document.addEventListener("keydown", onKey);
export const forgetKeys = () => document.removeEventListener("keydown", onKey);

/** What is answered leaves its list (`data-answers`): the focus goes on to the next `data-answer`, else to what opened it. */
export function goOn() {
  const list = document.activeElement?.closest("[data-answers]");
  if (!list) return;
  const watch = new MutationObserver(() => {
    if (list.contains(document.activeElement)) return;
    (list.querySelector("[data-answer]") ?? list.querySelector("[aria-expanded]"))?.focus();
    watch.disconnect();
  });
  watch.observe(list, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 10_000);
}

let opener = null;

/** Open a `<dialog>` as a modal one. Escape presses its cancel button, so that whoever drew it knows. */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  opener = document.activeElement;
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.querySelector("[data-cancel]")?.click();
  });
  dialog.showModal();
  // Where the work goes on: the first field, else the answer itself.
  (dialog.querySelector("input, textarea") ?? dialog.querySelector("[data-first]:enabled"))?.focus();
}

/** A dialog that is gone leaves no focus behind: give it back to what opened it. */
export function returnFocus() {
  if (opener?.isConnected) opener.focus();
  opener = null;
}
