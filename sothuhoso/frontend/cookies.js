// In place of universal-cookie: as much as Reflex's event loop asks of it.
export default class Cookies {
  get(name) {
    const entry = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
    return entry === undefined ? undefined : decodeURIComponent(entry.slice(name.length + 1));
  }

  set(name, value, { path = "/", maxAge } = {}) {
    const age = maxAge === undefined ? "" : `; max-age=${maxAge}`;
    document.cookie = `${name}=${encodeURIComponent(value)}; path=${path}; samesite=strict${age}`;
  }

  remove(name, options) {
    this.set(name, "", { ...options, maxAge: 0 });
  }
}
