// Reads the QR codes in a picture, beside the page so that it stays smooth: zxing compiled to WebAssembly, served by
// ourselves. `{id, pixels, width, height, options}` in, `{id, texts, seen}` out (`texts: null` where the
// reader is not to be had; `seen`: pixels across a code that is there and not legible, 0 for none).
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import address from "zxing-wasm/reader/zxing_reader.wasm?url";

const QR = { formats: ["QRCode"], textMode: "Plain", maxNumberOfSymbols: 4, tryInvert: false };
const DAMAGE = /\ufffd/g;
const ACCENTED = /[\u00c0-\u024f\u1e00-\u1eff]/g;

let prepared;

/** Fetched by ourselves: the library would look for it elsewhere, and complains aloud where there is no line. */
async function prepare() {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const wasmBinary = await answer.arrayBuffer();
  await prepareZXingModule({ overrides: { wasmBinary, locateFile: () => address }, fireImmediately: true });
}

/** The bytes as UTF-8: the reader's own guess of a character set garbles Vietnamese. As imaging/barcodes does it. */
function textOf({ bytes, text }) {
  const read = new TextDecoder().decode(bytes);
  return (read.match(DAMAGE)?.length ?? 0) > (read.match(ACCENTED)?.length ?? 0) ? text : read;
}

const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
const across = ({ position: at }) => Math.max(apart(at.topLeft, at.topRight), apart(at.topLeft, at.bottomLeft));

/** Without a picture it only gets ready. */
self.onmessage = async ({ data: { id, pixels, width, height, options } }) => {
  try {
    await (prepared ??= prepare());
    if (!pixels) return;
    const picture = new ImageData(new Uint8ClampedArray(pixels), width, height);
    const found = await readBarcodes(picture, { ...QR, ...options });
    const seen = Math.max(0, ...found.filter((code) => !code.isValid).map(across));
    self.postMessage({ id, texts: found.filter((code) => code.isValid).map(textOf), seen });
  } catch {
    prepared = undefined;
    self.postMessage({ id, texts: null });
  }
};
