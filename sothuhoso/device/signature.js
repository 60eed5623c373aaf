// The pad: a name written with a finger, a pen or a mouse becomes smooth strokes of ink, and a picture of them. Points are
// kept as fractions of the pad, so that turning the tablet loses nothing.

const INK = "#12233f"; // dark blue on white, in the dark theme too: it is a picture of paper
const LEAST = 40; // pixels of path: less is a slip of the finger
const WIDTH = 1200; // of the picture that is kept, at most
const EDGE = 12;
const THUMB = 240;

let canvas = null;
let pen = null;
let told = () => {};
let strokes = []; // [[{x, y, w}]]
let current = null;
let pointer = null;

const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });

const watch = new ResizeObserver(fit);

/** Begin on this element; `tell` hears how many strokes are on it. */
export function attach(element, tell) {
  if (canvas === element) return;
  canvas = element;
  told = tell;
  strokes = [];
  current = null;
  canvas.style.touchAction = "none";
  canvas.onpointerdown = down;
  canvas.onpointermove = move;
  canvas.onpointerup = canvas.onpointercancel = up;
  watch.disconnect();
  watch.observe(canvas);
  fit();
  told(0);
}

function fit() {
  if (!canvas.isConnected) return;
  const { width, height } = size();
  const dots = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * dots);
  canvas.height = Math.round(height * dots);
  pen = canvas.getContext("2d");
  pen.scale(dots, dots);
  draw();
}

// --- the hand ------------------------------------------------------------------------------------------------------

function pointOf(event, before) {
  const box = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const { width, height } = size();
  const point = { x: x / width, y: y / height, t: event.timeStamp, w: 2.4 };
  if (!before) return point;
  // A quick stroke is thin, a slow one thick; a pen says how hard it presses.
  const speed = Math.hypot(x - before.x * width, y - before.y * height) / Math.max(1, point.t - before.t);
  const pressed = event.pointerType === "pen" && event.pressure ? 1.2 + 3 * event.pressure : 3.4 - Math.min(2, speed * 1.1);
  point.w = before.w + (pressed - before.w) * 0.25;
  return point;
}

function down(event) {
  if (pointer !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
  event.preventDefault();
  pointer = event.pointerId;
  canvas.setPointerCapture(pointer);
  current = [pointOf(event)];
  strokes.push(current);
  soon();
}

function move(event) {
  if (event.pointerId !== pointer || !current) return;
  event.preventDefault();
  const all = event.getCoalescedEvents?.() ?? [];
  for (const one of all.length ? all : [event]) current.push(pointOf(one, current.at(-1)));
  soon();
}

function up(event) {
  if (event.pointerId !== pointer) return;
  pointer = null;
  current = null;
  told(strokes.length);
}

export function undo() {
  strokes.pop();
  redraw();
}

export function clear() {
  strokes = [];
  redraw();
}

function redraw() {
  soon();
  told(strokes.length);
}

// --- the ink -------------------------------------------------------------------------------------------------------

let drawing;

/** With the next picture of the screen, however many points have come until then. */
function soon() {
  drawing ??= requestAnimationFrame(() => {
    drawing = undefined;
    draw();
  });
}

function draw() {
  const { width, height } = size();
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  for (const stroke of strokes) ink(pen, stroke, { width, height });
}

/** A stroke from middle to middle of its points: no corners. `scale`: how much larger than the pad it is drawn. */
function ink(on, stroke, { width, height }, scale = 1) {
  on.strokeStyle = on.fillStyle = INK;
  on.lineCap = on.lineJoin = "round";
  const at = (point) => [point.x * width, point.y * height];
  if (stroke.length === 1) {
    const [x, y] = at(stroke[0]);
    on.beginPath();
    on.arc(x, y, stroke[0].w * 0.6 * scale, 0, 7);
    return on.fill();
  }
  const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  let from = at(stroke[0]);
  for (let i = 1; i < stroke.length; i++) {
    const [a, b] = [at(stroke[i - 1]), at(stroke[i])];
    const to = i === stroke.length - 1 ? b : middle(a, b);
    on.beginPath();
    on.lineWidth = stroke[i].w * scale;
    on.moveTo(...from);
    on.quadraticCurveTo(...a, ...to);
    on.stroke();
    from = to;
  }
}

// --- the picture ---------------------------------------------------------------------------------------------------

function bounds() {
  const points = strokes.flat();
  const { width, height } = size();
  const [xs, ys] = [points.map(({ x }) => x * width), points.map(({ y }) => y * height)];
  const [left, top] = [Math.min(...xs) - EDGE, Math.min(...ys) - EDGE];
  return { left, top, width: Math.max(...xs) + EDGE - left, height: Math.max(...ys) + EDGE - top };
}

function pathLength() {
  const { width, height } = size();
  let all = 0;
  for (const stroke of strokes) {
    for (let i = 1; i < stroke.length; i++) all += Math.hypot((stroke[i].x - stroke[i - 1].x) * width, (stroke[i].y - stroke[i - 1].y) * height);
  }
  return all;
}

function drawn(width) {
  const box = bounds();
  const scale = width / box.width;
  const sheet = document.createElement("canvas");
  sheet.width = Math.round(width);
  sheet.height = Math.max(1, Math.round(box.height * scale));
  const on = sheet.getContext("2d");
  on.fillStyle = "#fff";
  on.fillRect(0, 0, sheet.width, sheet.height);
  on.translate(-box.left * scale, -box.top * scale);
  const whole = { width: size().width * scale, height: size().height * scale };
  for (const stroke of strokes) ink(on, stroke, whole, scale);
  return sheet;
}

const blobOf = (sheet, kind, quality) => new Promise((done, failed) => sheet.toBlob((blob) => (blob ? done(blob) : failed(new Error("no blob"))), kind, quality));

/** The name as a photo that can be kept, at most so wide; `null` where hardly anything was written. */
export async function picture(most = WIDTH) {
  if (pathLength() < LEAST) return null;
  const box = bounds();
  const whole = drawn(Math.min(most, box.width * 3, (most * box.width) / box.height));
  const small = drawn(Math.min(THUMB, (THUMB * box.width) / box.height));
  const [blob, thumb] = await Promise.all([blobOf(whole, "image/png"), blobOf(small, "image/jpeg", 0.85)]);
  return { blob, thumb, width: whole.width, height: whole.height, media_type: "image/png" };
}
