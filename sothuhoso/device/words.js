// Which language the person reads. Vietnamese sentences are compiled into each page, so the page speaks before
// any dictionary is there; English is fetched once and kept by the browser's cache.
import { useSyncExternalStore } from "react";

const STORAGE_KEY = "sothuhoso.lang";
const VIETNAMESE = { lang: "vi", words: {} };
let snapshot = VIETNAMESE;
const listeners = new Set();

function publish(next) {
  snapshot = next;
  document.documentElement.lang = next.lang;
  listeners.forEach((listener) => listener());
}

/** Switch the language in place, without a reload; remembered on this device. */
export async function setLanguage(lang) {
  localStorage.setItem(STORAGE_KEY, lang);
  // The server words its own sentences (refusals, forms) by this cookie.
  document.cookie = `lang=${lang}; path=/; max-age=31536000; samesite=strict`;
  if (lang === "vi") return publish(VIETNAMESE);
  const answer = await fetch(`/words/${lang}.json`);
  if (answer.ok) publish({ lang, words: await answer.json() });
}

const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** `tr(key, vietnamese, facts)`: the sentence in the language of this device. */
export function useWords() {
  const current = useSyncExternalStore(subscribe, () => snapshot, () => VIETNAMESE);
  return (key, vietnamese, facts) => fill(current.lang === "vi" ? vietnamese : (current.words[key] ?? vietnamese), facts);
}

/** The language code, for data that comes in both languages. */
export function useLanguage() {
  return useSyncExternalStore(subscribe, () => snapshot, () => VIETNAMESE).lang;
}

export const language = () => snapshot.lang;

const fill = (sentence, facts) => (facts ? sentence.replace(/\{(\w+)\}/g, (blank, name) => facts[name] ?? blank) : sentence);

if (typeof localStorage !== "undefined" && (localStorage.getItem(STORAGE_KEY) ?? "vi") !== "vi") {
  setLanguage(localStorage.getItem(STORAGE_KEY)).catch(() => {});
}
