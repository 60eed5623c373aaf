// From a PIN to the key of a store. Nothing here keeps or counts anything: lock.js does.
//
// PIN → PBKDF2-SHA-256 (as many rounds as this device does in half a second, at least 600,000; a random salt) → 256 bits
// → HMAC under the device's own key, which no script can read out → the key that wraps the store's random data key.
// A second wrapping is for the desk: RSA-OAEP under the unit's recovery key (docs/decisions/0020).
const text = new TextEncoder();
const LEAST_ROUNDS = 600_000;
const MOST_ROUNDS = 6_000_000;
const WANTED_MS = 650;
const PROBE_ROUNDS = 150_000;
export const SHORTEST = 6;
export const LONGEST = 12;

const AES = { name: "AES-GCM", length: 256 };
const RSA = { name: "RSA-OAEP", hash: "SHA-256" };
const random = (n) => crypto.getRandomValues(new Uint8Array(n));
const label = (...parts) => text.encode(["sothuhoso", ...parts].join(":"));

/** Why a PIN is not taken: "short", "long", "digits", "same" (000000), "row" (123456); "" when it is. */
export function weakness(pin) {
  if (!/^\d*$/.test(pin)) return "digits";
  if (pin.length < SHORTEST) return "short";
  if (pin.length > LONGEST) return "long";
  const steps = [...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10);
  if (steps.every((step) => step === 0)) return "same";
  return steps.every((step) => step === 1) || steps.every((step) => step === 9) ? "row" : "";
}

/** The device's own key: made once, kept by the browser, never readable by a script. */
export const newDeviceKey = () => crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);

const stretch = async (pin, salt, rounds) => {
  const material = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveBits"]);
  return crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, material, 256);
};

/** How many rounds take this device about half a second and a bit. */
export async function measureRounds() {
  await stretch("000000", random(16), 1000); // the first call also loads
  const began = performance.now();
  await stretch("000000", random(16), PROBE_ROUNDS);
  const took = Math.max(1, performance.now() - began);
  return Math.round(Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, (PROBE_ROUNDS * WANTED_MS) / took)) / 1000) * 1000;
}

/** The key that wraps the data key of one store. */
async function wrappingKey(deviceKey, store, pin, salt, rounds) {
  const stretched = new Uint8Array(await stretch(pin, salt, rounds));
  const bound = new Uint8Array([...label("pin", store), 0, ...stretched]);
  const bits = await crypto.subtle.sign("HMAC", deviceKey, bound);
  return crypto.subtle.importKey("raw", bits, AES, false, ["wrapKey", "unwrapKey"]);
}

/** A fresh data key, readable for as long as it takes to wrap it. */
export const newDataKey = () => crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);

/** The data key that the desk gave back, to be wrapped anew. */
export const importDataKey = (raw) => crypto.subtle.importKey("raw", raw, AES, true, ["encrypt", "decrypt"]);

/** Wrap the data key under a PIN: what is kept of it. */
export async function wrapWithPin(dataKey, deviceKey, store, pin, rounds) {
  const salt = random(16);
  const iv = random(12);
  const key = await wrappingKey(deviceKey, store, pin, salt, rounds);
  const how = { name: "AES-GCM", iv, additionalData: label("data", store, rounds) };
  return { salt, rounds, iv, key: await crypto.subtle.wrapKey("raw", dataKey, key, how) };
}

/** The data key, `null` for a wrong PIN. `readable`: to be wrapped anew; else no script can read it out. */
export async function unwrapWithPin(wrapped, deviceKey, store, pin, readable = false) {
  const key = await wrappingKey(deviceKey, store, pin, wrapped.salt, wrapped.rounds);
  const how = { name: "AES-GCM", iv: wrapped.iv, additionalData: label("data", store, wrapped.rounds) };
  return crypto.subtle.unwrapKey("raw", wrapped.key, key, how, AES, readable, ["encrypt", "decrypt"]).catch(() => null);
}

/** Wrap the data key for the desk; `whose` is bound in, so that it is unwrapped for nobody else. */
export async function wrapForDesk(dataKey, spki, { unit, account, device }) {
  const desk = await crypto.subtle.importKey("spki", spki, RSA, false, ["wrapKey"]);
  return crypto.subtle.wrapKey("raw", dataKey, desk, { ...RSA, label: label(unit, account, device) });
}

/** The same key as no script can read it out. */
export async function sealedAway(dataKey) {
  const raw = await crypto.subtle.exportKey("raw", dataKey);
  return crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);
}
