// Two devices and a row, at random: each types, looks and sends when it pleases, over lines that come and go. At the end
// both have looked and sent enough; then they must be alike, and no text may be gone that nobody was offered.
import { readFileSync } from "node:fs";
import { changedFields, changedPages, mergeFields, mergePages } from "../../sothuhoso/device/shared_merge.js";

const PATHS = ["persons.owner.full_name", "persons.owner.phone", "components.paper.number"];

function dice(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

function history(seed, steps) {
  const roll = dice(seed);
  const row = { fields: {}, pages: [] };
  let clock = 0;
  let pageNumber = 0;
  const typed = [];
  const device = (side) => ({ side, here: {}, base: side === "citizen" ? {} : null, pages: [], basePages: [], offered: [], overwritten: [] });
  const devices = [device("citizen"), device("clerk")];

  function look(one) {
    const rows = Object.entries(row.fields).map(([path, field]) => ({ path, ...field }));
    const { take, offers, base } = mergeFields(one.here, one.base, rows, one.side);
    for (const { path, value, origin } of take) one.here[path] = { value, origin };
    one.offered.push(...Object.values(offers));
    one.base = base;
    one.pages = mergePages(one.pages, one.basePages, row.pages);
    one.basePages = row.pages.map((page) => page.id);
  }

  // As domain/draft_changes takes it. The answer shows the row as it then is, unless the line breaks before it comes.
  function send(one, heard) {
    if (one.base) put(one);
    if (heard) look(one);
  }

  function put(one) {
    for (const { path, value, origin, since } of changedFields(one.here, one.base)) {
      const kept = row.fields[path];
      if (kept && kept.by !== one.side && kept.at !== since && kept.value !== value) continue;
      row.fields[path] = { value: value.trim(), origin, at: String(++clock).padStart(6, "0"), by: one.side };
    }
    const change = changedPages("paper", one.pages, one.basePages);
    if (!change) return;
    row.pages = row.pages.filter((page) => !change.remove.includes(page.id));
    for (const page of change.put) if (!row.pages.some((kept) => kept.id === page.id)) row.pages.push(page);
    if (!change.order.length) return;
    const place = (page) => (change.order.includes(page.id) ? change.order.indexOf(page.id) : change.order.length);
    row.pages = [...row.pages].sort((a, b) => place(a) - place(b));
  }

  function act(one) {
    const what = roll(10);
    if (what < 4) {
      const path = PATHS[roll(PATHS.length)];
      const value = `${one.side} ${typed.length}${roll(3) ? "" : " "}`;
      typed.push({ side: one.side, path, value });
      one.overwritten.push(one.here[path]?.value);
      one.here[path] = { value, origin: "typed" };
    } else if (what === 4) one.pages = [...one.pages, { id: `p${++pageNumber}` }];
    else if (what === 5 && one.pages.length) one.pages = one.pages.filter((_, i) => i !== roll(one.pages.length));
    else if (what === 6 && one.pages.length > 1) one.pages = [one.pages.at(-1), ...one.pages.slice(0, -1)];
    else if (what === 7) look(one);
    else send(one, roll(4));
  }

  for (let i = 0; i < steps; i++) act(devices[roll(2)]);
  for (let i = 0; i < 4; i++) for (const one of devices) look(one), send(one, true);
  devices.forEach(look);

  const problems = [];
  const [phone, tablet] = devices;
  for (const path of PATHS) {
    const texts = devices.map((one) => (one.here[path]?.value ?? "").trim());
    if (texts[0] !== texts[1]) problems.push(`${path}: ${texts}`);
  }
  const pages = devices.map((one) => one.pages.map((page) => page.id).join());
  if (pages[0] !== pages[1]) problems.push(`pages: ${pages.join(" | ")}`);
  // The last text that a side typed into a field stands, was offered back to it, or the other side wrote over it knowingly.
  for (const one of [phone, tablet]) {
    for (const path of PATHS) {
      const last = typed.findLast((t) => t.side === one.side && t.path === path);
      if (!last) continue;
      const other = one === phone ? tablet : phone;
      const knows = [...one.offered, ...other.overwritten, one.here[path]?.value].map((text) => (text ?? "").trim());
      if (!knows.includes(last.value.trim())) problems.push(`lost: ${last.value} in ${path}`);
    }
  }
  return problems;
}

const { seeds, steps } = JSON.parse(readFileSync(0, "utf-8"));
const failed = [];
for (let seed = 1; seed <= seeds; seed++) {
  const problems = history(seed, steps);
  if (problems.length) failed.push({ seed, problems });
}
process.stdout.write(JSON.stringify(failed.slice(0, 5)));
