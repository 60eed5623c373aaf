// A scanner's batch to the server and back as papers. By XMLHttpRequest: `fetch` does not tell how much has been sent.
import { lineWas } from "./line.js";
import { language } from "./words.js";

const STILL = 60_000; // nothing moved for so long: the line is gone
const CUTTING = 300_000; // the server's own patience, for a place and for the work, is four minutes

/** Why there are no papers: `key` under "errors" ("offline": no answer), `message` the server's sentence. */
export class NotSplit extends Error {
  constructor(key, message = "") {
    super(key);
    this.key = key;
    this.message = message;
  }
}

const offline = () => new NotSplit("offline");

async function papersOf(type, body) {
  const form = await new Response(body, { headers: { "Content-Type": type } }).formData();
  const told = JSON.parse(form.get("batch"));
  const [files, pictures] = [form.getAll("paper"), form.getAll("picture")];
  return { ...told, papers: told.papers.map((paper, i) => ({ ...paper, file: files[i], picture: pictures[i] })) };
}

async function refusalOf(body) {
  const { key, message } = await new Response(body).json();
  return new NotSplit(key, message);
}

/**
 * Cut it: `{pages, separators, backs, papers: [{pages, code, kind, file, picture}]}`. `progress` hears the share that was sent;
 * `signal` stops it. Throws a `NotSplit`, or the signal's reason.
 */
export function splitBatch(file, duplex, { progress, signal }) {
  const asked = new XMLHttpRequest();
  return new Promise((done, failed) => {
    let watch;
    let sent = false;
    const within = (time) => {
      clearTimeout(watch);
      watch = setTimeout(() => lost(), time);
    };
    const lost = () => {
      lineWas(false);
      failed(offline());
      asked.abort();
    };
    const answered = async () => {
      lineWas(true);
      if (asked.status === 410) window.dispatchEvent(new CustomEvent("sothuhoso:gone"));
      if (asked.status !== 200) throw await refusalOf(asked.response);
      return papersOf(asked.getResponseHeader("Content-Type"), asked.response);
    };
    // While it is sent, the line is full and its questions may go unanswered; then they tell the truth.
    const dead = () => asked.readyState === XMLHttpRequest.OPENED && sent && lost();
    asked.upload.onprogress = ({ loaded, total }) => {
      within(STILL);
      progress(loaded / total);
    };
    asked.upload.onload = () => {
      sent = true;
      within(CUTTING);
      progress(1);
    };
    asked.onprogress = () => within(STILL);
    asked.onload = () => answered().then(done, (problem) => failed(problem instanceof NotSplit ? problem : offline()));
    asked.onerror = lost;
    asked.onloadend = () => {
      clearTimeout(watch);
      window.removeEventListener("offline", dead);
    };
    signal.addEventListener("abort", () => {
      failed(signal.reason);
      asked.abort();
    });
    window.addEventListener("offline", dead);
    asked.open("POST", `/api/documents/split${duplex ? "?duplex=1" : ""}`);
    asked.responseType = "blob";
    asked.setRequestHeader("Accept-Language", language());
    within(STILL);
    asked.send(file);
  });
}
