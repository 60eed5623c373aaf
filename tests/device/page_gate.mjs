// Lets the gate see frames: [[{…frame, at}, …], …] in, [[{hint, shoot}, …], …] out. `taken: true` after a frame: a picture
// was taken of it.
import { readFileSync } from "node:fs";
import { createGate } from "../../sothuhoso/device/page_gate.js";

const told = JSON.parse(readFileSync(0, "utf-8")).map((frames) => {
  const gate = createGate();
  return frames.map(({ at, taken, ...frame }) => {
    const said = gate.see(frame, at);
    if (taken) gate.taken(frame);
    return said;
  });
});
process.stdout.write(JSON.stringify(told));
