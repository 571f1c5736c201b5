// What an upload remembers in this tab: which files of a conversion are still to come, and under which id each one goes.
// Nothing of it leaves the browser but the id, which tells nothing about the file.

const SAMPLE_BYTES = 65536;

// The same file chosen again, after a lost connection or a reload, gets the same id: the server attaches it once.
export async function idOf(address, file) {
  const words = new TextEncoder().encode(`${address}\n${file.name}\n${file.size}\n${file.lastModified}\n`);
  const sample = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  const all = new Uint8Array(words.length + sample.length);
  all.set(words);
  all.set(sample, words.length);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all)).slice(0, 16);
  digest[6] = (digest[6] & 0x0f) | 0x80;
  digest[8] = (digest[8] & 0x3f) | 0x80;
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function attachedIds() {
  const region = document.querySelector("[data-attached]");
  return new Set(region ? region.dataset.attached.split(" ") : []);
}

export class Pending {
  constructor(address) {
    this.key = `upload:${address}`;
  }

  names() {
    return Object.values(this.#read());
  }

  add(id, name) {
    this.#write({ ...this.#read(), [id]: name });
  }

  remove(id) {
    const { [id]: _, ...rest } = this.#read();
    this.#write(rest);
  }

  clear() {
    this.#write({});
  }

  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  #write(names) {
    try {
      if (Object.keys(names).length) sessionStorage.setItem(this.key, JSON.stringify(names));
      else sessionStorage.removeItem(this.key);
    } catch {
      // A browser without storage still uploads; it only cannot say what is missing after a reload.
    }
  }
}
