// The store of one person on a shared tablet: what `idb` offers, over rows that are sealed.
//
// Keys, and what an index needs, lie in clear; everything else of a row is inside its sealed bytes. Large members (a
// photo's bytes) are sealed apart, so that a list of rows is read without them. Sealing is asynchronous and would end an
// IndexedDB transaction, so a transaction here collects what is written, answers reads from it, and writes all of it in
// one real transaction at its end; a lock over tabs and worker keeps two of them apart. Whoever uses it sees no difference.
import { openDB } from "idb";
import { common, DEVICES } from "./database.js";
import { contextOf, open, seal } from "./sealed_format.js";
import { currentSession, onLock } from "./session.js";

const BODIES = "bodies"; // [store, key, member] → sealed bytes that are kept apart from their row
const APART = { photos: ["blob"] };
/** Said in clear besides keys and indexes: which dossier it belongs to, and how it stands. */
const CLEAR = { drafts: ["rev", "status"], outbox: ["draft", "state", "createdAt"], photos: ["bytes"], entries: ["state"] };
const GONE = Symbol("deleted");

export const nameOf = (user) => `sothuhoso-${user}`;

/** What the stores are like: taken over from the device's own database, so that there is one description of them. */
function schemaOf(db) {
  const names = [...db.objectStoreNames].filter((name) => !DEVICES.includes(name));
  const reading = db.transaction(names);
  return names.map((name) => {
    const store = reading.objectStore(name);
    return { name, keyPath: store.keyPath, indexes: [...store.indexNames].map((index) => [index, store.index(index).keyPath]) };
  });
}

/** The raw database of one person's store, made where there is none. */
export async function openRaw(user) {
  const db = await common();
  const schema = schemaOf(db);
  return openDB(nameOf(user), db.version, {
    upgrade(raw, _from, _to, change) {
      for (const { name, keyPath, indexes } of schema) {
        const store = raw.objectStoreNames.contains(name) ? change.objectStore(name) : raw.createObjectStore(name, { keyPath });
        for (const [index, path] of indexes) if (!store.indexNames.contains(index)) store.createIndex(index, path);
      }
      if (!raw.objectStoreNames.contains(BODIES)) raw.createObjectStore(BODIES);
    },
    blocking: (_current, _wanted, event) => event.target.close(), // it is to be deleted, or another version wants to come in
  });
}

// --- the store that is open ------------------------------------------------------------------------------------------

let current = null;

/** The store of whoever has unlocked the tablet; waits until somebody has. */
export async function sealedDatabase(db) {
  const session = await currentSession(db);
  if (current?.session !== session.id) {
    closeStore();
    current = { session: session.id, store: openRaw(session.user).then((raw) => new SealedStore(raw, db, session)) };
    current.store.catch(() => closeStore());
  }
  return current.store;
}

/** Let go of the store and its key. */
export function closeStore() {
  current?.store.then((store) => store.close(), () => {});
  current = null;
}

onLock("locked", closeStore);

const keyOf = (keyPath, value) => (Array.isArray(keyPath) ? keyPath.map((one) => value[one]) : value[keyPath]);
const pick = (value, names) => Object.fromEntries(names.filter((name) => name in value).map((name) => [name, value[name]]));
const isBody = (value) => value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
const matches = (query, key) => query == null || (query instanceof IDBKeyRange ? query.includes(key) : indexedDB.cmp(query, key) === 0);

export class SealedStore {
  #raw;
  #common;
  #key;
  #user;
  #schema;

  constructor(raw, db, { user, key }) {
    this.#raw = raw;
    this.#common = db;
    this.#key = key;
    this.#user = user;
    this.#schema = Object.fromEntries(schemaOf(db).map(({ name, keyPath, indexes }) => [name, { keyPath, indexes: Object.fromEntries(indexes) }]));
    this.name = raw.name;
    this.version = raw.version;
    this.objectStoreNames = db.objectStoreNames;
  }

  close() {
    this.#key = null;
    this.#raw.close();
  }

  isSealed = (store) => !DEVICES.includes(store);
  #of = (store) => (this.isSealed(store) ? this.#raw : this.#common);
  keyPath = (store, index) => (index ? this.#schema[store].indexes[index] : this.#schema[store].keyPath);
  keyIn = (store, value, index) => keyOf(this.keyPath(store, index), value);

  // --- one row

  async #open(store, row, bodies, apart) {
    const key = this.keyIn(store, row);
    const value = await open(this.#key, row.sealed, contextOf(store, key));
    for (const [i, member] of apart.entries()) if (bodies[i]) value[member] = await open(this.#key, bodies[i], contextOf(store, key, member));
    return value;
  }

  async #seal(store, key, value) {
    const apart = (APART[store] ?? []).filter((member) => isBody(value[member]));
    const inside = Object.fromEntries(Object.entries(value).filter(([name]) => !apart.includes(name)));
    const indexed = Object.values(this.#schema[store].indexes).concat(this.keyPath(store)).flat();
    const row = pick(value, [...indexed, ...(CLEAR[store] ?? [])]);
    row.sealed = await seal(this.#key, inside, contextOf(store, key));
    const bodies = await Promise.all(apart.map(async (member) => [member, await seal(this.#key, value[member], contextOf(store, key, member))]));
    return { row, bodies };
  }

  // --- reading what is committed

  /** Rows of a store in order. `light`: without what is kept apart. */
  async rows(store, index, query, count, light = false) {
    if (!this.isSealed(store)) return index ? this.#common.getAllFromIndex(store, index, query, count) : this.#common.getAll(store, query, count);
    const apart = light ? [] : (APART[store] ?? []);
    const reading = this.#raw.transaction(apart.length ? [store, BODIES] : [store]);
    const source = index ? reading.objectStore(store).index(index) : reading.objectStore(store);
    const rows = await source.getAll(query, count);
    const bodies = apart.length ? await Promise.all(rows.map((row) => this.#bodiesOf(reading, store, row, apart))) : [];
    return Promise.all(rows.map((row, i) => this.#open(store, row, bodies[i], apart)));
  }

  #bodiesOf = (reading, store, row, apart) => Promise.all(apart.map((member) => reading.objectStore(BODIES).get([store, this.keyIn(store, row), member])));

  keys = (store, index, query, count) => (index ? this.#of(store).getAllKeysFromIndex(store, index, query, count) : this.#of(store).getAllKeys(store, query, count));

  async get(store, query) {
    if (query == null) throw new DOMException(store, "DataError"); // else it would be the first row there is
    return this.isSealed(store) ? (await this.rows(store, "", query, 1))[0] : this.#common.get(store, query);
  }

  getFromIndex = async (store, index, query) => (await this.rows(store, index, query, 1))[0];
  getAll = (store, query, count) => this.rows(store, "", query, count);
  getAllFromIndex = (store, index, query, count) => this.rows(store, index, query, count);
  light = (store, index, query, count) => this.rows(store, index, query, count, true);
  getKey = async (store, query) => (await this.keys(store, "", query, 1))[0];
  getKeyFromIndex = async (store, index, query) => (await this.keys(store, index, query, 1))[0];
  getAllKeys = (store, query, count) => this.keys(store, "", query, count);
  getAllKeysFromIndex = (store, index, query, count) => this.keys(store, index, query, count);
  count = (store, query) => this.#of(store).count(store, query);
  countFromIndex = (store, index, query) => this.#of(store).countFromIndex(store, index, query);

  // --- writing

  async #alone(store, write) {
    const change = this.transaction(store, "readwrite");
    const answer = await write(change.store);
    await change.done;
    return answer;
  }

  put = (store, value, key) => this.#alone(store, (one) => one.put(value, key));
  add = (store, value, key) => this.#alone(store, (one) => one.add(value, key));
  delete = (store, query) => this.#alone(store, (one) => one.delete(query));
  clear = (store) => this.#alone(store, (one) => one.clear());

  transaction = (names, mode = "readonly") => new Transaction(this, [names].flat(), mode);

  /** Only one transaction that writes, or several that read, in all tabs and the worker. Answers how to let go. */
  hold(mode) {
    return new Promise((held, failed) => {
      const how = { mode: mode === "readwrite" ? "exclusive" : "shared" };
      navigator.locks.request(`store:${this.#user}`, how, () => new Promise((free) => held(free))).catch(failed);
    });
  }

  /** All of it or nothing. `changes`: store → [{key, value}], `value` GONE for what goes. */
  async write(changes) {
    const ready = [];
    for (const [store, list] of changes) {
      for (const { key, value } of list) ready.push(this.#ready(store, key, value));
    }
    const all = await Promise.all(ready);
    const ours = all.filter((one) => this.isSealed(one.store));
    if (ours.length) await this.#writeTo(this.#raw, ours, [...new Set(ours.map((one) => one.store)), BODIES]);
    const devices = all.filter((one) => !this.isSealed(one.store));
    if (devices.length) await this.#writeTo(this.#common, devices, [...new Set(devices.map((one) => one.store))]);
  }

  async #ready(store, key, value) {
    if (value === GONE || !this.isSealed(store)) return { store, key, value, bodies: [] };
    const { row, bodies } = await this.#seal(store, key, value);
    return { store, key, value: row, bodies };
  }

  async #writeTo(db, list, names) {
    const change = db.transaction(names, "readwrite");
    const asked = [];
    for (const { store, key, value, bodies } of list) {
      const target = change.objectStore(store);
      asked.push(value === GONE ? target.delete(key) : target.keyPath === null ? target.put(value, key) : target.put(value));
      for (const member of this.isSealed(store) ? (APART[store] ?? []) : []) {
        const body = bodies.find(([name]) => name === member);
        const place = [store, key, member];
        asked.push(body ? change.objectStore(BODIES).put(body[1], place) : change.objectStore(BODIES).delete(place));
      }
    }
    await Promise.all([...asked, change.done]);
  }
}

// --- a transaction ---------------------------------------------------------------------------------------------------

/** After everything that waits for an answer has had its turn: then a transaction nobody uses any more ends. */
const nextTurn = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(0);
  });

class Transaction {
  #changes = new Map(); // store → text of the key → {key, value}
  #pending = 0;
  #over = false;
  #tail; // one request after the other, as IndexedDB does
  #held;
  #finish;

  constructor(db, names, mode) {
    this.db = db;
    this.mode = mode;
    this.objectStoreNames = names;
    this.done = new Promise((done, failed) => (this.#finish = { done, failed }));
    this.done.catch(() => {}); // whoever waits for it hears of it
    this.#held = db.hold(mode);
    this.#tail = this.#held;
    this.run(() => {});
  }

  get store() {
    return this.objectStore(this.objectStoreNames[0]);
  }

  objectStore(name) {
    if (!this.objectStoreNames.includes(name)) throw new DOMException(name, "NotFoundError");
    return new Source(this, name, "");
  }

  abort() {
    if (!this.#over) this.#end(new DOMException("aborted", "AbortError"));
  }

  commit() {
    this.#tail.then(() => !this.#over && this.#commit());
  }

  /** One request: in its turn, and the transaction lives until it is answered. */
  run(request) {
    if (this.#over) return Promise.reject(new DOMException("the transaction is over", "TransactionInactiveError"));
    this.#pending += 1;
    const answer = this.#tail.then(() => (this.#over ? Promise.reject(new DOMException("aborted", "AbortError")) : request()));
    this.#tail = answer.catch(() => {});
    answer.then(
      () => this.#answered(),
      (problem) => this.#over || this.#end(problem),
    );
    return answer;
  }

  async #answered() {
    this.#pending -= 1;
    await nextTurn();
    if (!this.#pending && !this.#over) await this.#commit();
  }

  async #commit() {
    this.#over = true;
    try {
      const changes = [...this.#changes].map(([store, rows]) => [store, [...rows.values()]]);
      if (changes.length) await this.db.write(changes);
      this.#end();
    } catch (problem) {
      this.#end(problem);
    }
  }

  #end(problem) {
    this.#over = true;
    this.#held.then((free) => free(), () => {});
    if (problem) this.#finish.failed(problem);
    else this.#finish.done();
  }

  // --- what was written here and is not yet there

  set(store, key, value) {
    if (this.mode !== "readwrite") throw new DOMException(store, "ReadOnlyError");
    if (!this.#changes.has(store)) this.#changes.set(store, new Map());
    this.#changes.get(store).set(JSON.stringify(key), { key, value });
  }

  changed = (store, key) => this.#changes.get(store)?.get(JSON.stringify(key));
  changesOf = (store) => [...(this.#changes.get(store)?.values() ?? [])];
}

/** An object store, or an index of it, within a transaction. */
class Source {
  #change;
  #db;

  constructor(change, name, index) {
    this.#change = change;
    this.#db = change.db;
    this.storeName = name;
    this.indexName = index;
    this.name = index || name;
  }

  get transaction() {
    return this.#change;
  }

  index = (name) => new Source(this.#change, this.storeName, name);

  // --- reading

  #keyOf = (value) => this.#db.keyIn(this.storeName, value);
  #indexKey = (key, value) => (this.indexName ? this.#db.keyIn(this.storeName, value, this.indexName) : key);

  /** Primary keys that match, in order, with what was written here. */
  async #matching(query) {
    const kept = await this.#db.keys(this.storeName, this.indexName, query);
    const changes = this.#change.changesOf(this.storeName);
    if (!changes.length) return kept;
    const touched = new Set(changes.map(({ key }) => JSON.stringify(key)));
    const fresh = changes.filter(({ key, value }) => value !== GONE && matches(query, this.#indexKey(key, value))).map(({ key }) => key);
    return [...kept.filter((key) => !touched.has(JSON.stringify(key))), ...fresh].sort(indexedDB.cmp);
  }

  async #all(query, count) {
    const changes = this.#change.changesOf(this.storeName);
    if (!changes.length) return this.#db.rows(this.storeName, this.indexName, query, count);
    const keys = (await this.#matching(query)).slice(0, count);
    return Promise.all(keys.map((key) => this.#value(key)));
  }

  async #value(key) {
    const changed = this.#change.changed(this.storeName, key);
    if (changed) return changed.value === GONE ? undefined : structuredClone(changed.value);
    return this.#db.get(this.storeName, key);
  }

  get = (query) =>
    this.#change.run(async () => {
      if (!this.indexName && !(query instanceof IDBKeyRange)) return this.#value(query);
      return (await this.#all(query, 1))[0];
    });

  getAll = (query, count) => this.#change.run(() => this.#all(query, count));
  getAllKeys = (query, count) => this.#change.run(async () => (await this.#matching(query)).slice(0, count));
  getKey = (query) => this.#change.run(async () => (await this.#matching(query))[0]);
  count = (query) => this.#change.run(async () => (await this.#matching(query)).length);

  // --- writing

  #place(value, key) {
    if (!this.#db.isSealed(this.storeName)) return key;
    return this.#keyOf(value);
  }

  put(value, key) {
    const kept = structuredClone(value); // as it is now, whatever becomes of it
    return this.#change.run(() => {
      const place = this.#place(kept, key);
      this.#change.set(this.storeName, place, kept);
      return place;
    });
  }

  add(value, key) {
    const kept = structuredClone(value);
    return this.#change.run(async () => {
      const place = this.#place(kept, key);
      if ((await this.#matching(place)).length) throw new DOMException(this.storeName, "ConstraintError");
      this.#change.set(this.storeName, place, kept);
      return place;
    });
  }

  delete = (query) =>
    this.#change.run(async () => {
      const keys = query instanceof IDBKeyRange ? await this.#matching(query) : [query];
      for (const key of keys) this.#change.set(this.storeName, key, GONE);
    });

  clear = () =>
    this.#change.run(async () => {
      for (const key of await this.#matching()) this.#change.set(this.storeName, key, GONE);
    });

  // --- one after the other

  async openCursor(query, direction = "next") {
    const keys = await this.getAllKeys(query);
    if (direction.startsWith("prev")) keys.reverse();
    return this.#cursor(keys, 0);
  }

  async #cursor(keys, at) {
    for (let i = at; i < keys.length; i += 1) {
      const value = await this.#change.run(() => this.#value(keys[i]));
      if (value === undefined) continue; // deleted since
      return {
        key: this.#indexKey(keys[i], value),
        primaryKey: keys[i],
        value,
        source: this,
        update: (next) => this.put(next, keys[i]),
        delete: () => new Source(this.#change, this.storeName, "").delete(keys[i]),
        continue: () => this.#cursor(keys, i + 1),
      };
    }
    return null;
  }

  async *iterate(query, direction) {
    for (let cursor = await this.openCursor(query, direction); cursor; cursor = await cursor.continue()) yield cursor;
  }

  [Symbol.asyncIterator]() {
    return this.iterate();
  }
}
