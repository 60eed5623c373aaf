// The settings of the voice. They are remembered on this device only.
import { useEffect } from "react";
import { createStore } from "./base.js";

/** `own`: whether the device has a Vietnamese voice. The rest as in `chosenVoice`. */
const store = createStore({ by: "", lang: "vi", languages: [], several: false, own: false });

async function look() {
  const { chosenVoice, deviceVoice, voiceIndex } = await import("./voice.js");
  store.set(chosenVoice());
  const [index, own] = await Promise.all([voiceIndex().catch(() => null), deviceVoice("vi")]);
  const languages = Object.entries(index?.languages ?? {}).map(([code, { name }]) => ({ code, name }));
  store.set({ own: Boolean(own), languages, several: languages.length > 1 });
}

export function chooseVoice(by) {
  localStorage.setItem("sothuhoso.voice", by);
  document.documentElement.dataset.voice = by;
  store.set({ by });
}

export function chooseSpoken(lang) {
  localStorage.setItem("sothuhoso.voice_lang", lang);
  store.set({ lang });
}

/** What the settings show. */
export function useVoices() {
  useEffect(() => {
    look().catch(() => {}); // no line: the settings show what every device has
  }, []);
  return store.use();
}
