// What is handed over, as bytes: a compressed description, bounded when it is opened, whoever made it.
import { Unfit } from "./handed.js";

const MOST_JSON = 1024 * 1024;

export const unfit = (key) => new Unfit(key);

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function through(bytes, stream, most) {
  const parts = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
    if (size > most) {
      await reader.cancel();
      throw unfit("too_much");
    }
    parts.push(step.value);
  }
  return joined(parts);
}

export function joined(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A value as compressed JSON. */
export const packed = (value) => through(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream("deflate"), MOST_JSON);

/** The value in compressed JSON. Throws `Unfit`, for a flood that unpacks without end too. */
export async function unpacked(bytes) {
  try {
    const raw = await through(bytes, new DecompressionStream("deflate"), MOST_JSON);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch (problem) {
    throw problem instanceof Unfit ? problem : unfit("damaged");
  }
}
