// In place of mergician: a deep merge of plain objects, the later one wins.
const isPlain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

export function mergician(...objects) {
  const merged = {};
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      merged[key] = isPlain(merged[key]) && isPlain(value) ? mergician(merged[key], value) : value;
    }
  }
  return merged;
}
