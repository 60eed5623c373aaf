// Who is signed in on this device, as far as it knows without a server: written at sign-in, forgotten at sign-out. It
// decides nothing, the server asks its own cookie; it says whose screens are shown while there is no line. On a shared
// tablet each person has a record of their own, sealed like their store.
import { common, keepSetting, readSetting } from "./database.js";
import { isSharedTablet } from "./gate.js";

const KEY = "signed_in";
const placeOf = (user) => `${KEY}.${user}`;

/** `{key, place, how}` of whoever has unlocked a shared tablet, `null` while it is locked. */
async function part() {
  const [{ readSession }, how] = await Promise.all([import("./session.js"), import("./sealed_format.js")]);
  const session = await readSession(await common());
  return session && { key: session.key, place: placeOf(session.user), how };
}

/** `{username, name, role, unit}` of the last who signed in here and has not signed out, else `null`. */
export async function who() {
  if (!isSharedTablet()) return (await readSetting(KEY)) ?? null;
  const own = await part();
  const sealed = own && (await readSetting(own.place));
  return sealed ? own.how.open(own.key, sealed, own.how.contextOf("meta", own.place)).catch(() => null) : null;
}

/** While a shared tablet is locked nothing is remembered: the PIN comes first. */
export async function rememberWho({ username, name, role, unit }) {
  const known = { username, name, role, unit };
  if (!isSharedTablet()) return keepSetting(KEY, known);
  const own = await part();
  if (own) await keepSetting(own.place, await own.how.seal(own.key, known, own.how.contextOf("meta", own.place)));
}

export async function forgetWho() {
  const own = isSharedTablet() ? await part() : { place: KEY };
  if (own) await (await common()).delete("meta", own.place);
}

/** What was remembered in clear before this was a shared tablet goes into the part of whoever has unlocked it. */
export async function sealWho() {
  const known = await readSetting(KEY);
  if (!known) return;
  await rememberWho(known);
  await (await common()).delete("meta", KEY);
}

/** Nothing is remembered of this person any more; of nobody where none is named. */
export async function forgetWhoOf(user = "") {
  const db = await common();
  for (const key of await db.getAllKeys("meta")) if (key === placeOf(user) || (!user && key.startsWith(KEY))) await db.delete("meta", key);
}
