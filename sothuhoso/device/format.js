// Times and numbers the Vietnamese way. The zone is the desk's, whatever the phone's clock believes.
import { useSyncExternalStore } from "react";

const ZONE = "Asia/Ho_Chi_Minh";
const parts = (iso, options) =>
  Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options }).formatToParts(new Date(iso)).map((p) => [p.type, p.value]));
const WEEKDAYS = {
  vi: ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
const DAY_INDEX = { Sun: 0, Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6 };
const UNITS = {
  vi: { now: "vừa xong", minute: "{n} phút trước", hour: "{n} giờ trước", day: "{n} ngày trước" },
  en: { now: "just now", minute: "{n} min ago", hour: "{n} h ago", day: "{n} days ago" },
};

/** `style`: date 25/11/2026 · day 25/11 · time 17:00 · datetime 25/11/2026, 17:00 · weekday "thứ Tư 25/11/2026, 17 giờ" · age. */
export function moment(iso, style, lang, now) {
  if (!iso) return "";
  const p = parts(iso, { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", weekday: "short" });
  const date = `${p.day}/${p.month}/${p.year}`;
  const time = `${Number(p.hour)}:${p.minute}`;
  if (style === "date") return date;
  if (style === "day") return `${p.day}/${p.month}`;
  if (style === "time") return time;
  if (style === "datetime") return `${date}, ${time}`;
  if (style === "age") return age(now - new Date(iso).getTime(), lang);
  const weekday = WEEKDAYS[lang][DAY_INDEX[p.weekday]];
  if (lang === "en") return `${weekday} ${date}, ${time}`;
  return `${weekday} ${date}, ${Number(p.hour)} giờ${p.minute === "00" ? "" : ` ${p.minute}`}`;
}

function age(milliseconds, lang) {
  const minutes = Math.floor(milliseconds / 60_000);
  const words = UNITS[lang] ?? UNITS.vi;
  if (minutes < 1) return words.now;
  if (minutes < 60) return words.minute.replace("{n}", minutes);
  if (minutes < 48 * 60) return words.hour.replace("{n}", Math.floor(minutes / 60));
  return words.day.replace("{n}", Math.floor(minutes / 1440));
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
