// Sums and sizes the Vietnamese way, in the language of the screen.
const locale = (lang) => (lang === "en" ? "en-GB" : "vi-VN");

export const formatNumber = (n, lang) => new Intl.NumberFormat(locale(lang)).format(n);

/** Bytes as megabytes, one decimal: 1,4. */
export const megabytes = (bytes, lang) =>
  new Intl.NumberFormat(locale(lang), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(bytes / 1024 / 1024);
