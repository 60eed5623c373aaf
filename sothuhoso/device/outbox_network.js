// Which network this is, as far as the browser tells: Chromium on phones does, most others do not.
const KNOWN = ["wifi", "ethernet", "cellular", "bluetooth", "wimax", "none"];
const FREE = ["wifi", "ethernet"];

const connection = () => globalThis.navigator?.connection;

/** "wifi", "cellular" …; "" where the browser does not tell. */
export function networkKind() {
  const kind = connection()?.type ?? "";
  return KNOWN.includes(kind) ? kind : "";
}

/** Whether sending may use this network. Where nobody knows what it is, nothing is held back: it could wait for ever. */
export const networkAllows = (wifiOnly, kind = networkKind()) => !wifiOnly || kind === "" || FREE.includes(kind);

export const onNetwork = (listener) => connection()?.addEventListener?.("change", listener);
