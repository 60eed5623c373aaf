// "This device", as the page of my dossiers shows it: what is kept here, and how much room is left, in words.
import { life, useAppState } from "./app.js";
import { createStore, remember } from "./base.js";
import { database } from "./database.js";
import { atRest } from "./rest.js";
import { room } from "./sizes.js";
import { useLanguage } from "./words.js";

const SHORT = 0.8; // of what the browser gives us

const store = createStore({ drafts: 0, photos: 0 });

/** The card is shown: look anew. */
export async function enterDevice() {
  atRest.then(life).then(({ measure }) => measure(), () => {}); // no line, and not kept yet
  try {
    const db = await database();
    store.set({ drafts: await db.count("drafts"), photos: await db.count("photos") });
  } catch {
    // No storage: the card says nothing of it.
  }
}

export const installNow = () => life().then(({ install }) => install());
export const askToKeepNow = () => life().then(({ askToKeep }) => askToKeep());

const view = remember((app, counts, lang) => ({
  ...app,
  ...counts,
  used: app.used ? room(app.used, lang) : "",
  left: room(app.left, lang),
  short: app.full >= SHORT,
}));

export function useDevice() {
  return view(useAppState(), store.use(), useLanguage());
}
