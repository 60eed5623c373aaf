// What a camera offers besides its picture: a torch, and coming closer.
const CLOSER = 2; // times: what a code at arm's length needs; more shows only noise

/** `light`: none | off; `zoom`: 0 (none) | 1. */
export function controlsOf(track) {
  const { torch, zoom } = track.getCapabilities?.() ?? {};
  return { light: torch ? "off" : "none", zoom: zoom?.max >= CLOSER ? 1 : 0 };
}

/** Answers how the torch is now: on | off | none. */
export const setLight = (track, on) => apply(track, { torch: on }, on ? "on" : "off", "none");

/** Answers how near it is now: 1 | 2, or 0 for a camera that cannot after all. */
export const setZoom = (track, near) => apply(track, { zoom: near ? CLOSER : 1 }, near ? CLOSER : 1, 0);

async function apply(track, wish, done, otherwise) {
  try {
    await track.applyConstraints({ advanced: [wish] });
    return done;
  } catch {
    return otherwise;
  }
}
