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

const PATIENCE = 5000;
const WORTH = 1.2; // times the video's side: less is not worth the wait

/** How many pixels a still of this camera has for each of its video's. */
export async function stillScale(track, video) {
  try {
    const { imageWidth, imageHeight } = await new ImageCapture(track).getPhotoCapabilities();
    const most = Math.max(imageWidth.max, imageHeight.max) / Math.max(video.videoWidth, video.videoHeight);
    return most > WORTH ? most : 1;
  } catch {
    return 1;
  }
}

/** A still from the camera itself, upright; `null` where it gives none in time. */
export async function stillOf(track) {
  try {
    const late = new Promise((_, failed) => setTimeout(failed, PATIENCE, new Error("late")));
    const blob = await Promise.race([new ImageCapture(track).takePhoto(), late]);
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}
