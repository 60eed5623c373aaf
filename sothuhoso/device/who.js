// Who is signed in on this device, as far as it knows without a server: written at sign-in, forgotten at sign-out. It
// decides nothing, the server asks its own cookie; it says whose screens are shown while there is no line.
import { database, keepSetting, readSetting } from "./database.js";

const KEY = "signed_in";

/** `{username, name, role, unit}` of the last who signed in here and has not signed out, else `null`. */
export const who = async () => (await readSetting(KEY)) ?? null;

export const rememberWho = ({ username, name, role, unit }) => keepSetting(KEY, { username, name, role, unit });
export const forgetWho = async () => (await database()).delete("meta", KEY);
