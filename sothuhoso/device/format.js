// Times and numbers the Vietnamese way. The zone is the desk's, whatever the phone's clock believes.
import { useSyncExternalStore } from "react";

const ZONE = "Asia/Ho_Chi_Minh";
const parts = (iso, options) =>
  Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options }).formatToParts(new Date(iso)).map((p) => [p.type, p.value]));
/** `style`: date 25/11/2026 · day 25/11 · time 17:00 · datetime 25/11/2026, 17:00 · weekday "thứ Tư 25/11/2026, 17 giờ" · age.
 *  `say` holds the sentences of the style, worded by the page. */
export function moment(iso, style, lang, now, say) {
  if (!iso) return "";
  const p = parts(iso, { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = `${p.day}/${p.month}/${p.year}`;
  const hour = Number(p.hour);
  if (style === "date") return date;
  if (style === "day") return `${p.day}/${p.month}`;
  if (style === "time") return `${hour}:${p.minute}`;
  if (style === "datetime") return `${date}, ${hour}:${p.minute}`;
  if (style === "age") return age(now - new Date(iso).getTime(), lang, say);
  const weekday = new Intl.DateTimeFormat(lang, { timeZone: ZONE, weekday: "long" }).format(new Date(iso));
  const facts = { weekday: inSentence(weekday), date, hour, minute: p.minute };
  return (p.minute === "00" ? say.hour : say.minute).replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

// "Thứ Tư" begins small inside a sentence; a single Sunday's name does not.
const inSentence = (weekday) => (/^\p{Lu}\S*\s\p{Lu}/u.test(weekday) ? weekday[0].toLowerCase() + weekday.slice(1) : weekday);

function age(milliseconds, lang, say) {
  const minutes = Math.floor(milliseconds / 60_000);
  const ago = new Intl.RelativeTimeFormat(lang, { numeric: "always", style: "short" });
  if (minutes < 1) return say.now;
  if (minutes < 60) return ago.format(-minutes, "minute");
  if (minutes < 48 * 60) return ago.format(-Math.floor(minutes / 60), "hour");
  return ago.format(-Math.floor(minutes / 1440), "day");
}

// One clock for all ages on the screen, once a minute.
let tick = 0;
const listeners = new Set();
let timer = null;
const subscribe = (listener) => {
  listeners.add(listener);
  timer ??= setInterval(() => { tick = Date.now(); listeners.forEach((f) => f()); }, 60_000);
  return () => {
    listeners.delete(listener);
    if (!listeners.size) { clearInterval(timer); timer = null; }
  };
};

/** `Date.now()`, renewed each minute. */
export function useNow() {
  useSyncExternalStore(subscribe, () => tick, () => 0);
  return Date.now();
}
