// Sums and sizes the Vietnamese way, in the language of the screen.
const locale = (lang) => (lang === "en" ? "en-GB" : "vi-VN");

export const formatNumber = (n, lang) => new Intl.NumberFormat(locale(lang)).format(n);

/** Bytes as megabytes, one decimal: 1,4. */
export const megabytes = (bytes, lang) =>
  new Intl.NumberFormat(locale(lang), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(bytes / 1024 / 1024);

/** Room on a disk, in words one would use: "840 MB", "12 GB". */
export function room(bytes, lang) {
  const inGigabytes = bytes >= 1024 ** 3;
  const amount = bytes / 1024 ** (inGigabytes ? 3 : 2);
  return `${new Intl.NumberFormat(locale(lang), { maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount)} ${inGigabytes ? "GB" : "MB"}`;
}
