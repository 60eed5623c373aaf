// What a page fetches only when somebody wants it, fetched at rest: the line may be gone by then.
export const ahead = Promise.allSettled([import("./camera.js"), import("./numbers.js"), import("./signature.js"), import("uqr")]);
