// Our own numbers as a device writes them, and how a receipt names a person: the same as domain/dossier_code, by the
// table tests/vectors/numbers.json. Pure.

const SERIES = "A"; // before the serial of a number that was given out beforehand
const LOCAL_BITS = 26; // of the id's first seven hexadecimal digits, 28 bits

/** `SH-05725-261125-A0107`; `day` is an ISO day, the one the number was given out on. */
export const beforehandNumber = (unit, day, serial) => `SH-${unit}-${day.replaceAll("-", "").slice(2)}-${SERIES}${String(serial).padStart(4, "0")}`;

/** `TM-0471-2938`: what a receipt shows while no number is known, told from the submission's id. */
export function localCode(id) {
  const head = parseInt(id.replaceAll("-", "").slice(0, 7), 16) >> (28 - LOCAL_BITS);
  const digits = String(head).padStart(8, "0");
  return `TM-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** "Hoàng Thị Mai" → "H. T. Mai": enough for the person and their neighbours, too little for whoever finds the paper. */
export function maskedName(name) {
  const words = name.normalize("NFC").trim().split(/\s+/).filter(Boolean);
  const given = words.pop() ?? "";
  return [...words.map((word) => `${[...word][0]}.`), given].join(" ");
}
