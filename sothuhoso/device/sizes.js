// Sums and sizes the Vietnamese way, in the language of the screen.
const locale = (lang) => (lang === "en" ? "en-GB" : "vi-VN");

/** Whole numbers without `Intl`: its first use costs a cheap phone as much as drawing a page. */
export const formatNumber = (n, lang) =>
  Number.isInteger(n) ? String(n).replace(/\B(?=(\d{3})+$)/g, lang === "en" ? "," : ".") : new Intl.NumberFormat(locale(lang)).format(n);

const UNITS = ["KB", "MB", "GB"];

/** Bytes with the unit that fits: 45 KB, 1,4 MB, 10 GB. */
export function amount(bytes, lang) {
  let value = bytes / 1024;
  let unit = 0;
  for (; value >= 999.5 && unit < 2; unit++) value /= 1024;
  const digits = unit && value < 99.5 ? 1 : 0;
  return `${new Intl.NumberFormat(locale(lang), { maximumFractionDigits: digits }).format(value)} ${UNITS[unit]}`;
}

/** Bytes as megabytes, one decimal: 1,4. */
export const megabytes = (bytes, lang) =>
  new Intl.NumberFormat(locale(lang), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(bytes / 1024 / 1024);

/** Room on a disk, in words one would use: "840 MB", "12 GB". */
export function room(bytes, lang) {
  const inGigabytes = bytes >= 1024 ** 3;
  const amount = bytes / 1024 ** (inGigabytes ? 3 : 2);
  return `${new Intl.NumberFormat(locale(lang), { maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount)} ${inGigabytes ? "GB" : "MB"}`;
}
