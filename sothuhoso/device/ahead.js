// What a page fetches only when somebody wants it, fetched at rest: the line may be gone by then.
import { inTurn } from "./rest.js";

[() => import("./numbers.js"), () => import("./signature.js"), () => import("uqr")].forEach(inTurn);
