// A fountain code: any few more blocks than there are give the data back, whichever of them were missed on the way.
// First the blocks as they are, then sums (xor) of random halves of them; the receiver solves for the blocks as the sums
// come in. Random sums need two blocks more than there are, whatever their number (docs/decisions/0017). Pure.

/** The data cut into blocks of `size` bytes (a multiple of 4), the last one filled up with zeros. */
export function blocksOf(data, size) {
  const count = Math.max(1, Math.ceil(data.length / size));
  const padded = new Uint8Array(count * size);
  padded.set(data);
  return Array.from({ length: count }, (_, i) => padded.subarray(i * size, (i + 1) * size));
}

/** Which of `count` blocks make up block `number`, as bits. Both sides compute it alike. */
export function mask(number, count) {
  const bits = new Uint32Array(Math.ceil(count / 32));
  if (number < count) {
    bits[number >> 5] = 1 << (number & 31);
    return bits;
  }
  let state = (Math.imul(number, 0x9e3779b1) ^ Math.imul(count, 0x85ebca6b)) >>> 0;
  for (let i = 0; i < bits.length; i++) {
    state = (state + 0x6d2b79f5) >>> 0; // mulberry32
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    bits[i] = mixed ^ (mixed >>> 14);
  }
  if (count & 31) bits[bits.length - 1] &= (1 << (count & 31)) - 1;
  if (bits.every((word) => !word)) bits[0] = 1;
  return bits;
}

const words = (bytes) => new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);

function add(into, from) {
  for (let i = 0; i < into.length; i++) into[i] ^= from[i];
}

/** The block that is sent under this number. */
export function mixed(blocks, number) {
  const bits = mask(number, blocks.length);
  const sum = new Uint8Array(blocks[0].length);
  blocks.forEach((block, i) => (bits[i >> 5] >>> (i & 31)) & 1 && add(words(sum), words(block)));
  return sum;
}

/** Collects the blocks of one transfer: `count` of `size` bytes. */
export function collector(count, size) {
  const rows = new Array(count); // by the lowest block that a row still holds
  let have = 0;

  /** Takes the known rows out of a sum; answers the lowest block left in it, -1 for none. */
  function reduced(bits, sum) {
    for (let i = 0; i < count; i++) {
      if (!((bits[i >> 5] >>> (i & 31)) & 1)) continue;
      if (!rows[i]) return i;
      add(bits, rows[i].bits);
      add(sum, rows[i].sum);
    }
    return -1;
  }

  return {
    get have() {
      return have;
    },
    get whole() {
      return have === count;
    },
    /** Take block `number`; answers whether it said something new. */
    take(number, block) {
      if (have === count) return false;
      const sum = Uint32Array.from(words(Uint8Array.from(block)));
      const bits = mask(number, count);
      const lowest = reduced(bits, sum);
      if (lowest < 0) return false;
      rows[lowest] = { bits, sum };
      have++;
      return true;
    },
    /** The data, once it is whole: the rows from the last to the first hold only what is after them. */
    data() {
      for (let i = count - 1; i >= 0; i--) {
        const { bits, sum } = rows[i];
        for (let k = i + 1; k < count; k++) if ((bits[k >> 5] >>> (k & 31)) & 1) add(sum, rows[k].sum);
        bits.fill(0);
      }
      const out = new Uint8Array(count * size);
      rows.forEach(({ sum }, i) => out.set(new Uint8Array(sum.buffer, 0, size), i * size));
      return out;
    },
  };
}
