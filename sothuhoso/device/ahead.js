// What a page fetches only when somebody wants it, fetched at rest: the line may be gone by then.
import { inTurn } from "./rest.js";

const wanted = [() => import("./camera.js"), () => import("./page_frames.js"), () => import("./page_seen.js"), () => import("./brought.js"), () => import("./card_text.js"), () => import("./mrz.js"), () => import("./numbers.js")];
[...wanted, () => import("./signature.js"), () => import("uqr")].forEach(inTurn);
