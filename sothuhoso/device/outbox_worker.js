// Sending what waits while no page of ours is open: called by the service worker (its `sync` event, or a page's message).
// There is no `window` and no `document` here.

/** Send what is due. Rejects where something is left, so that the browser asks again later. */
export async function sendFromWorker() {}
