// What is odd about a person's details, said beside the field: the device's copy of domain/identity, dates and
// citizen_number. Warnings only. tests/vectors/identity_checks.json holds both sides to one table.

import { compact, strip } from "./fold.js";

const FORMS = [
  /^(?<d>[0-9]{2})(?<m>[0-9]{2})(?<y>[0-9]{4})$/,
  /^(?:(?:(?<d>[0-9]{1,2})[/.-])?(?<m>[0-9]{1,2})[/.-])?(?<y>[0-9]{4})$/,
  /^(?<y>[0-9]{4})-(?<m>[0-9]{1,2})-(?<d>[0-9]{1,2})$/,
];
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;
const ADULT_ENOUGH = 14; // Luật Căn cước 26/2023 Điều 19
const CARD_AGES = [14, 25, 40, 60]; // Điều 21: at these ages a card is changed; from two years before it is good to the next
const BEFORE = 2;
const LEAST_AGES = { "1.000894": { male: 20, female: 18 } }; // marriage: Luật Hôn nhân và gia đình 52/2014/QH13 Điều 8
// The 63 provinces before the merger; other prefixes exist for those born abroad.
const PROVINCES = new Set(
  ("001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 " +
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 " +
    "089 091 092 093 094 095 096").split(" "),
);

const day = (y, m, d) => y * 10000 + m * 100 + d; // days compare as numbers
const lastOf = (y, m) => new Date(Date.UTC(y, m, 0)).getUTCDate();

/** `{year, month, day, earliest, latest}` (unknown parts 0; days as yyyymmdd), `null` for what is no date. */
export function parseDate(text) {
  for (const form of FORMS) {
    const found = form.exec(strip(text))?.groups;
    if (found) return sound(Number(found.y), Number(found.m ?? 0), Number(found.d ?? 0));
  }
  return null;
}

function sound(y, m, d) {
  if (y < FIRST_YEAR || y > LAST_YEAR || (d && !m) || m > 12 || d > (m ? lastOf(y, m) : 0)) return null;
  const earliest = day(y, m || 1, d || 1);
  return { year: y, month: m, day: d, earliest, latest: d ? earliest : day(y, m || 12, lastOf(y, m || 12)) };
}

/** `[{key, field, facts}]` for one person; `fields` are plain texts, `today` is `yyyy-mm-dd`, `procedure`: its code. */
export function checkPerson(fields, { slot, today, procedure }) {
  const now = Number(today.replaceAll("-", ""));
  const birth = parseDate(fields.birth_date ?? "");
  const issue = parseDate(fields.issue_date ?? "");
  return [
    ...number(fields, birth, now),
    ...dated("birth_date", fields.birth_date ?? "", birth, now),
    ...age(birth, slot, now),
    ...leastAge(birth, fields.sex, (slot !== "submitter" && LEAST_AGES[procedure]) || {}, now),
    ...dated("issue_date", fields.issue_date ?? "", issue, now),
    ...(birth && issue && issue.latest < birth.earliest ? [finding("issued_before_birth", "issue_date")] : []),
    ...expired(birth, issue, now),
  ];
}

const finding = (key, field, facts = {}) => ({ key, field, facts });

function number(fields, birth, now) {
  const digits = compact(fields.id_number ?? "");
  if (!digits || /^[0-9]{9}$/.test(digits)) return []; // an old 9-digit card says nothing
  if (!/^[0-9]{12}$/.test(digits)) return [finding("id_not_12_digits", "id_number")];
  const century = Number(digits[3]);
  const year = 1900 + 100 * Math.floor(century / 2) + Number(digits.slice(4, 6));
  const out = [];
  if (!PROVINCES.has(digits.slice(0, 3))) out.push(finding("id_province_unknown", "id_number"));
  if (year > Math.floor(now / 10000)) out.push(finding("id_year_future", "id_number"));
  else if (birth && birth.year !== year) out.push(finding("id_year_differs", "birth_date"));
  if (fields.sex && fields.sex !== (century % 2 ? "female" : "male")) out.push(finding("id_sex_differs", "sex"));
  return out;
}

function dated(field, text, read, now) {
  if (strip(text) && !read) return [finding("date_impossible", field)];
  return read && read.earliest > now ? [finding("date_future", field)] : [];
}

function age(birth, slot, now) {
  if (!birth || slot !== "owner" || birth.earliest > now) return [];
  return years(birth.earliest, now) < ADULT_ENOUGH ? [finding("owner_under_14", "birth_date")] : [];
}

function leastAge(birth, sex, ages, now) {
  const known = Object.values(ages);
  if (!birth || !known.length || birth.earliest > now) return [];
  const least = ages[sex] || Math.min(...known);
  return years(birth.earliest, now) < least ? [finding("under_age_of_procedure", "birth_date", { age: least })] : [];
}

function expired(birth, issue, now) {
  if (!birth?.day || !issue?.day || issue.earliest < birth.earliest || issue.earliest > now) return [];
  const until = CARD_AGES.find((years) => issue.earliest < birthday(birth.earliest, years - BEFORE));
  return until && now > birthday(birth.earliest, until) ? [finding("card_expired", "issue_date", { age: until })] : [];
}

/** Days as yyyymmdd: their difference has the whole years in front. */
const years = (from, to) => Math.floor((to - from) / 10000);

/** Who was born on 29 February has it on 1 March in other years. */
function birthday(birth, age) {
  const later = birth + age * 10000;
  const leap = later % 10000 === 229 && lastOf(Math.floor(later / 10000), 2) === 28;
  return leap ? later + 72 : later; // 0301
}
