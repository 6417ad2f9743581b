// Answers of the server that are kept, so that a key need not wait for one.

import { address, get } from "./server.js";

const KEPT = 400;

export class Answers {
  constructor() {
    this.kept = new Map(); // promises by address, the oldest first
  }

  /** Ask the server, once for the same thing. */
  fetch(path, query) {
    const key = address(path, query);
    if (!this.kept.has(key)) {
      const answer = get(path, query);
      answer.catch(() => this.kept.delete(key));
      this.kept.set(key, answer);
      if (this.kept.size > KEPT) {
        this.kept.delete(this.kept.keys().next().value);
      }
    }
    return this.kept.get(key);
  }

  /** Forget what is known of these series, for a decision has changed it. */
  forget(series) {
    for (const key of this.kept.keys()) {
      if (series.some((id) => key.includes(id))) {
        this.kept.delete(key);
      }
    }
  }

  clear() {
    this.kept.clear();
  }
}
