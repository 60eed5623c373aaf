// In place of React in the service worker: the device's stores name its hook, and nobody draws there.
export const useSyncExternalStore = (_subscribe, read) => read();
