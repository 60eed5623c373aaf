// The three lines at the back of a card (TD1, ICAO 9303-5), typed or pasted: the device's copy of domain/mrz, without the
// repairs that only a machine's reading needs. Every check digit must be right, or nothing is filled in.
import { parseDate } from "./people.js";

const LINE = 30;
const WEIGHTS = [7, 3, 1];
const SHAPE = /^[0-9A-Z<]{30}$/;
const FIRST = /^I[A-Z<]VNM/;
const SEXES = { M: "male", F: "female" };

const valueOf = (char) => (char === "<" ? 0 : parseInt(char, 36));
const digitOf = (text) => String([...text].reduce((sum, char, at) => sum + valueOf(char) * WEIGHTS[at % 3], 0) % 10);

/** The lines as the card has them: capitals, no spaces; what people type for the filler stands for it. */
function linesOf(text) {
  // Look-alikes of other scripts stay what they are, and are refused.
  const plain = text.replace(/[a-z]/g, (char) => char.toUpperCase()).replace(/[«‹]/g, (char) => (char === "«" ? "<<" : "<"));
  const lines = plain.split(/[\r\n]+/).map((line) => line.replace(/\s/g, "")).filter(Boolean);
  return lines.length === 1 && lines[0].length === 3 * LINE ? lines[0].match(/.{30}/g) : lines.map((line) => line.padEnd(LINE, "<"));
}

/** Whether this is meant to be such lines, right or wrong. */
export const isMrz = (text) => !text.includes("|") && /<.*<|^\s*I[A-Z<]VNM/is.test(text);

/** `{identity, problem}`: `identity` holds the fields that are there, `null` where a digit is wrong; `problem` a key. */
export function readMrz(text, today) {
  const lines = linesOf(text.slice(0, 400));
  if (lines.length !== 3 || !lines.every((line) => SHAPE.test(line)) || !FIRST.test(lines[0])) return { identity: null, problem: "qr.mrz_shape" };
  const [one, two, three] = lines;
  const number = one.slice(15, 27);
  const right =
    /^[0-9]{12}$/.test(number) &&
    one.slice(5, 14) === number.slice(3) &&
    digitOf(one.slice(5, 14)) === one[14] &&
    digitOf(number) === one[29] &&
    digitOf(two.slice(0, 6)) === two[6] &&
    digitOf(two.slice(8, 14)) === two[14] &&
    digitOf(one.slice(5) + two.slice(0, 7) + two.slice(8, 15) + two.slice(18, 29)) === two[29];
  if (!right || !isDay(two.slice(0, 6)) || !isDay(two.slice(8, 14))) return { identity: null, problem: "qr.mrz_digit" };
  const said = {
    id_number: number,
    full_name: nameOf(three),
    birth_date: dateOf(two.slice(0, 6), number, today),
    sex: SEXES[two[7]] ?? "",
  };
  return { identity: Object.fromEntries(Object.entries(said).filter(([, value]) => value)), problem: "" };
}

/** `yymmdd` that can be; month and day may be unknown, and 991231 stands for no end. */
const isDay = (text) => /^[0-9]{2}(0000|[0-9]{2}00|[0-9]{4})$/.test(text) && (text.endsWith("00") || Boolean(parseDate(`${text.slice(4)}/${text.slice(2, 4)}/20${text.slice(0, 2)}`)));

/** "" where letters stand among the fillers behind the name, or digits in it: no check digit holds a name. */
function nameOf(line) {
  const name = line.replace(/<+$/, "");
  return /<<<|[0-9]/.test(name) ? "" : name.split("<").filter(Boolean).join(" ");
}

/** `dd/mm/yyyy`: the century is the one that the number names, where its year agrees. */
function dateOf(text, number, today) {
  const year = 1900 + 100 * Math.floor(Number(number[3]) / 2) + Number(text.slice(0, 2));
  const read = `${text.slice(4, 6)}/${text.slice(2, 4)}/${year}`;
  const agrees = number.slice(4, 6) === text.slice(0, 2) && year <= Number(today.slice(0, 4));
  return agrees && parseDate(read)?.day ? read : "";
}
